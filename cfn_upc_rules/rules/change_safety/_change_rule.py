"""The base class of the rules about what became of a client since the base version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._history.change import Change
from cfn_upc_rules._history.comparison import compare
from cfn_upc_rules._rule import REFERENCE, Findings, Resource, Stack, UpcRule, View

if TYPE_CHECKING:
    from collections.abc import Sequence


class ChangeRule(UpcRule):
    """Judges each client of the base version, in one scenario at a time."""

    evidence = REFERENCE
    takes_values = False  # the base version has none
    looks_beyond = True

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        """Return the clients of the base version."""
        return compare(stack).clients

    def judge(self, subject: View) -> Findings:
        """Look at what became of an old client."""
        comparison = compare(subject.stack)
        if comparison.base is not None:
            yield from self.judge_change(Change(subject, comparison, comparison.base))

    def judge_change(self, change: Change) -> Findings:
        """Yield what is wrong with what became of an old client in one scenario."""
        raise NotImplementedError
