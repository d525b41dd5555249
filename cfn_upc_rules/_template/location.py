"""Where a finding is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from cfn_upc_rules._template.globals import GLOBALS_SECTIONS
from cfn_upc_rules._template.values import ABSENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.values import Path

# Line, column, end line, end column; from 0.
Location: TypeAlias = tuple[int, int, int, int]


class Locator:
    """Finds where in a template something is shown.

    Args:
        template: the template, as it is decoded.
        resources: its resources by logical ID.
        globals_: its SAM Globals, as they were written.
    """

    def __init__(self, template: Any, resources: Mapping[str, Resource], globals_: Mapping[str, Any]) -> None:
        """Take the template."""
        self._template = template
        self._resources = resources
        self._globals = globals_

    def locate(self, path: Path) -> tuple[Path, Location | None]:
        """Return where a finding at the path is shown.

        That is the nearest thing that exists: the value or key itself, else the property above it, else
        the resource's logical ID. What stands in SAM's Globals is shown there.

        Returns:
            The path, and the location (line, column, end line, end column; from 0) where cfn-lint
            would not find it by the path.
        """
        shown, value = self._existing(path)
        if len(shown) > 2 and shown[0] == "Resources":  # noqa: PLR2004
            section, value_there = self._in_globals(shown)
            if value_there is not ABSENT and is_same(value, value_there):
                if len(shown) < len(path):  # nothing of the missing thing stands in the resource itself
                    return shown[:2], None
                return section, None
            mark = getattr(value, "start_mark", None)
            if value_there is not ABSENT and mark is not None:
                # The merged mapping keeps the key of Globals, whatever the resource says.
                end = value.end_mark
                return shown, (mark.line, mark.column, end.line, end.column)
        return shown, None

    def _existing(self, path: Path) -> tuple[Path, Any]:
        value: Any = self._template
        shown: Path = ()
        for key in path:
            try:
                below = value[key]
            except (KeyError, IndexError, TypeError):
                break
            value, shown = below, (*shown, key)
        if shown != path and len(shown) > 2 and shown[0] == "Resources":  # noqa: PLR2004
            below_id = [key for key in shown[2:] if key != "Fn::If" and not isinstance(key, int)]
            if below_id == ["Properties"]:
                return shown[:2], ABSENT  # at the logical ID
        return shown, value

    def _in_globals(self, path: Path) -> tuple[Path, Any]:
        resource = self._resources.get(str(path[1]))
        section = GLOBALS_SECTIONS.get(resource.type) if resource else None
        if section is None or section not in self._globals or path[2] != "Properties":
            return path, ABSENT
        value: Any = self._globals[section]
        try:
            for key in path[3:]:
                value = value[key]
        except (KeyError, IndexError, TypeError):
            return path, ABSENT
        return ("Globals", section, *path[3:]), value


def is_same(value: Any, other: Any) -> bool:
    """Return whether two values are one and the same of the file."""
    mark, other_mark = getattr(value, "start_mark", None), getattr(other, "start_mark", None)
    if mark is None or other_mark is None:
        return bool(value == other)
    return (mark.line, mark.column) == (other_mark.line, other_mark.column)
