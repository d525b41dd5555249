"""One version for all that is published: what differs is told, and a release is prepared everywhere at once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from repositories import Repository
from support import ROOT

pytestmark = pytest.mark.second_tier
CHANGELOG = "# Changelog\n\n## Unreleased\n\n- New: [a page](docs/page.md).\n\n## 1.2.3 - 2026-01-01\n\n- Old.\n"
PACKAGE = '{\n  "name": "cfn-upc-rules-cdk",\n  "version": "1.2.3",\n  "private": true\n}\n'
LOCK = """{
  "name": "cfn-upc-rules-cdk",
  "version": "1.2.3",
  "packages": {
    "": {
      "name": "cfn-upc-rules-cdk",
      "version": "1.2.3"
    },
    "node_modules/other": {
      "version": "1.2.3"
    }
  }
}
"""


@pytest.fixture
def project(tmp_path: Path) -> Repository:
    """Return a project of version 1.2.3, committed, with the tools of this one."""
    repository = Repository(tmp_path / "project")
    shutil.copytree(ROOT / "tools", repository.folder / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    repository.write(".gitignore", "__pycache__/\n")
    repository.write("pyproject.toml", "[project.urls]\n# None yet: `make address URL=...`\n")
    repository.write("cfn_upc_rules/__init__.py", '"""Rules."""\n\n__version__ = "1.2.3"\n')
    repository.write("integrations/cdk/package.json", PACKAGE)
    repository.write("integrations/cdk/package-lock.json", LOCK)
    repository.write("editors/vscode/CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n- New.\n")
    repository.commit("CHANGELOG.md", CHANGELOG)
    return repository


def run(project: Repository, tool: str, *arguments: str) -> tuple[int, str]:
    command = [sys.executable, f"tools/{tool}.py", *arguments]
    done = subprocess.run(command, cwd=project.folder, capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr, done.stderr
    return done.returncode, done.stdout + done.stderr


def test_the_versions_agree() -> None:
    done = subprocess.run([sys.executable, "tools/versions.py"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


@pytest.mark.parametrize("name", ["package.json", "package-lock.json"])
def test_a_version_that_differs_is_told(name: str, project: Repository) -> None:
    assert run(project, "versions") == (0, "")
    path = project.folder / "integrations" / "cdk" / name
    path.write_text(path.read_text(encoding="utf-8").replace("1.2.3", "1.2.4", 1), encoding="utf-8")
    said = f"integrations/cdk/{name}: the version is 1.2.4, that of cfn_upc_rules/__init__.py is 1.2.3\n"
    assert run(project, "versions") == (1, said)


def test_a_tag_that_does_not_fit_is_told(project: Repository) -> None:
    unreleased = "CHANGELOG.md: the first heading is 'Unreleased', not 1.2.3\n"
    assert run(project, "versions", "--tag", "v1.2.3") == (1, unreleased)
    project.write("CHANGELOG.md", CHANGELOG.replace("## Unreleased", "", 1))
    assert run(project, "versions", "--tag", "v1.2.3") == (0, "")
    said = "the tag is '1.2.3', that of cfn_upc_rules/__init__.py would be v1.2.3\n"
    assert run(project, "versions", "--tag", "1.2.3") == (1, said)


def test_a_release_is_prepared(project: Repository) -> None:
    code, said = run(project, "release", "1.10.0")
    assert code == 0
    assert "git tag --annotate v1.10.0 --message 'Release 1.10.0'\n" in said
    assert "There is no public address yet" in said
    assert run(project, "versions") == (0, "")
    assert run(project, "versions", "--tag", "v1.10.0") == (0, "")
    folder = project.folder
    assert '__version__ = "1.10.0"\n' in (folder / "cfn_upc_rules" / "__init__.py").read_text(encoding="utf-8")
    lock = (folder / "integrations" / "cdk" / "package-lock.json").read_text(encoding="utf-8")
    assert lock == LOCK.replace("1.2.3", "1.10.0", 2)
    for name in ("CHANGELOG.md", "editors/vscode/CHANGELOG.md"):
        changelog = (folder / name).read_text(encoding="utf-8")
        assert "Unreleased" not in changelog
        assert changelog.startswith("# Changelog\n\n## 1.10.0 - 20")
    assert run(project, "release", "--notes") == (0, "- New: [a page](docs/page.md).\n")
    changed = project.git("diff", "--name-only").splitlines()
    assert changed == [
        *("CHANGELOG.md", "cfn_upc_rules/__init__.py", "editors/vscode/CHANGELOG.md"),
        *("integrations/cdk/package-lock.json", "integrations/cdk/package.json"),
    ]


def test_a_release_names_its_version_at_the_address(project: Repository) -> None:
    project.write("README.md", "repos:\n  - repo: /path/to/cfn-upc-rules\n    rev: HEAD\n")
    url = "https://github.com/somebody/something"
    run(project, "address", url)
    project.git("commit", "--quiet", "--all", "--message", "Publish")
    project.git("add", "--all")
    project.git("commit", "--quiet", "--message", "Publish")
    code, said = run(project, "release", "2.0.0")
    assert code == 0
    assert "no public address" not in said
    assert f"repo: {url}\n    rev: v2.0.0\n" in (project.folder / "README.md").read_text(encoding="utf-8")
    assert run(project, "release", "--notes") == (0, f"- New: [a page]({url}/blob/v2.0.0/docs/page.md).\n")
    assert run(project, "address", "--check") == (0, "")


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("", "'' is no version: it takes three numbers, as in VERSION=1.3.0"),
        ("1.3", "'1.3' is no version"),
        ("v1.3.0", "'v1.3.0' is no version"),
        ("1.3.0rc1", "'1.3.0rc1' is no version"),
        ("1.03.0", "'1.03.0' is no version"),
        ("1.2.3", "1.2.3 is not higher than 1.2.3: take 1.3.0, or higher"),
        ("1.1.10", "1.1.10 is not higher than 1.2.3"),
    ],
)
def test_what_is_no_next_version_is_refused(version: str, words: str, project: Repository) -> None:
    refused(project, version, words)


def test_a_release_begins_with_a_clean_tree(project: Repository) -> None:
    project.write("new.txt", "")
    refused(project, "1.3.0", "commit or put aside what is changed here first: new.txt")


def test_a_release_needs_something_new(project: Repository) -> None:
    project.commit("CHANGELOG.md", CHANGELOG.replace("- New: [a page](docs/page.md).\n", ""))
    refused(project, "1.3.0", "CHANGELOG.md says nothing below 'Unreleased': write what is new first")
    project.commit("CHANGELOG.md", "# Changelog\n\n## 1.2.3 - 2026-01-01\n\n- Old.\n")
    refused(project, "1.3.0", "CHANGELOG.md says nothing below 'Unreleased': write what is new first")


def test_a_release_begins_with_one_version(project: Repository) -> None:
    project.commit("integrations/cdk/package.json", PACKAGE.replace("1.2.3", "1.2.2"))
    refused(project, "1.3.0", "the versions differ already: integrations/cdk/package.json: the version is 1.2.2")


def test_a_release_is_made_from_a_clone(project: Repository) -> None:
    shutil.rmtree(project.folder / ".git")
    code, said = run(project, "release", "1.3.0")
    assert (code, said) == (1, "make release: this is no git repository: a release is made from a clone\n")


def refused(project: Repository, version: str, words: str) -> None:
    """Assert that a release is refused in one sentence, and that nothing is written."""
    before = project.git("status", "--porcelain")
    code, said = run(project, "release", version)
    assert code == 1
    assert said.startswith(f"make release: {words}")
    assert said.count("\n") == 1
    assert project.git("status", "--porcelain") == before
