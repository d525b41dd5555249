"""Write the project's public address into whatever needs it, or take it out again.

usage: address.py URL        write this address; "" takes it out, and leaves the same bytes as before
       address.py            write the address that there is: what was edited since may lack it
       address.py --check    write nothing; list what differs, with exit code 1

The one place of the address is [project.urls] of pyproject.toml. What depends on it stands in tools/address.yaml.
"""

from __future__ import annotations

import re
import sys
from functools import cache
from pathlib import Path
from string import Template
from typing import NamedTuple

import versions
import yaml

ROOT = Path(__file__).parent.parent
_TEXTS = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))


class Pair(NamedTuple):
    """What stands in a file without an address, and what stands there with one."""

    without: str
    addressed: Template


def main() -> int:
    """Write or check the files; return the exit code."""
    if sys.argv[1:] == ["--check"]:
        lines = problems(ROOT)
        print("".join(f"{line}\n" for line in lines), end="")
        return int(bool(lines))
    url = sys.argv[1] if sys.argv[1:] else current(ROOT)
    if url and not re.fullmatch(r"https://[\w-]+(\.[\w-]+)+(/[\w.-]+){2,}(?<!\.git)", url):
        form = "it takes https://github.com/OWNER/REPO, without .git, a query or a slash behind it"
        print(f"make address: '{url}' can't be the address: {form}", file=sys.stderr)
        return 1
    for path in write(ROOT, url):
        print(f"{path.relative_to(ROOT)}: written")
    return 0


def current(root: Path) -> str:
    """Return the address that a checkout has, "" for none."""
    found = re.search(r'^Repository = "(.*)"$', (root / "pyproject.toml").read_text(encoding="utf-8"), re.MULTILINE)
    return found[1] if found else ""


def write(root: Path, url: str) -> list[Path]:
    """Write an address into a checkout, "" for none; return the files that have changed."""
    texts = {path: addressed(root, path, url) for path in pairs(root)}
    differing = [path for path, text in texts.items() if path.read_text(encoding="utf-8") != text]
    for path in differing:
        path.write_text(texts[path], encoding="utf-8")
    return differing


def problems(root: Path) -> list[str]:
    """Return a line for each file that is not as the address has it, or speaks as if there were none."""
    url = current(root)
    lines = []
    for path in pairs(root):
        text = path.read_text(encoding="utf-8")
        name = path.relative_to(root)
        if text != addressed(root, path, url):
            lines.append(f"{name}: differs from the address in pyproject.toml: run `make address URL={url}`")
        if url:
            said = [words for words in _TEXTS["yet"] if words in text]
            lines += [f"{name}: says '{words}': tools/address.yaml lacks what is true of {url}" for words in said]
    return lines


@cache
def pairs(root: Path) -> dict[Path, list[Pair]]:
    """Return the files of a checkout that depend on the address, and the texts in which they do."""
    found: dict[Path, list[Pair]] = {}
    for pair in _TEXTS["pairs"]:
        for pattern in pair["files"]:
            for path in sorted(root.glob(pattern)):
                found.setdefault(path, []).append(Pair(pair["without"], Template(pair["with"])))
    return found


def addressed(root: Path, path: Path, url: str) -> str:
    """Return a file's text with an address, "" for none."""
    text = plain(root, path)
    values = _values(root, path, url)
    for pair in pairs(root)[path] if url else ():
        text = text.replace(pair.without, pair.addressed.substitute(values))
    return text


def plain(root: Path, path: Path) -> str:
    """Return a file's text as it is without an address; the versions in it may be older ones."""
    text = path.read_text(encoding="utf-8")
    values = _values(root, path, current(root)) | {"version": "@"}
    for pair in pairs(root).get(path, ()):
        pattern = re.escape(pair.addressed.substitute(values)).replace("v@", r"v\d+\.\d+\.\d+")
        text = pair.without.join(re.split(pattern, text))
    return text


def _values(root: Path, path: Path, url: str) -> dict[str, str]:
    """Return what the names in the texts stand for in a file."""
    return {
        "url": url,
        "repository": "/".join(url.split("/")[3:]),
        "version": versions.current(root),
        "folder": path.parent.relative_to(root).as_posix(),
    }


if __name__ == "__main__":
    sys.exit(main())
