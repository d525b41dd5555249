"""The public address: written from one place, and taken out without a trace."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support import ROOT

sys.path.insert(0, str(ROOT / "tools"))

import address

pytestmark = pytest.mark.second_tier
URL = "https://github.com/somebody/something"
MANIFEST = '{\n  "name": "cfn-upc-rules-cdk",\n  "license": "MIT-0",\n  "private": true,\n  "keywords": []\n}\n'


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a copy of what has to do with the address, without one, and with a manifest of npm."""
    for path in [*address.pairs(ROOT), *(ROOT / "tools").glob("*.*"), ROOT / "cfn_upc_rules" / "__init__.py"]:
        copy = tmp_path / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, copy)
    manifest = tmp_path / "integrations" / "cdk" / "package.json"
    if not manifest.exists():
        manifest.parent.mkdir(parents=True)
        manifest.write_text(MANIFEST, encoding="utf-8")
    assert run(tmp_path, "")[0] == 0
    return tmp_path


def run(checkout: Path, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, "tools/address.py", *arguments]
    done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


def contents(checkout: Path) -> dict[str, bytes]:
    files = [path for path in checkout.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    return {str(path.relative_to(checkout)): path.read_bytes() for path in files}


@pytest.mark.parametrize("last", [URL, "https://git.example.org/group/sub/other-name"])
def test_an_address_is_taken_out_without_a_trace(last: str, checkout: Path) -> None:
    before = contents(checkout)
    for url in (URL, last):
        assert run(checkout, url)[0] == 0
        assert run(checkout, "--check") == (0, "")
    with_address = contents(checkout)
    assert {name for name in before if before[name] != with_address[name]} >= {
        *("README.md", "SECURITY.md", "pyproject.toml"),
        *("docs/ci.md", "docs/editors.md", "docs/fixes.md", "integrations/cdk/package.json"),
    }
    assert last == URL or not [name for name, text in with_address.items() if URL.encode() in text]
    assert run(checkout, "")[0] == 0
    assert contents(checkout) == before


def test_each_text_stands_in_one_of_its_files(checkout: Path) -> None:
    stands: dict[str, bool] = {}
    for path, pairs in address.pairs(checkout).items():
        text = path.read_text(encoding="utf-8")
        for pair in pairs:
            stands[pair.without] = stands.get(pair.without, False) or pair.without in text
    assert [without for without, found in stands.items() if not found] == []


def test_what_has_an_address_can_be_published(checkout: Path) -> None:
    run(checkout, URL)
    manifest = (checkout / "integrations" / "cdk" / "package.json").read_text(encoding="utf-8")
    assert '"private"' not in manifest
    assert f'"url": "git+{URL}.git", "directory": "integrations/cdk"' in manifest
    assert f"repo: {URL}\n    rev: v" in (checkout / "docs" / "ci.md").read_text(encoding="utf-8")
    assert "/path/to" not in (checkout / "README.md").read_text(encoding="utf-8")


def test_a_new_version_is_written_where_an_old_one_was(checkout: Path) -> None:
    run(checkout, URL)
    source = checkout / "cfn_upc_rules" / "__init__.py"
    source.write_text('__version__ = "77.0.1"\n', encoding="utf-8")
    assert (
        "README.md: differs from the address in pyproject.toml: run `make address URL=" in run(checkout, "--check")[1]
    )
    assert run(checkout)[0] == 0
    assert "rev: v77.0.1\n" in (checkout / "README.md").read_text(encoding="utf-8")
    assert run(checkout, "--check") == (0, "")


def test_what_was_written_without_the_address_is_told(checkout: Path) -> None:
    page = checkout / "docs" / "fixes.md"
    with page.open("a", encoding="utf-8") as file:
        file.write("It is on no index.\n")
    assert run(checkout, "--check") == (0, "")
    run(checkout, URL)
    code, said = run(checkout, "--check")
    assert code == 1
    assert said == f"docs/fixes.md: says 'on no index': tools/address.yaml lacks what is true of {URL}\n"


@pytest.mark.parametrize(
    "url",
    ["http://github.com/a/b", f"{URL}/", f"{URL}?tab=readme", f"{URL}.git", f"{URL}#top", "https://github.com", "a/b"],
)
def test_what_is_no_address_is_refused_in_one_sentence(url: str, checkout: Path) -> None:
    before = contents(checkout)
    code, said = run(checkout, url)
    assert code == 1
    assert said.startswith(f"make address: '{url}' can't be the address: it takes https://github.com/OWNER/REPO, ")
    assert said.count("\n") == 1
    assert contents(checkout) == before
