"""Second definitions of a resource that a YAML merge key (`<<`) hides.

cfn-lint's decoder reports a duplicate key, but not in a mapping that uses a merge key: there the later, or
the mapping's own, definition wins in silence. So the source is read again, with PyYAML, only then.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._template.location import Location
    from cfn_upc_rules._template.stack import Stack

_MERGE = "tag:yaml.org,2002:merge"


def definitions(stack: Stack) -> dict[str, list[Location]]:
    """Return where each logical ID in `Resources` is defined, those that are merged in first.

    Returns:
        Nothing where `Resources` uses no merge key, or the file can't be read (again) as YAML.
    """
    return stack.once(_definitions)


def _definitions(stack: Stack) -> dict[str, list[Location]]:
    if not stack.merges_resources or not stack.filename:
        return {}
    try:
        text = stack.opened.text if stack.opened else _read(stack.filename)
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (OSError, ValueError, RecursionError, yaml.YAMLError):
        return {}
    found: dict[str, list[Location]] = {}
    for key in _keys(_value(root, "Resources")):
        start, end = key.start_mark, key.end_mark
        found.setdefault(key.value, []).append((start.line, start.column, end.line, end.column))
    return found


def _read(filename: str) -> str:
    if not stat.S_ISREG(os.stat(filename).st_mode):  # noqa: PTH116
        return ""  # a pipe is read once, and cfn-lint has done so
    with open(filename, encoding="utf-8") as file:  # noqa: PTH123 - what cfn-lint was given, as it is
        return file.read()


def _value(node: yaml.Node | None, name: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == name and isinstance(value, yaml.Node):
                return value
    return None


def _keys(node: yaml.Node | None, depth: int = 0) -> Iterator[yaml.ScalarNode]:
    """Yield the keys of a mapping; `depth` guards against an anchor within itself."""
    if isinstance(node, yaml.SequenceNode) and depth < 20:  # noqa: PLR2004
        for item in node.value:
            yield from _keys(item, depth + 1)
    if not isinstance(node, yaml.MappingNode) or depth >= 20:  # noqa: PLR2004
        return
    for key, value in node.value:
        if key.tag == _MERGE:
            yield from _keys(value, depth + 1)
    for key, _ in node.value:
        if key.tag != _MERGE and isinstance(key, yaml.ScalarNode):
            yield key
