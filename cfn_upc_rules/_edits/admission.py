"""Whether an edit may be made at all: what the template as a whole has against it. Its text is looked at later."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from cfn_upc_rules._template.globals import GLOBALS_SECTIONS
from cfn_upc_rules._template.scenarios import When
from cfn_upc_rules._template.typed import Entries
from cfn_upc_rules._template.values import ABSENT, Path, Reference, Text, references, under

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cfnlint.rules import RuleMatch

    from cfn_upc_rules._edits.edit import Change, Edit
    from cfn_upc_rules._template.stack import Stack


# A finding (which may be that of several subjects), the edit that a rule gives it, and when it holds.
Wanted: TypeAlias = "tuple[RuleMatch, Edit, str]"
# So long is the path of a resource's properties.
_PROPERTIES: Final = 3


def admit(stack: Stack, wanted: Sequence[Wanted]) -> None:
    """Give each finding its edit (attribute `edit`), with what the template has against it.

    Args:
        stack: the template.
        wanted: the edits, several of one finding among them: what SAM's Globals hold is a finding of each function.
    """
    of_finding: dict[int, list[Wanted]] = {}
    for one in wanted:
        of_finding.setdefault(id(one[0]), []).append(one)
    for alike in of_finding.values():
        match, edit, _ = alike[0]
        changes = tuple(_located(stack, change) for change in edit.changes)
        why_not = next(filter(None, _reasons(stack, alike, changes)), "")
        match.edit = edit._replace(changes=changes, why_not=why_not)  # type: ignore[attr-defined]


def _located(stack: Stack, change: Change) -> Change:
    """Return a change where its value stands in the template."""
    return change._replace(path=_plain(_place(stack, change.path)), value=_plain(change.value))


def _place(stack: Stack, path: Path) -> Path:
    """Return where a value stands, or would beside what is there: perhaps in SAM's Globals."""
    for end in range(len(path), _PROPERTIES, -1):
        shown, _ = stack.locate(path[:end])
        if shown[:1] == ("Globals",):
            return (*shown, *path[end:])
        if shown == path[:end]:
            break
    return path


def _plain(value: Any) -> Any:
    """Return a path or value without cfn-lint's own kind of texts, which can't travel between processes."""
    if isinstance(value, str):
        return str(value)
    if not isinstance(value, tuple):
        return value
    parts = map(_plain, value)
    return value._make(parts) if hasattr(value, "_make") else tuple(parts)


def _reasons(stack: Stack, alike: Sequence[Wanted], changes: Iterable[Change]) -> Iterator[str]:
    if stack.is_built:
        yield "a tool wrote this template: change what it is made of"
    for change in changes:
        if not all(_is_meant_always(stack, change.path, when) for _, _, when in alike):
            yield "in other cases what stands there is right"
        for reference in references_in(change.value):
            if _may_be_missing(stack, reference, change.path):
                yield f"'{reference}' does not always exist"
        if change.path[0] == "Globals":
            needed_by = {edit.changes[0].path[1] for _, edit, _ in alike}
            if not set(_heirs(stack, change.path)) <= needed_by:
                yield "Globals hold it, and not all that they are merged into need it"


def references_in(value: Any) -> Iterator[str]:
    """Yield the resources that a value of an edit names."""
    if isinstance(value, Entries):
        value = tuple(item for _, item in value.pairs)
    if isinstance(value, tuple) and not isinstance(value, (Reference, Text)):
        for item in value:
            yield from references_in(item)
    for reference in references(value):
        yield reference.target


def _is_meant_always(stack: Stack, path: Path, when: str) -> bool:
    """Return whether a finding holds wherever what stands at a path counts."""
    if not when:
        return True
    cases = when.cases if isinstance(when, When) else frozenset()
    decided = set(_decided(stack, path))
    return bool(cases) and all(case <= decided for case in cases)


def _decided(stack: Stack, path: Path) -> Iterator[tuple[str, bool]]:
    """Yield the conditions that hold wherever what stands at a path counts."""
    if path[0] == "Resources" and path[1] in stack.resources:
        yield from stack.resources[str(path[1])].given.items()
    for index, key in enumerate(path[:-1]):
        if key == "Fn::If":
            condition = under(stack.template, (*path[: index + 1], 0))
            yield str(condition), path[index + 1] == 1


def _may_be_missing(stack: Stack, target: str, path: Path) -> bool:
    resource = stack.resources.get(target)
    if resource is None or not resource.condition:
        return False
    return (resource.condition, True) not in set(_decided(stack, path))


def _heirs(stack: Stack, path: Path) -> Iterator[str]:
    """Yield the resources that a value of Globals is, or would be, merged into."""
    for kind, section in GLOBALS_SECTIONS.items():
        for resource in stack.of_type(kind) if section == path[1] else ():
            there = (*resource.path, "Properties", *path[2:])
            if under(stack.template, there) is ABSENT or stack.locate(there)[0] == path:
                yield resource.id
