"""Adds `fixes` to a SARIF report: what an editor, or a service, can offer to do.

https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/sarif-v2.1.0-os.html#_Toc34317881
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from typing import TYPE_CHECKING, Any

from cfn_upc_rules._command.marks import every_fix
from cfn_upc_rules._command.mending import text_of

if TYPE_CHECKING:
    from cfnlint.match import Match

    from cfn_upc_rules._command.mending import Fix


def added(report: str, matches: list[Match]) -> str:
    """Return a report with the fixes of its results.

    Args:
        report: the report, as cfn-lint writes it.
        matches: the findings, in the order of its results.
    """
    fixes = {id(fix.match): fix for fix in every_fix(matches, is_unsafe=True)}
    if not fixes:
        return report
    log = json.loads(report)
    starts: dict[str, list[int]] = {}
    for result, match in zip(log["runs"][0]["results"], matches, strict=True):
        fix = fixes.get(id(match))
        if fix is not None and match.filename:
            if match.filename not in starts:
                starts[match.filename] = _starts_of_lines(text_of(match.filename) or "")
            artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
            result["fixes"] = [_fix(fix, artifact, starts[match.filename])]
    return json.dumps(log, indent=2)


def _fix(fix: Fix, artifact: dict[str, Any], starts: list[int]) -> dict[str, Any]:
    how = "" if fix.edit.is_safe else " (unsafe: see to it that it is meant)"
    replacements = [
        {
            "deletedRegion": _region(edit.start, edit.end, starts),
            **({"insertedContent": {"text": edit.new}} if edit.new else {}),
        }
        for edit in fix.edits
    ]
    return {
        "description": {"text": f"Fix {fix.match.rule.id}{how}"},
        "artifactChanges": [{"artifactLocation": artifact, "replacements": replacements}],
    }


def _starts_of_lines(text: str) -> list[int]:
    begin = int(text.startswith("\ufeff"))
    return [begin, *(found.end() for found in re.finditer(r"\r\n|\n|\r", text))]


def _region(start: int, end: int, starts: list[int]) -> dict[str, int]:
    first, last = bisect_right(starts, start) - 1, bisect_right(starts, end) - 1
    return {
        "startLine": first + 1,
        "startColumn": start - starts[first] + 1,
        "endLine": last + 1,
        "endColumn": end - starts[last] + 1,
    }
