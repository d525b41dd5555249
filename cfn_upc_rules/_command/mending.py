"""Mends a template: makes the edits of its findings, proves each by linting what comes of it, until nothing changes."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from cfnlint.decode import decode_str
from cfnlint.template import Template

from cfn_upc_rules._command.texts import plain_newlines
from cfn_upc_rules._edits.admission import references_in
from cfn_upc_rules._edits.edit import WAIT_FOR
from cfn_upc_rules._edits.source import DeclinedError, Source
from cfn_upc_rules._edits.text import edits_of, touching, with_edits
from cfn_upc_rules._edits.tree import normal, with_changes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from cfnlint.match import Match

    from cfn_upc_rules._edits.edit import Change, Edit
    from cfn_upc_rules._edits.text import TextEdit

# Edits that touch each other are made in turn, one in each round: as many as the clients of a pool may need.
_ROUNDS: Final = 50
# The rule of a finding, its message and its path.
Name: TypeAlias = "tuple[str, str, tuple[str, ...]]"
# What an edit must not bring: errors and warnings, but for those that speak of what is deployed.
_UNWANTED: Final = re.compile(r"[EW](?!967)\d{4}")


class Fix(NamedTuple):
    """A finding with the edits of the text that mend it."""

    match: Match
    edit: Edit
    edits: tuple[TextEdit, ...]


class Declined(NamedTuple):
    """A finding whose edit can't be made, and why."""

    match: Match
    why: str

    def __str__(self) -> str:
        """Return a sentence without its full stop."""
        match = self.match
        return f"{match.filename or '-'}:{match.linenumber}: {match.rule.id} is not fixed: {self.why}"


class Mended(NamedTuple):
    """What became of a template.

    Attributes:
        text: its text.
        left: the findings that it has now.
        fixed: how many findings were mended.
        offered: how many of those left the unsafe edits would mend, where they are not asked for.
        not_fixed: the findings whose edit was not made, though it was asked for.
    """

    text: str
    left: list[Match]
    fixed: int
    offered: int
    not_fixed: list[Declined]


class FailureError(Exception):
    """What came of an edit is not as it should be; says why."""


def edit_of(match: Match) -> Edit | None:
    """Return the edit that a rule gave its finding; None where it has none."""
    edit: Edit | None = getattr(match, "edit", None)
    return edit


def has_edit(match: Match, *, is_unsafe: bool) -> bool:
    """Return whether a rule gave its finding an edit of the kind."""
    edit = edit_of(match)
    return edit is not None and (edit.is_safe or is_unsafe)


def fixes_of(text: str, found: Iterable[Match], *, is_unsafe: bool) -> list[Fix]:
    """Return the findings that can be mended, each with the edits of the text.

    Args:
        text: the template's text.
        found: its findings.
        is_unsafe: whether unsafe edits count, too.
    """
    return [one for one in _planned(text, found, is_unsafe=is_unsafe) if isinstance(one, Fix)]


def _planned(text: str, found: Iterable[Match], *, is_unsafe: bool) -> Iterator[Fix | Declined]:
    wanted = [(match, edit_of(match)) for match in found if has_edit(match, is_unsafe=is_unsafe)]
    try:
        source = Source(text) if wanted else None
    except DeclinedError as error:
        yield from (Declined(match, str(error)) for match, _ in wanted)
        return
    for match, edit in wanted:
        if source is not None and edit is not None:
            yield _plan(source, match, edit)


def _plan(source: Source, match: Match, edit: Edit) -> Fix | Declined:
    try:
        return Fix(match, edit, tuple(edits_of(source, edit)))
    except DeclinedError as error:
        return Declined(match, str(error))


def mend(text: str, lint: Callable[[str], list[Match]], *, is_unsafe: bool) -> Mended:
    """Mend what can be mended.

    Args:
        text: the template's text, newlines and byte-order mark as they are in the file.
        lint: gives the findings of a text.
        is_unsafe: whether unsafe edits are made, too.
    """
    found = lint(text)
    fixed = 0
    dropped: dict[Name, str] = {}
    for _ in range(_ROUNDS):
        fixes = [fix for fix in fixes_of(text, found, is_unsafe=is_unsafe) if _name(fix.match) not in dropped]
        if not fixes:
            break
        step = Step(text, found, lint)
        made = step.make(apart(fixes))
        dropped.update(step.dropped)
        if made:
            text, found, fixed = step.text, step.found, fixed + len(made)
    planned = list(_planned(text, found, is_unsafe=True))
    wanted = [one for one in planned if has_edit(one.match, is_unsafe=is_unsafe)]
    offered = sum(isinstance(one, Fix) and one not in wanted for one in planned)
    return Mended(text, found, fixed, offered, [_declined(one, dropped) for one in wanted])


