"""Write what `cfn-upc-lint explain` knows of the rules without loading them, from their own metadata."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cfn_upc_rules import _rule
from cfn_upc_rules.rules import rules

if TYPE_CHECKING:
    from collections.abc import Mapping

PATH = Path(__file__).parent.parent / "cfn_upc_rules" / "_command" / "rules.json"
SEVERITIES = {"E": "error", "W": "warning", "I": "informational"}
_EDITS = {
    (): "none",
    (_rule.SAFE,): "safe",
    (_rule.UNSAFE,): "unsafe",
    (_rule.SAFE, _rule.UNSAFE): "safe or unsafe",
}


def text() -> str:
    """Return the file's text: one object a rule."""
    return json.dumps([_described(rule) for rule in rules().values()], indent=1, ensure_ascii=False) + "\n"


def _described(rule: type[_rule.UpcRule]) -> Mapping[str, Any]:
    return {
        "id": rule.id,
        "severity": SEVERITIES[rule.id[0]],
        "summary": rule.shortdesc,
        "description": f"{rule.description}.",
        "evidence": rule.evidence,
        "answer": rule.answer,
        "edit": _EDITS[rule.fixes],
        "types": sorted(rule.types),
        "options": [
            {"name": name, **{key: option[key] for key in ("type", "default", "description")}}
            for name, option in rule.options.items()
        ],
        "source": rule.source_url,
    }
