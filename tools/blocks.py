"""Puts generated text into pages, between `<!-- name: begin -->` and `<!-- name: end -->`."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
TEMPLATE = r"^```(?:yaml|json)\n(.*?)^```$"


def filled(path: Path, **blocks: str) -> str:
    """Return a page's text with each block replaced.

    Args:
        path: the page.
        blocks: the text of each block by its name; it ends with a line break.

    Raises:
        SystemExit: the page has no such block.
    """
    text = path.read_text(encoding="utf-8")
    for name, block in blocks.items():
        found = re.search(f"(?<=<!-- {name}: begin -->\n).*?(?=<!-- {name}: end -->)", text, re.DOTALL)
        if found is None:
            message = f"{path.relative_to(ROOT)} has no block '{name}'"
            raise SystemExit(message)
        text = text[: found.start()] + block + text[found.end() :]
    return text


def templates_in(section: str) -> dict[str, str]:
    """Return the templates of a part of a page that stand below `<!-- file: name -->`, by name."""
    return dict(re.findall(rf"<!-- file: (\S+) -->\n{TEMPLATE.removeprefix('^')}", section, re.DOTALL | re.MULTILINE))
