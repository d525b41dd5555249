"""Reads the template of a nested stack, where it is a local file within bounds.

What is not read is unknown: a URL, a parameter, a file outside of the working directory and of the repository, one
that is too large or no regular file.
"""

from __future__ import annotations

import os
import stat
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from cfn_upc_rules._cognito.stack import UserPoolStack
from cfn_upc_rules._history.worktree import top_of
from cfn_upc_rules._template.decoding import template_of
from cfn_upc_rules._template.values import mapping

if TYPE_CHECKING:
    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.stack import Stack

# What stands for a further template, and the property that says which.
NESTED: Final = {"AWS::CloudFormation::Stack": "TemplateURL", "AWS::Serverless::Application": "Location"}
# CloudFormation takes templates up to 1 MB; comments and SAM may make a file larger.
LARGEST: Final = 4 * 1024 * 1024
_KEPT: Final = 256


class Bounds(NamedTuple):
    """The folders in which the templates of an application may lie, as real paths."""

    folders: tuple[str, ...]

    @classmethod
    def of(cls, filename: str) -> Bounds:
        """Return those of a template: the working directory, and the repository that it lies in."""
        top = top_of(os.path.realpath(filename))
        return cls((os.path.realpath(os.curdir), *([] if top is None else [top])))

    def hold(self, path: str) -> bool:
        """Return whether a real path is below one of them."""
        return any(path.startswith(os.path.join(folder, "")) for folder in self.folders)


class File(NamedTuple):
    """One version of a file within bounds: its real path, its size, when it was written."""

    path: str
    size: int
    written: int


def file_of(stack: Stack, nested: Resource, filename: str, bounds: Bounds) -> File | None:
    """Return the file that a nested stack's template is in; None where it is elsewhere, or out of bounds.

    Args:
        stack: the template that the nested stack stands in.
        nested: the nested stack.
        filename: the file of that template; names are taken from its folder on.
        bounds: where files may lie.
    """
    metadata = mapping(nested.body.get("Metadata"))
    # The AWS CDK hands the template over as an asset, and says here which file that is.
    name = metadata.get("aws:asset:path")
    if name is None or metadata.get("aws:asset:property", NESTED[nested.type]) != NESTED[nested.type]:
        name = stack.read_as_is(mapping(nested.properties).get(NESTED[nested.type]))
    if not isinstance(name, str) or "://" in name:
        return None
    try:
        path = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(filename)), name))
    except (OSError, ValueError):
        return None
    return file_within(path, bounds)


def file_within(path: str, bounds: Bounds) -> File | None:
    """Return the file at a real path; None where it is out of bounds, too large, or no regular file."""
    try:
        known = os.stat(path) if bounds.hold(path) else None
    except (OSError, ValueError):
        return None
    if known is None or not stat.S_ISREG(known.st_mode) or known.st_size > LARGEST:
        return None
    return File(path, known.st_size, known.st_mtime_ns)


@lru_cache(maxsize=_KEPT)
def read(file: File) -> Stack | None:
    """Return the template that a file holds; None where it is none, or has changed into something larger."""
    try:
        opened = os.open(file.path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
        with open(opened, "rb") as stream:
            text = stream.read(LARGEST + 1)
    except OSError:
        return None
    template = template_of(text, file.path) if len(text) <= LARGEST else None
    return None if template is None else UserPoolStack.of(template)
