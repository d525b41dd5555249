"""What a finding advises, apart from its message: `Advice` in the JSON report.

Other programs show it in a place of its own, as the CDK does.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cfnlint.match import Match


def added(report: str, matches: Sequence[Match]) -> str:
    """Return a JSON report with the advice of its findings; cfn-lint's own have none.

    Args:
        report: the report, as cfn-lint writes it.
        matches: the findings, in their order in the report.
    """
    findings = json.loads(report)
    for finding, match in zip(findings, matches, strict=True):
        advice = getattr(match, "advice", "")
        if advice:
            finding["Advice"] = advice
    return json.dumps(findings, indent=4, sort_keys=True)
