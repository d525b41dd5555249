"""Second definitions of a resource that a YAML merge key (`<<`) hides.

cfn-lint's decoder reports a duplicate key, but not in a mapping that uses a merge key: there the later, or
the mapping's own, definition wins in silence. So the source is read again, with PyYAML, only then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

_MERGE = "tag:yaml.org,2002:merge"


class Definition(NamedTuple):
    """Where a logical ID is defined: line, column, end line, end column, from 0."""

    name: str
    location: tuple[int, int, int, int]


def definitions(filename: str) -> list[Definition]:
    """Return every definition in `Resources`, those that are merged in first, in the order of the file.

    Args:
        filename: the template's file.

    Returns:
        Nothing where the file can't be read as YAML.
    """
    try:
        with open(filename, encoding="utf-8") as file:  # noqa: PTH123 - what cfn-lint was given, as it is
            root = yaml.compose(file, Loader=yaml.SafeLoader)
    except (OSError, UnicodeError, yaml.YAMLError):
        return []
    resources = _value(root, "Resources")
    return list(_of(resources)) if resources is not None else []


def _value(node: yaml.Node | None, name: str) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == name and isinstance(value, yaml.Node):
                return value
    return None


def _of(node: yaml.Node, depth: int = 0) -> Iterator[Definition]:
    """Yield the definitions of a mapping; `depth` guards against an anchor within itself."""
    if isinstance(node, yaml.SequenceNode) and depth < 20:  # noqa: PLR2004
        for item in node.value:
            yield from _of(item, depth + 1)
    if not isinstance(node, yaml.MappingNode) or depth >= 20:  # noqa: PLR2004
        return
    for key, value in node.value:
        if key.tag == _MERGE:
            yield from _of(value, depth + 1)
    for key, _ in node.value:
        if key.tag != _MERGE and isinstance(key, yaml.ScalarNode):
            start, end = key.start_mark, key.end_mark
            yield Definition(key.value, (start.line, start.column, end.line, end.column))
