"""Reads the template of a nested stack, where it is a local file within bounds.

What is not read is unknown: a URL, a parameter, a file outside of the working directory and of the repository, one
that is too large or no regular file.
"""

from __future__ import annotations

import os
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from cfn_upc_rules._application.bounds import ASSET, LARGEST, NESTED, size_of
from cfn_upc_rules._cognito.stack import UserPoolStack
from cfn_upc_rules._template.decoding import template_of
from cfn_upc_rules._template.sam import is_translated
from cfn_upc_rules._template.values import mapping

if TYPE_CHECKING:
    from cfn_upc_rules._application.bounds import Bounds
    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.stack import Stack

_ASSET_PROPERTY: Final = "aws:asset:property"
_KEPT: Final = 256


class File(NamedTuple):
    """One version of a file: its real path, its size, when it was written."""

    path: str
    size: int
    written: int


def file_of(nested: Resource, filename: str, bounds: Bounds) -> File | None:
    """Return the file that a nested stack's template is in; None where it is elsewhere, or out of bounds.

    Args:
        nested: the nested stack.
        filename: the file of the template that it stands in.
        bounds: where files may lie.
    """
    metadata = mapping(nested.body.get("Metadata"))
    name = metadata.get(ASSET)
    if name is None or metadata.get(_ASSET_PROPERTY, NESTED[nested.type]) != NESTED[nested.type]:
        name = mapping(nested.properties).get(NESTED[nested.type])
    path = bounds.find(name, filename) if isinstance(name, str) and "://" not in name else None
    return None if path is None else named_file(path)


def named_file(name: str) -> File | None:
    """Return a file, wherever it is; None where it is too large, or no regular file."""
    path = os.path.realpath(name)
    known = size_of(path)
    return None if known is None else File(path, *known)


@lru_cache(maxsize=_KEPT)
def read(file: File) -> Stack | None:
    """Return the template that a file holds; None where it is none, or has changed into something larger."""
    try:
        opened = os.open(file.path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
        with open(opened, "rb") as stream:
            text = stream.read(LARGEST + 1)
    except OSError:
        return None
    template = template_of(text) if len(text) <= LARGEST else None
    if template is None:
        return None
    if is_translated(template):
        template.filename = file.path  # where it is read as it was before
    return UserPoolStack.of(template)
