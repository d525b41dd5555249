"""A rule's page as an editor shows it beside the text."""

from __future__ import annotations

import re

_HEADING = re.compile(r"^(?=#+ )")
_HEAD = re.compile(r"^- Severity: .*\n(?:- .*\n)*\n", re.MULTILINE)
# Those into the docs lead nowhere from an editor.
_LINK = re.compile(r"\[([^\]]+)\]\((?!https://)[^)]*\)")


def hover_text(page: str) -> str:
    """Return a page with small headings, as the window is, and without links that lead nowhere from there.

    The list at its head is left out, so that the window begins with what the rule catches: the finding has its severity
    and AWS's page beside it, and its fix a key.

    Args:
        page: the page as Markdown.
    """
    lines = []
    is_code = False
    for line in _HEAD.sub("", page, count=1).splitlines():
        is_code ^= line.startswith("```")
        lines.append(line if is_code else _HEADING.sub("##", _LINK.sub(r"\1", line)))
    return "\n".join(lines) + "\n"
