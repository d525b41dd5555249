"""Build the site from the repository's pages: gather them, let Zensical build, check the links of what it built.

Pages keep their paths, and so their links. Writes build/site-source/, build/mkdocs.yml and build/site/.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from itertools import groupby
from pathlib import Path
from posixpath import normpath
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import address
import site_links
import yaml

from cfn_upc_rules.rules import rules
from docs import LIST, title

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
IMAGES = (".png", ".svg")
# What a link of the repository's own leads to, up to its anchor; code is stepped over.
_LINK = re.compile(
    r"^ *```.*?^ *```$|`[^`\n]+`|(?<=\]\()(?!https?:|mailto:|#)(?P<target>[^)#]+)", re.DOTALL | re.MULTILINE
)


def main() -> int:
    """Build the site; return the exit code."""
    folder = ROOT / "build"
    found = build(ROOT, folder)
    for problem in found:
        print(f"make site: {problem}", file=sys.stderr)
    if not found:
        print("build/site is written; to read it: python3 -m http.server --directory build/site")
    return int(bool(found))


def build(root: Path, folder: Path) -> list[str]:
    """Build the site of a checkout in a folder; return what is wrong with it."""
    try:
        settings = gather(root, folder)
    except ValueError as error:
        return [str(error)]
    command = [sys.executable, "-m", "zensical", "build", "--clean", "--strict", "--config-file", str(settings)]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        return [done.stdout]
    top = urlsplit(yaml.safe_load(_read(settings)).get("site_url", "/")).path
    return site_links.problems(folder / "site", f"{top.rstrip('/')}/")


def gather(root: Path, folder: Path) -> Path:
    """Write all that the site is made of; return where the settings for Zensical are.

    Args:
        root: the checkout.
        folder: where it is written.

    Raises:
        ValueError: a page is not in the navigation, or links to what is not there.
    """
    settings = yaml.safe_load((root / "mkdocs.yml").read_text(encoding="utf-8"))
    settings["nav"] = _with_rules(settings["nav"])
    pages = set(pages_of(settings["nav"]))
    if forgotten := {path.relative_to(root).as_posix() for path in root.glob("docs/**/*.md")} - pages:
        message = f"{min(forgotten)} is not in the navigation: add it to mkdocs.yml"
        raise ValueError(message)
    source = folder / settings["docs_dir"]
    shutil.rmtree(source, ignore_errors=True)
    for page in pages:
        _write(source / page, _linked(root, page, pages, source))
    for sheet in settings["extra_css"]:
        _copy(root, sheet, source)
    # As `repo_url` each page would ask GitHub for the number of stars.
    if repository := address.current(root):
        settings["nav"].append({"Repository": repository})
    if own := re.search(r'^Documentation = "(.*)"$', _read(root / "pyproject.toml"), re.MULTILINE):
        settings["site_url"] = own[1]
    written = folder / "mkdocs.yml"
    _write(written, yaml.safe_dump(settings, sort_keys=False))
    return written


def pages_of(nav: Any) -> Iterator[str]:
    """Yield the pages of a navigation."""
    if isinstance(nav, str):
        yield nav
    else:
        for entry in nav.values() if isinstance(nav, dict) else nav:
            yield from pages_of(entry)


def _with_rules(nav: Any) -> Any:
    """Return a navigation with the rules by family below the list of rules."""
    if isinstance(nav, dict):
        return {name: _with_rules(entry) for name, entry in nav.items()}
    if isinstance(nav, list):
        pages = [page for entry in nav if isinstance(entry, dict) for page in entry.values()]
        return [*map(_with_rules, nav), *(_families() if LIST.as_posix() in pages else ())]
    return nav


def _families() -> Iterator[dict[str, list[dict[str, str]]]]:
    """Yield the part of the navigation for each family of rules."""
    known = sorted(rules().values(), key=lambda rule: rule.id[1:])
    for family, members in groupby(known, key=lambda rule: rule.id[1:4]):
        yield {
            title(family): [
                {f"{rule.id} {rule.shortdesc}": (LIST.parent / f"{rule.id}.md").as_posix()} for rule in members
            ]
        }


def _linked(root: Path, page: str, pages: set[str], source: Path) -> str:
    """Return the text of a page, after writing the images and other files that it links to."""

    def follow(link: re.Match[str]) -> str:
        target = link["target"]
        if target is None:
            return link[0]
        path = normpath(f"{Path(page).parent.as_posix()}/{target}")
        if path in pages:
            return target
        if path.endswith(".md") or not (root / path).is_file():
            message = f"{page} links to {target}, which is no page of the site and no file that can be shown"
            raise ValueError(message)
        if path.endswith(IMAGES):
            _copy(root, path, source)
            return target
        # A browser would save it instead of showing it.
        _write(source / f"{path}.md", f"# {path}\n\n```{Path(path).suffix[1:]}\n{_read(root / path).rstrip()}\n```\n")
        return f"{target}.md"

    return _LINK.sub(follow, _read(root / page))


def _copy(root: Path, path: str, source: Path) -> None:
    (source / path).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(root / path, source / path)


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
