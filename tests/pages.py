"""What stands on a rule's page."""

from __future__ import annotations

import re

from support import ROOT


def page(rule: str) -> str:
    return (ROOT / "docs" / "rules" / f"{rule}.md").read_text(encoding="utf-8")


def section(text: str, name: str) -> str:
    body = text.split(f"\n## {name}\n", 1)[1]
    return re.split(r"^## ", body, maxsplit=1, flags=re.MULTILINE)[0]


def block(text: str, name: str) -> str:
    found = re.search(r"^```(?:yaml|json)\n(.*?)^```$", section(text, name), re.DOTALL | re.MULTILINE)
    assert found, name
    return found[1]
