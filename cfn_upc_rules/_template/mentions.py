"""Which names a value mentions, wherever in it: by `Ref`, `Fn::GetAtt` and `Fn::Sub`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cfn_upc_rules._template.functions import variables_in
from cfn_upc_rules._template.values import Path, Reference, intrinsic, mapping

if TYPE_CHECKING:
    from collections.abc import Iterator


def mentions(raw: Any, path: Path) -> Iterator[tuple[Reference, Path]]:
    """Yield each reference within a value, in every branch, with the path of the function that makes it.

    Args:
        raw: the value.
        path: where it stands.
    """
    if isinstance(raw, list):
        for index, item in enumerate(raw):
            yield from mentions(item, (*path, index))
        return
    name, argument = intrinsic(raw) or ("", raw)
    if name == "Ref" and isinstance(argument, str):
        yield Reference(argument), path
    elif name == "Fn::GetAtt":
        parts = argument.split(".", 1) if isinstance(argument, str) else argument
        if isinstance(parts, list) and parts and all(isinstance(part, str) for part in parts):
            yield Reference(parts[0], ".".join(parts[1:])), path
    elif name == "Fn::Sub":
        yield from _in_sub(argument, path)
    elif isinstance(raw, dict):
        for key, value in raw.items():
            yield from mentions(value, (*path, key))


def _in_sub(argument: Any, path: Path) -> Iterator[tuple[Reference, Path]]:
    parts = argument if isinstance(argument, list) else [argument]
    text = parts[0] if parts and isinstance(parts[0], str) else ""
    names = mapping(parts[1]) if len(parts) > 1 else {}
    for name in variables_in(text):
        if name not in names:
            yield Reference(*name.split(".", 1)), path
    for key, value in names.items():
        yield from mentions(value, (*path, "Fn::Sub", 1, key))
