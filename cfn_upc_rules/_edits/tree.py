"""A change made in the decoded template: what the changed text must come to, and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cfn_upc_rules._edits.edit import ADD_ITEM, PUT, RENAME, TAKE_OUT, WAIT_FOR
from cfn_upc_rules._template.typed import raw_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cfn_upc_rules._edits.edit import Change
    from cfn_upc_rules._template.values import Path


def with_changes(template: Any, changes: Iterable[Change]) -> Any:
    """Return a template with changes made in it.

    Args:
        template: the decoded template; it stays as it is.
        changes: the changes; equal ones are one.

    Raises:
        LookupError: a path leads nowhere.
        TypeError: a path leads through what is no mapping or list.
    """
    changed = normal(template)
    every = list(dict.fromkeys(changes))
    # What is taken out moves the items behind it, and what is renamed is named by the paths of the others.
    for change in sorted(every, key=_turn):
        _KINDS[change.kind](changed, change.path, normal(raw_of(change.value)))
    return normal(changed)


def normal(value: Any) -> Any:
    """Return a copy in which equal templates are equal: `Fn::GetAtt` takes a list, or a text with a dot."""
    if isinstance(value, dict):
        copy = {key: normal(item) for key, item in value.items()}
        argument = copy.get("Fn::GetAtt")
        if len(copy) == 1 and isinstance(argument, str):
            copy["Fn::GetAtt"] = argument.split(".", 1)
        return copy
    return [normal(item) for item in value] if isinstance(value, list) else value


def _turn(change: Change) -> tuple[int, list[int]]:
    numbers = [-key for key in change.path if isinstance(key, int)]
    return (2 if change.kind == RENAME else int(change.kind == TAKE_OUT), numbers)


def _above(template: Any, path: Path) -> Any:
    for key in path[:-1]:
        template = template[key]
    return template


def _put(template: Any, path: Path, value: Any) -> None:
    for key in path[:-1]:
        template = template.setdefault(key, {}) if isinstance(template, dict) else template[key]
    template[path[-1]] = value


def _take_out(template: Any, path: Path, _: Any) -> None:
    del _above(template, path)[path[-1]]


def _add_item(template: Any, path: Path, value: Any) -> None:
    _above(template, path)[path[-1]].append(value)


def _wait_for(template: Any, path: Path, value: Any) -> None:
    above = _above(template, path)
    waits = above.get(path[-1], [])
    every = [*(waits if isinstance(waits, list) else [waits]), value]
    above[path[-1]] = every if len(every) > 1 or isinstance(above.get(path[-1]), list) else value


def _rename(template: Any, path: Path, value: Any) -> None:
    above = _above(template, path)
    above[value] = above.pop(path[-1])


_KINDS: Final[dict[str, Callable[[Any, Path, Any], None]]] = {
    PUT: _put,
    TAKE_OUT: _take_out,
    ADD_ITEM: _add_item,
    WAIT_FOR: _wait_for,
    RENAME: _rename,
}
