"""Checks a site as it was built: whether its links lead somewhere, and whether it needs something from outside.

Zensical checks the links of the Markdown text; a browser follows these.
"""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# What a `link` names without a browser loading it.
_RELATIONS = ("alternate", "canonical", "next", "prev")


class _Page(HTMLParser):
    """What a page can be linked at, what it links to, and what it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        loads = tag == "link" and dict(attrs).get("rel") not in _RELATIONS
        for name, value in attrs:
            if name in ("id", "name"):
                self.anchors.add(value or "")
            elif name == "src" or (name == "href" and loads):
                self.loaded.append(value or "")
            elif name == "href":
                self.links.append(value or "")


def problems(site: Path, top: str = "/") -> list[str]:
    """Return a sentence for each link of a site that leads nowhere, and for each thing that comes from elsewhere.

    Args:
        site: the folder that it was built in.
        top: the path that it will have at its address; it ends with a slash.
    """
    return [problem for path in sorted(site.rglob("*.html")) for problem in _problems(site, top, path)]


def _problems(site: Path, top: str, path: Path) -> Iterator[str]:
    page = _read(path)
    name = path.relative_to(site)
    for url in page.loaded:
        if urlsplit(url).netloc:
            yield f"{name} needs {url}"
    for url in (*page.loaded, *page.links):
        parts = urlsplit(url)
        if parts.scheme or parts.netloc:
            continue
        target = path
        if parts.path:
            folder = site if parts.path.startswith(top) else path.parent
            target = folder / unquote(parts.path).removeprefix(top)
        if target.is_dir():
            target /= "index.html"
        if not target.is_file():
            yield f"{name}: {url} leads nowhere"
        elif parts.fragment and unquote(parts.fragment) not in _read(target).anchors:
            yield f"{name}: {url} leads to no heading"


@cache
def _read(path: Path) -> _Page:
    return _Page(path.read_text(encoding="utf-8"))