def _declined(one: Fix | Declined, dropped: dict[Name, str]) -> Declined:
    """Return why an edit that was asked for was not made."""
    if isinstance(one, Declined):
        return one
    return Declined(one.match, dropped.get(_name(one.match), "there was too much to fix at once; fix again"))


def _name(match: Match) -> Name:
    """Return what tells a finding from others of its template."""
    return match.rule.id, match.message, tuple(map(str, getattr(match, "path", None) or ()))


def apart(fixes: Sequence[Fix]) -> list[Fix]:
    """Return the first of the fixes that don't touch each other; equal ones are made once."""
    chosen: list[Fix] = []
    edits: set[TextEdit] = set()
    for fix in sorted(fixes, key=lambda fix: fix.edits):
        if not touching(sorted(edits.union(fix.edits))):
            edits.update(fix.edits)
            chosen.append(fix)
    return chosen


class Step:
    """Makes fixes in a text, and proves them.

    Attributes:
        text: the text, with the fixes once they are made.
        found: its findings.
        dropped: why a fix was not made, by the name of its finding.
    """

    def __init__(self, text: str, found: list[Match], lint: Callable[[str], list[Match]]) -> None:
        """Take a text and its findings."""
        self.text = text
        self.found = found
        self.dropped: dict[Name, str] = {}
        self._lint = lint

    def make(self, fixes: list[Fix]) -> list[Fix]:
        """Make the fixes together; those that fail alone are dropped, and those that fail together are made later."""
        try:
            self.text, self.found = self._proved(fixes)
        except FailureError as failure:
            if len(fixes) == 1:
                self._drop(fixes[0], failure)
                return []
        else:
            return fixes
        good = [fix for fix in fixes if self._is_good(fix)]
        return self._made(good) or self._made(good[:1])

    def _made(self, fixes: list[Fix]) -> list[Fix]:
        """Return the fixes, once they are made; none where they fail."""
        try:
            self.text, self.found = self._proved(fixes)
        except FailureError:
            return []
        return fixes

    def _is_good(self, fix: Fix) -> bool:
        try:
            self._proved([fix])
        except FailureError as failure:
            self._drop(fix, failure)
            return False
        return True

    def _drop(self, fix: Fix, failure: FailureError) -> None:
        self.dropped[_name(fix.match)] = str(failure)

    def _proved(self, fixes: Sequence[Fix]) -> tuple[str, list[Match]]:
        """Return the text with fixes, and its findings.

        Raises:
            FailureError: something else has changed, resources have come to need each other, a finding that should be
                gone is there, or a new one.
        """
        text = with_edits(self.text, {edit for fix in fixes for edit in fix.edits})
        changes = [change for fix in fixes for change in fix.edit.changes]
        old, new = decoded(self.text), decoded(text)
        try:
            wanted = with_changes(old, changes)
        except (LookupError, TypeError, AttributeError) as error:
            message = "the text that was read is not the one on disk"
            raise FailureError(message) from error
        if normal(new) != wanted:
            message = "something else would change, too"
            raise FailureError(message)
        if any(map(_lets_wait, changes)) and (ring := sorted(_rings(new) - _rings(old))):
            message = f"'{ring[0][0]}' and '{ring[0][1]}' would need each other"
            raise FailureError(message)
        found = self._lint(text)
        before, after = _count(self.found), _count(found)
        gone = Counter(fix.match.rule.id for fix in fixes)
        for rule in sorted(after.keys() | gone.keys()):
            if rule in gone and after[rule] > before[rule] - gone[rule]:
                message = f"{rule} would still be there"
                raise FailureError(message)
            if after[rule] > before[rule] and _UNWANTED.fullmatch(rule):
                brought = next(match for match in found if match.rule.id == rule)
                message = f"that would bring {rule}: {brought.message}"
                raise FailureError(message)
        return text, found


def decoded(text: str) -> Any:
    """Return a text as cfn-lint decodes it; None where it can't."""
    template, _ = decode_str(plain_newlines(text))
    return template


def _lets_wait(change: Change) -> bool:
    """Return whether a change may let a resource be made after another one."""
    return change.kind == WAIT_FOR or any(references_in(change.value))


def _rings(template: Any) -> set[tuple[str, str]]:
    """Return the pairs of resources that need each other, as cfn-lint's graph has them."""
    cfn = Template(None, template)
    found = [] if cfn.graph is None else cfn.graph.get_cycles(cfn)
    return {pair[:2] for pair in found}


def _count(found: Iterable[Match]) -> Counter[str]:
    return Counter(match.rule.id for match in found)
