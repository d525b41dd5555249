"""Prepare a release: the version everywhere, the changelog's heading, what names the version in the docs.

usage: release.py VERSION
       release.py --notes        print what the changelog says of this version
"""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

import address
import versions

ROOT = Path(__file__).parent.parent
_UNRELEASED = "## Unreleased\n"
NEXT = """\
Now it is yours:
  git diff                                     and read it
  make check test
  git commit --all --message 'Release {version}'
  git tag --annotate v{version} --message 'Release {version}'
  git push origin main v{version}
The tag starts .github/workflows/release.yml. CONTRIBUTING.md, "How a release is made", says what is set up once."""


def main() -> int:
    """Write the files, or print the notes; return the exit code."""
    version = "".join(sys.argv[1:2])
    if version == "--notes":
        print(notes(ROOT), end="")
        return 0
    try:
        check(ROOT, version)
    except ValueError as error:
        print(f"make release: {error}", file=sys.stderr)
        return 1
    date = datetime.now(tz=timezone.utc).date().isoformat()
    for path, text in prepared(ROOT, version, date).items():
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    for path in address.write(ROOT, address.current(ROOT)):
        print(f"wrote {path.relative_to(ROOT)}")
    print(NEXT.format(version=version))
    if not address.current(ROOT):
        print("There is no public address yet: `make address URL=https://github.com/OWNER/REPO` comes before the push.")
    return 0


def check(root: Path, version: str) -> None:
    """Check that this version can be released from a checkout.

    Raises:
        ValueError: it can't; says why, and what to do.
    """
    current = versions.current(root)
    if not re.fullmatch(r"(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}", version):
        raise ValueError(f"'{version}' is no version: it takes three numbers, as in VERSION={_next(current)}")
    if _numbers(version) <= _numbers(current):
        raise ValueError(f"{version} is not higher than {current}: take {_next(current)}, or higher")
    if differing := versions.differences(root):
        raise ValueError(f"the versions differ already: {differing[0]}")
    status = ["git", "status", "--porcelain"]
    changed = subprocess.run(status, cwd=root, capture_output=True, text=True, check=False)
    if changed.returncode:
        raise ValueError("this is no git repository: a release is made from a clone")
    if changed.stdout:
        raise ValueError(f"commit or put aside what is changed here first: {changed.stdout.splitlines()[0][3:]}")
    if not _section(root / versions.CHANGELOG, "Unreleased").strip():
        raise ValueError(f"{versions.CHANGELOG} says nothing below 'Unreleased': write what is new first")


def prepared(root: Path, version: str, date: str) -> dict[Path, str]:
    """Return the text of each file that names the version, or what is unreleased, as it is to be."""
    texts = {path: versions.with_version(path, version) for path in versions.files(root)}
    for folder in (Path(), *versions.NPM_PACKAGES):
        path = root / folder / versions.CHANGELOG
        if path.exists() and _UNRELEASED in (text := path.read_text(encoding="utf-8")):
            texts[path] = text.replace(_UNRELEASED, f"## {version} - {date}\n", 1)
    return texts


def notes(root: Path) -> str:
    """Return what the changelog says of the package's version; links lead to the public address, where there is one.

    Raises:
        SystemExit: the changelog has no such heading.
    """
    version = versions.current(root)
    path = root / versions.CHANGELOG
    heading = next((h for h in versions.headings(path.read_text(encoding="utf-8")) if h.split(" ")[0] == version), "")
    if not heading:
        raise SystemExit(f"{versions.CHANGELOG} has no heading for {version}")
    text = _section(path, heading).strip() + "\n"
    url = address.current(root)
    return re.sub(r"\]\((?!https?:)", f"]({url}/blob/v{version}/", text) if url else text


def _section(path: Path, heading: str) -> str:
    """Return what stands below a heading of a changelog, "" where there is no such heading."""
    _, _, below = path.read_text(encoding="utf-8").partition(f"\n## {heading}\n")
    return below.partition("\n## ")[0]


def _numbers(version: str) -> list[int]:
    return [int(number) for number in version.split(".")]


def _next(version: str) -> str:
    major, minor, _ = _numbers(version)
    return f"{major}.{minor + 1}.0"


if __name__ == "__main__":
    sys.exit(main())
