"""`--format github`: workflow commands, which GitHub shows at the lines of a pull request.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#setting-an-error-message
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from cfnlint.formatters import BaseFormatter

from cfn_upc_rules._command.places import in_repository
from cfn_upc_rules._template.printable import printable

if TYPE_CHECKING:
    from cfnlint.config import ConfigMixIn
    from cfnlint.match import Match
    from cfnlint.rules import Rules

# Commands, by cfn-lint's severities.
COMMANDS: Final = {"error": "error", "warning": "warning", "informational": "notice"}
# How many GitHub shows of each in a step.
_MOST: Final = 10
_IN_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_IN_PROPERTIES: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A", ":": "%3A", ",": "%2C"})


class GitHubFormatter(BaseFormatter):
    """Writes an annotation for each finding."""

    def _format(self, match: Match) -> str:
        name = in_repository(match.filename)
        properties: dict[str, str | int] = {}
        if name is not None:
            # GitHub takes columns of one line only.
            columns = match.linenumber == match.linenumberend
            properties = {
                "file": name,
                "line": match.linenumber,
                **({"col": match.columnnumber} if columns else {}),
                "endLine": match.linenumberend,
                **({"endColumn": match.columnnumberend} if columns else {}),
            }
        properties["title"] = match.rule.id
        given = ",".join(f"{key}={str(value).translate(_IN_PROPERTIES)}" for key, value in properties.items())
        message = printable(str(match.message)).translate(_IN_DATA)
        return f"::{COMMANDS.get(match.rule.severity, 'error')} {given}::{message}"

    def print_matches(self, matches: list[Match], rules: Rules, config: ConfigMixIn) -> str | None:
        """Return the annotations, and a sentence where GitHub will not show all of them."""
        text: str | None = super().print_matches(matches, rules, config)  # type: ignore[no-untyped-call]
        counted = Counter(COMMANDS.get(match.rule.severity, "error") for match in matches)
        left = [f"{number - _MOST} {command}s" for command, number in counted.items() if number > _MOST]
        if text is None or not left:
            return text
        return f"{text}\nGitHub shows {_MOST} annotations of a kind for a step; only in this log: {', '.join(left)}."
