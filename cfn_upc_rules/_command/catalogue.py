"""What is known of the rules without loading them: `make docs` writes it, from their own metadata."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_FILE = Path(__file__).parent / "rules.json"


def catalogue() -> dict[str, dict[str, Any]]:
    """Return what is known of each rule, by its ID: severity, summary, evidence, options, types, and so on."""
    return {rule["id"]: rule for rule in json.loads(_FILE.read_text(encoding="utf-8"))}
