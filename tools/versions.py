"""Say where the versions of the package, the extension and the CDK plugin differ: the package's own is to be followed.

usage: versions.py [--tag TAG]

With --tag the tag and the newest heading of the changelog have to be of that version, too. The exit code is 1 where
anything differs.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCE = Path("cfn_upc_rules", "__init__.py")
CHANGELOG = "CHANGELOG.md"
# What npm packs; a checkout may lack them.
NPM_PACKAGES = (Path("editors", "vscode"), Path("integrations", "cdk"))
_VERSION = r"(?P<version>\d+\.\d+\.\d+)"
_PLACES = {
    "__init__.py": rf'^__version__ = "{_VERSION}"$',
    "package.json": rf'^  "version": "{_VERSION}"',
    # Of the packages in the lock only its own has its name beside its version, twice.
    "package-lock.json": rf'"name": "cfn-upc-rules[\w-]*",\n +"version": "{_VERSION}"',
}


def main() -> int:
    """Print what differs; return the exit code."""
    differing = differences(ROOT)
    if sys.argv[1:2] == ["--tag"]:
        differing += differences_of_tag(ROOT, "".join(sys.argv[2:3]))
    for line in differing:
        print(line)
    return int(bool(differing))


def files(root: Path) -> list[Path]:
    """Return the files of a checkout that hold the version."""
    names = [SOURCE, *(folder / name for folder in NPM_PACKAGES for name in ("package.json", "package-lock.json"))]
    return [root / name for name in names if (root / name).exists()]


def current(root: Path) -> str:
    """Return the version of the package."""
    return versions_in(root / SOURCE)[0]


def versions_in(path: Path) -> list[str]:
    """Return the versions that a file holds of what it belongs to.

    Raises:
        SystemExit: it holds none.
    """
    found = re.findall(_PLACES[path.name], path.read_text(encoding="utf-8"), re.MULTILINE)
    if not found:
        raise SystemExit(f"{path}: no version of the form 1.2.3 is where it should be")
    return found


def with_version(path: Path, version: str) -> str:
    """Return a file's text with another version."""
    text = path.read_text(encoding="utf-8")
    for found in reversed(list(re.finditer(_PLACES[path.name], text, re.MULTILINE))):
        text = text[: found.start("version")] + version + text[found.end("version") :]
    return text


def headings(changelog: str) -> list[str]:
    """Return the headings of a changelog's releases, the newest first; the first may be "Unreleased"."""
    return re.findall(r"^## (.*)$", changelog, re.MULTILINE)


def differences(root: Path) -> list[str]:
    """Return a line for each file that holds another version than the package."""
    version = current(root)
    return [
        f"{path.relative_to(root)}: the version is {other}, that of {SOURCE} is {version}"
        for path in files(root)
        for other in sorted(set(versions_in(path)) - {version})
    ]


def differences_of_tag(root: Path, tag: str) -> list[str]:
    """Return a line for each of tag and changelog that is not of the package's version."""
    version = current(root)
    newest = headings((root / CHANGELOG).read_text(encoding="utf-8"))[0]
    differing = []
    if tag != f"v{version}":
        differing.append(f"the tag is '{tag}', that of {SOURCE} would be v{version}")
    if newest.split(" ")[0] != version:
        differing.append(f"{CHANGELOG}: the first heading is '{newest}', not {version}")
    return differing


if __name__ == "__main__":
    sys.exit(main())
