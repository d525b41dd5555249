"""What can be done about the findings of a text: fixes, proved as `cfn-upc-lint --fix` proves them, and ignoring."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cfn_upc_rules._command.mending import Step, decoded, fixes_of, mend
from cfn_upc_rules._command.report import counted
from cfn_upc_rules._edits.edit import add_item, put, safe
from cfn_upc_rules._edits.source import DeclinedError, Source
from cfn_upc_rules._edits.text import TextEdit, edits_of
from cfn_upc_rules._template.values import mapping, under

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cfnlint.match import Match

    from cfn_upc_rules._template.values import Path

# Each fix is proved by linting the text anew: of so many findings the fixes are offered at a time.
_MOST = 10
_IGNORED = ("Metadata", "cfn-lint", "config", "ignore_checks")


class Action(NamedTuple):
    """Something that can be done.

    Attributes:
        title: what, as a menu says it.
        edits: how the text changes.
        matches: the findings that it is about.
        is_safe: whether it is a safe fix.
    """

    title: str
    edits: Sequence[TextEdit]
    matches: Sequence[Match]
    is_safe: bool = False


def actions(text: str, found: list[Match], there: list[Match], lint: Callable[[str], list[Match]]) -> Iterator[Action]:
    """Yield what can be done about the first ten of some findings, the fixes first.

    Args:
        text: the template's text.
        found: all its findings.
        there: those that are asked about, the most important first.
        lint: gives the findings of a text.
    """
    for fix in fixes_of(text, there, is_unsafe=True)[:_MOST]:
        if Step(text, found, lint).make([fix]):
            advice, rule = getattr(fix.match, "advice", "") or "Fix", fix.match.rule.id
            sure = rule if fix.edit.is_safe else f"{rule}, unsafe"
            yield Action(f"{advice} ({sure})", fix.edits, [fix.match], is_safe=fix.edit.is_safe)
    yield from _ignoring(text, there[:_MOST])


def fix_all(text: str, lint: Callable[[str], list[Match]]) -> Action | None:
    """Return what makes all safe fixes of a text; None where there is none."""
    done = mend(text, lint, is_unsafe=False)
    if done.text == text:
        return None
    return Action(f"Fix {counted(done.fixed, 'finding')} safely", [_difference(text, done.text)], [], is_safe=True)


def _difference(old: str, new: str) -> TextEdit:
    """Return the one edit that makes a text of another one: what lies between their common beginning and end."""
    shorter = min(len(old), len(new))
    begin = next((index for index in range(shorter) if old[index] != new[index]), shorter)
    rest = shorter - begin
    end = next((index for index in range(rest) if old[-1 - index] != new[-1 - index]), rest)
    return TextEdit(begin, len(old) - end, new[begin : len(new) - end])


def _ignoring(text: str, there: list[Match]) -> Iterator[Action]:
    """Yield what writes into `Metadata` that a rule is to be ignored, for the resource or in the template."""
    try:
        source, template = Source(text), decoded(text)
    except DeclinedError:
        return
    for match in {(match.rule.id, str(resource_of(match))): match for match in there}.values():
        rule, resource = match.rule.id, resource_of(match)
        places: list[tuple[str, Path]] = [(f"Ignore {rule} in this template", ())]
        if resource is not None:
            places.insert(0, (f"Ignore {rule} for '{resource}'", ("Resources", resource)))
        for title, place in places:
            path = (*place, *_IGNORED)
            has_list = isinstance(under(mapping(template), path), list)
            change = add_item(path, rule) if has_list else put(path, (rule,))
            try:
                yield Action(title, edits_of(source, safe(change)), [match])
            except DeclinedError:
                continue


def resource_of(match: Match) -> str | None:
    """Return the logical ID of the resource that a finding is in: only there cfn-lint heeds the resource's Metadata."""
    path: list[str | int] = [*(getattr(match, "path", None) or ())]
    return str(path[1]) if len(path) > 1 and path[0] == "Resources" else None
