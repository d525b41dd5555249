"""A rule's page as plain text: what it says in Markdown, without Markdown's marks.

It knows what stands on the pages of this project, and no more of Markdown than that.
"""

from __future__ import annotations

import re
from textwrap import fill
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_CODE: Final = re.compile(r"(`[^`]*`)")
_LINK: Final = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_ADDRESS: Final = re.compile(r"<(https?://[^>]+)>")
_BLOCK: Final = re.compile(r"^(?:```|#+ |\||- |$)")
_UNDERLINES: Final = {1: "="}


def with_plain_links(page: str) -> str:
    """Return a page whose addresses stand as they are, and whose links within this project say the file."""
    return _LINK.sub(_without_near_link, _ADDRESS.sub(r"\1", page))


def _without_near_link(found: re.Match[str]) -> str:
    text, target = found[1], found[2].partition("#")[0]
    if "://" in target:
        return found[0]
    return f"{text} (`docs/{target.removeprefix('../')}`)" if target.startswith("../") else text


def plain(page: str, width: int) -> str:
    """Return a page as plain text.

    Args:
        page: the page, as Markdown.
        width: how long a line of its sentences may be; templates and addresses keep their own.
    """
    lines = with_plain_links(page).splitlines()
    return "\n".join(_rendered(lines, width)).strip() + "\n"


def _rendered(lines: list[str], width: int) -> Iterator[str]:
    at = 0
    while at < len(lines):
        line = lines[at]
        at += 1
        if line.startswith("```"):
            end = lines.index("```", at)
            yield from (f"    {code}".rstrip() for code in lines[at:end])
            at = end + 1
        elif line.startswith("#"):
            level = len(line) - len(line.lstrip("#"))
            title = _inline(line.lstrip("#").strip())
            yield from (title, _UNDERLINES.get(level, "-") * len(title))
        elif line.startswith("|"):
            end = _end(lines, at, r"(?!\|)")
            yield from _table([_cells(row) for row in lines[at - 1 : end]], width)
            at = end
        elif line:
            end = _end(lines, at, _BLOCK.pattern)
            text = _inline(" ".join(part.strip() for part in lines[at - 1 : end]))
            yield _filled(text, width, "", "  " if line.startswith("- ") else "")
            at = end
        else:
            yield ""


def _end(lines: list[str], at: int, pattern: str) -> int:
    """Return where the first line is, from here on, that a pattern fits."""
    return next((end for end in range(at, len(lines)) if re.match(pattern, lines[end])), len(lines))


def _cells(row: str) -> list[str]:
    return [_inline(cell.strip().replace("\\|", "|")) for cell in re.split(r"(?<!\\)\|", row)[1:-1]]


def _table(rows: list[list[str]], width: int) -> Iterator[str]:
    """Yield each row below its first cell, with what stands at the head of the others: cells may be sentences."""
    header, _, *body = rows
    for first, *others in body:
        yield first
        for name, cell in zip(header[1:], others, strict=True):
            yield _filled(f"{name}: {cell}", width, "  ", "    ")


def _filled(text: str, width: int, first: str, others: str) -> str:
    """Return a sentence in lines that begin with these blanks; addresses and names stay whole."""
    return fill(
        text, width, initial_indent=first, subsequent_indent=others, break_long_words=False, break_on_hyphens=False
    )


def _inline(text: str) -> str:
    """Return a sentence without the marks of links and of emphasis; code is left as it is."""
    parts = _CODE.split(text)
    parts[::2] = [part.replace("*", "") for part in parts[::2]]
    # A link's text may be code.
    return _LINK.sub(r"\1 (\2)", "".join(parts))
