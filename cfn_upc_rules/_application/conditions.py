"""Conditions that compare what another template hands over, in a form in which conditions of one template are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cfn_upc_rules._template.values import intrinsic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    # Gives the text that stands for a value; None for one that has none.
    TextOf = Callable[[Any], "str | None"]

# Past so many combinations it is left to be a comparison that can't be told.
_MOST: Final = 64


def comparable(raw: Any, text_of: TextOf) -> Any:
    """Return a condition in which no comparison has an `Fn::If`, or something of a resource, on its sides.

    Within a template neither can be there; what is handed to a nested stack can be both.
    """
    call = intrinsic(raw)
    if call is None:
        return raw
    name, argument = call
    if name == "Fn::Equals" and isinstance(argument, list) and len(argument) == 2:  # noqa: PLR2004
        left, right = argument
        return raw if _branches(left) * _branches(right) > _MOST else _equals(left, right, text_of)
    if name in ("Fn::And", "Fn::Or", "Fn::Not") and isinstance(argument, list):
        return {name: [comparable(part, text_of) for part in argument]}
    return raw


def compared(raw: Any) -> Iterator[Any]:
    """Yield what a condition compares, side by side; anything that is no condition as it is."""
    name, argument = intrinsic(raw) or ("", None)
    if name == "Fn::Equals" and isinstance(argument, list):
        yield from argument
    elif name in ("Fn::And", "Fn::Or", "Fn::Not") and isinstance(argument, list):
        for part in argument:
            yield from compared(part)
    elif name != "Condition":
        yield raw


def branches(raw: Any) -> Iterator[Any]:
    """Yield what a value can come to, by the branches of its `Fn::If`; one of too many as it is."""
    call = intrinsic(raw)
    if call is None or call[0] != "Fn::If" or not isinstance(call[1], list) or _branches(raw) > _MOST:
        yield raw
    else:
        for branch in call[1][1:]:
            yield from branches(branch)


def within(names: Iterable[str], conditions: Mapping[str, Any]) -> set[str]:
    """Return the names of conditions, with those of all that they are built on."""
    found: set[str] = set()
    todo: list[Any] = [{"Condition": name} for name in names]
    while todo:
        raw = todo.pop()
        name = raw.get("Condition") if isinstance(raw, dict) else None
        if isinstance(name, str) and name not in found:
            found.add(name)
            todo.append(conditions.get(name))
        todo += raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ()
    return found


def _branches(raw: Any) -> int:
    """Return what a value can come to, counted by the branches of its `Fn::If`."""
    call = intrinsic(raw)
    if call is None or call[0] != "Fn::If" or not isinstance(call[1], list):
        return 1
    return sum(map(_branches, call[1][1:]))


def _equals(left: Any, right: Any, text_of: TextOf) -> Any:
    for one, other in ((left, right), (right, left)):
        call = intrinsic(one)
        if call and call[0] == "Fn::If" and isinstance(call[1], list) and len(call[1]) == 3:  # noqa: PLR2004
            condition, then, otherwise = call[1]
            holds = {"Condition": condition}
            return {
                "Fn::Or": [
                    {"Fn::And": [holds, _equals(then, other, text_of)]},
                    {"Fn::And": [{"Fn::Not": [holds]}, _equals(otherwise, other, text_of)]},
                ]
            }
    texts = [text_of(side) for side in (left, right)]
    return {"Fn::Equals": [side if text is None else text for side, text in zip((left, right), texts, strict=True)]}
