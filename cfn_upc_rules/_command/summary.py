"""`--summary`: a table of the findings in Markdown, for the page that GitHub shows of a run."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

from cfn_upc_rules._command.arguments import UsageError
from cfn_upc_rules._command.hint import hint
from cfn_upc_rules._command.places import in_repository
from cfn_upc_rules._command.report import counted
from cfn_upc_rules._template.printable import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cfnlint.match import Match

# GitHub takes a megabyte from a step.
_MOST: Final = 200
_NOUNS: Final = {"error": "error", "warning": "warning", "informational": "informational finding"}
# Whatever else could be Markdown, or HTML, is written by its number: a template's text stays a text.
_PLAIN: Final = re.compile(r"[^\w ,.'\"()/=-]|_")


def add_summary(matches: Sequence[Match], name: str) -> None:
    """Add a table of the findings to a file.

    Raises:
        UsageError: it can't be written.
    """
    try:
        with open(name, "a", encoding="utf-8") as file:
            file.write(_summary(matches))
    except (OSError, ValueError) as error:
        message = f"the summary can't be written to {name}: {getattr(error, 'strerror', None) or error}"
        raise UsageError(message) from error


def _summary(matches: Sequence[Match]) -> str:
    numbers = Counter(match.rule.severity for match in matches)
    numbered = ", ".join(counted(number, _NOUNS.get(severity, severity)) for severity, number in numbers.items())
    lines = ["### cfn-upc-lint", "", f"{numbered or 'No findings'}.", ""]
    if matches:
        lines += ["| Rule | Where | Finding |", "|---|---|---|"]
        lines += [_row(match) for match in matches[:_MOST]]
        lines.append("")
    if said := hint(matches, "`"):
        lines += [f"{said}.", ""]
    if len(matches) > _MOST:
        lines += [f"{len(matches) - _MOST} more are in the log.", ""]
    return "\n".join(lines) + "\n"


def _row(match: Match) -> str:
    name = in_repository(match.filename)
    # Of standard input, or of a file that is not there, which the finding names.
    where = "no file" if name is None else f"{name}:{match.linenumber}"
    cells = (match.rule.id, where, str(match.message))
    return f"| {' | '.join(_PLAIN.sub(_by_number, printable(cell)) for cell in cells)} |"


def _by_number(letter: re.Match[str]) -> str:
    return f"&#{ord(letter[0])};"
