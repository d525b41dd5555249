"""Notes findings in a baseline, or hides what is noted there; says on standard error what it did."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cfn_upc_rules._command.baseline import Baseline, file_to_note
from cfn_upc_rules._command.report import counted, say

if TYPE_CHECKING:
    from collections.abc import Callable

    from cfnlint.match import Match

    from cfn_upc_rules._command.places import Place

_MOST_UNNEEDED: Final = 20


def note(matches: list[Match], name: str) -> list[Match]:
    """Note findings in a file; return those that can't be noted.

    Raises:
        UsageError: the file can't be written.
    """
    left = [match for match in matches if not file_to_note(match)]
    Baseline.of(matches, name).write()
    say(f"{counted(len(matches) - len(left), 'finding')} noted in {name}")
    return left


def hide(matches: list[Match], baseline: Baseline, is_looked_for: Callable[[Place], bool]) -> list[Match]:
    """Return the findings that are not noted.

    Args:
        matches: the findings.
        baseline: what is noted.
        is_looked_for: whether a finding would be among these if it still were one.
    """
    hidden, left = baseline.hidden(matches)
    if hidden:
        say(f"{counted(len(hidden), 'finding')} hidden by {baseline.name}")
    unneeded = [place for place in left.elements() if baseline.is_gone(place.template) or is_looked_for(place)]
    for place in unneeded[:_MOST_UNNEEDED]:
        say(f"no longer needed in {baseline.name}: {place}")
    if len(unneeded) > _MOST_UNNEEDED:
        say(f"and {len(unneeded) - _MOST_UNNEEDED} more: write it anew with --write-baseline")
    known = {id(match) for match in hidden}
    return [match for match in matches if id(match) not in known]
