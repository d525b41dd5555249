"""Write the JSON schema of `.cfnlintrc`: what cfn-lint itself checks it with, and the options of these rules.

cfn-lint's own schema takes anything for the options of a rule; a mistake in one of ours shows in the editor.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cfnlint

from cfn_upc_rules.rules import rules

if TYPE_CHECKING:
    from cfn_upc_rules._rule import UpcRule

PATH = Path(__file__).parent.parent / "cfn_upc_rules" / "cfnlintrc.schema.json"
_OF_CFN_LINT = Path(cfnlint.__file__).parent / "data" / "CfnLintCli" / "config" / "schema.json"
_TEXT = {"type": "string", "maxLength": 1000}
_TYPES: dict[str, dict[str, Any]] = {
    "boolean": {"type": "boolean"},
    "string": _TEXT,
    "list": {"anyOf": [{"type": "array", "items": _TEXT, "maxItems": 1000}, _TEXT]},
}
# IDs of our own that no rule has are mistakes, others are rules of cfn-lint's own, or of somebody else.
_NOT_OURS = "^(?![EWI]9[67][0-9]{2}$)"


def text() -> str:
    """Return the file's text."""
    schema = json.loads(_OF_CFN_LINT.read_text(encoding="utf-8"))
    configure_rules = schema["properties"]["configure_rules"]
    [any_options] = configure_rules.pop("patternProperties").values()
    configure_rules["properties"] = {rule.id: _options(rule) for rule in rules().values()}
    configure_rules["patternProperties"] = {_NOT_OURS: any_options}
    del schema["$id"]
    schema["title"] = "Options of cfn-lint with cfn-upc-rules (.cfnlintrc)"
    return json.dumps(schema, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def _options(rule: type[UpcRule]) -> dict[str, Any]:
    return {
        "type": "object",
        "description": rule.shortdesc,
        "additionalProperties": False,
        "properties": {
            name: {
                **_TYPES[option["type"]],
                "default": option["default"],
                "description": option["description"],
            }
            for name, option in rule.options.items()
        },
    }
