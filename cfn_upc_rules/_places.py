"""Where in the template an attribute of a resource is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cfn_upc_rules._values import Path, Reference, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._scenarios import Scenario
    from cfn_upc_rules._stack import Stack, View

_OUTPUT = "Output-"


class _Place(NamedTuple):
    """A value that uses the attribute; `path` leads to it from the top of the template."""

    source: str
    path: Path


def references_to(subject: View, attribute: str) -> Iterator[tuple[str, Path]]:
    """Yield who takes an attribute of the subject, and where; each place in its own scenario."""
    places = [
        place
        for source, below in subject.stack.referrers.get(subject.id, {}).items()
        for place in _places(subject.stack, source, below)
        if _takes(_value(subject.stack, place.path), subject.id, attribute)
    ]
    if places:
        source, path = subject.scenario.choose(("references", subject.id, attribute), places)
        if _reached(subject, source, path):
            resource = subject.stack.resources.get(source)
            output = f"Output '{source.removeprefix(_OUTPUT)}'"
            yield (subject.stack.owner(path, resource) if resource else output), path


def _places(stack: Stack, source: str, below: list[Path]) -> Iterator[_Place]:
    top = ("Resources", source) if source in stack.resources else ("Outputs", source.removeprefix(_OUTPUT))
    for place in dict.fromkeys(below):
        yield _Place(source, (*top, *place))


def _value(stack: Stack, path: Path) -> Any:  # noqa: ANN401
    raw: Any = stack.template
    try:
        for key in path:
            raw = raw[key]
    except (KeyError, IndexError, TypeError):  # what SAM adds has no place in the template
        return None
    return stack.read_as_is(raw)


def _takes(value: Any, logical_id: str, attribute: str) -> bool:  # noqa: ANN401
    return Reference(logical_id, attribute) in (value.parts if isinstance(value, Text) else (value,))


def _reached(subject: View, source: str, path: Path) -> bool:
    """Return whether the place is there in this scenario."""
    resource = subject.stack.resources.get(source)
    if resource is None:
        output = subject.stack.template["Outputs"][path[1]]
        condition = output.get("Condition") if isinstance(output, dict) else None
        if isinstance(condition, str) and not subject.scenario.suppose(condition):
            return False
    elif subject.other(resource) is None:
        return False
    return _in_branch(subject.scenario, subject.stack.template, path)


def _in_branch(scenario: Scenario, raw: Any, path: Path) -> bool:  # noqa: ANN401
    for key, branch in zip(path, (*path[1:], None), strict=True):
        raw = raw[key]
        condition = raw[0] if key == "Fn::If" and isinstance(raw, list) else None
        if isinstance(condition, str) and scenario.holds(condition) is not (branch == 1):
            return False
    return True
