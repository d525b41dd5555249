"""`--format gitlab`: a Code Quality report, which GitLab shows in a merge request.

https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from cfnlint.formatters import BaseFormatter

from cfn_upc_rules._command.places import Place, in_repository
from cfn_upc_rules._template.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cfnlint.config import ConfigMixIn
    from cfnlint.match import Match
    from cfnlint.rules import Rules

# GitLab's severities, by cfn-lint's.
_SEVERITIES: Final = {"error": "major", "warning": "minor", "informational": "info"}
_STANDARD_INPUT: Final = "-"


class GitLabFormatter(BaseFormatter):
    """Writes one list of all findings."""

    def print_matches(self, matches: Sequence[Match], rules: Rules, config: ConfigMixIn) -> str:  # noqa: ARG002
        """Return the report; a report without findings is one, too."""
        return json.dumps(list(_violations(matches)), indent=2)


def _violations(matches: Sequence[Match]) -> Iterator[dict[str, Any]]:
    seen: Counter[Place] = Counter()
    for match in matches:
        path = printable(in_repository(match.filename) or _STANDARD_INPUT)
        place = Place.of(match, path)
        seen[place] += 1
        yield {
            "description": f"{match.rule.id}: {printable(str(match.message))}",
            "check_name": match.rule.id,
            "fingerprint": _fingerprint(place, seen[place]),
            "severity": _SEVERITIES.get(match.rule.severity, "major"),
            "location": {"path": path, "lines": {"begin": match.linenumber, "end": match.linenumberend}},
        }


def _fingerprint(place: Place, nth: int) -> str:
    """Return what tells a finding from all others of a report, and is the same when its line has moved."""
    return hashlib.sha256(json.dumps([*place, nth]).encode("ascii")).hexdigest()
