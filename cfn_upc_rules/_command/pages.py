"""The rules' pages, as they lie in an installed package or in the checkout."""

from __future__ import annotations

import re
from pathlib import Path

_PACKAGE = Path(__file__).parent.parent
_FOLDERS = (_PACKAGE / "_pages", _PACKAGE.parent / "docs" / "rules")


def page_of(rule_id: str) -> str | None:
    """Return a rule's page as Markdown, without marks of what is generated; a template's file stands above it.

    None where there is none: a rule of cfn-lint's own, a package that was copied without its pages.
    """
    if not rule_id.isalnum():
        return None
    for folder in _FOLDERS:
        file = folder / f"{rule_id}.md"
        if file.is_file():
            text = re.sub(r"^<!-- file: (\S+) -->$", r"`\1`:\n", file.read_text(encoding="utf-8"), flags=re.MULTILINE)
            return "\n".join(line for line in text.splitlines() if not line.startswith("<!--")).strip() + "\n"
    return None
