"""What wheel and sdist hold, and that two builds of a commit are the same."""

from __future__ import annotations

import os
import tarfile
import zipfile
from pathlib import Path

import pytest
from checkout import clean_copy, known_files, run

from cfn_upc_rules import __version__

pytestmark = pytest.mark.second_tier
URL = "https://github.com/somebody/something"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a clean copy, built."""
    folder = clean_copy(tmp_path_factory.mktemp("copy") / "here").folder
    build(folder)
    return folder


def build(folder: Path) -> None:
    code, output = run(folder, "make", "build")
    assert code == 0, output


def wheel_in(folder: Path) -> Path:
    [wheel] = (folder / "dist").glob("*.whl")
    return wheel


def test_the_wheel_holds_the_package_and_the_pages_alone(copy: Path) -> None:
    expected = {name for name in known_files() if name.startswith("cfn_upc_rules/")}
    pages = {name for name in known_files() if name.startswith("docs/rules/")}
    expected |= {name.replace("docs/rules/", "cfn_upc_rules/_pages/") for name in pages}
    assert wheel_in(copy).name == f"cfn_upc_rules-{__version__}-py3-none-any.whl"
    with zipfile.ZipFile(wheel_in(copy)) as wheel:
        names = set(wheel.namelist())
    about = {name for name in names if name.startswith(f"cfn_upc_rules-{__version__}.dist-info/")}
    assert names - about == expected
    assert {name.partition("/")[2] for name in about} == {
        *("METADATA", "RECORD", "WHEEL", "entry_points.txt", "licenses/LICENSE"),
    }


def test_the_sdist_holds_what_git_knows(copy: Path) -> None:
    [path] = (copy / "dist").glob("*.tar.gz")
    with tarfile.open(path) as sdist:
        names = {member.name.partition("/")[2] for member in sdist.getmembers() if member.isfile()}
    # hatchling takes `.gitignore` along, for who builds from the sdist.
    assert names - set(known_files()) == {"PKG-INFO"}
    parts = {name.partition("/")[0] for name in names}
    assert {"cfn_upc_rules", "docs", "tests", "tools", "Makefile", "README.md", "LICENSE", "pyproject.toml"} <= parts


def test_two_builds_are_the_same_bytes(copy: Path, tmp_path: Path) -> None:
    other = clean_copy(tmp_path / "elsewhere").folder
    for name in ("README.md", "cfn_upc_rules/_rule.py"):
        os.utime(other / name, (1, 1_000_000_000))
        (other / name).chmod(0o600)
    build(other)
    built = {path.name: path.read_bytes() for path in (copy / "dist").iterdir()}
    assert {path.name: path.read_bytes() for path in (other / "dist").iterdir()} == built
    assert len(built) == 2


def test_an_index_shows_a_readme_whose_links_lead_somewhere(tmp_path: Path) -> None:
    folder = clean_copy(tmp_path / "copy").folder
    assert run(folder, "make", "address", f"URL={URL}")[0] == 0
    build(folder)
    with zipfile.ZipFile(wheel_in(folder)) as wheel:
        metadata = wheel.read(f"cfn_upc_rules-{__version__}.dist-info/METADATA").decode()
    links = [link.partition(")")[0] for link in metadata.split("](")[1:]]
    assert len(links) > 20
    assert [link for link in links if not link.startswith("https://")] == []
    assert f"{URL}/blob/v{__version__}/docs/ci.md" in links
    assert f"{URL}/raw/v{__version__}/docs/images/findings.svg" in links
    assert f"Project-URL: Repository, {URL}\n" in metadata
