"""The steps of the workflow that publishes, up to the uploads, in a clean copy that was prepared for a release."""

from __future__ import annotations

import json
import re
import tarfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from checkout import clean_copy, run
from clients import require
from support import ROOT

from cfn_upc_rules import __version__

if TYPE_CHECKING:
    from repositories import Repository

URL = "https://github.com/somebody/something"
MAJOR, MINOR, _ = __version__.split(".")
NEXT = f"{MAJOR}.{int(MINOR) + 1}.0"
WORKFLOW: dict[str, Any] = yaml.safe_load((ROOT / ".github/workflows/release.yml").read_text(encoding="utf-8"))
UPLOADS = ["npm publish", "gh release create"]


def steps(*jobs: str) -> list[dict[str, Any]]:
    """Return the steps of some jobs that are commands."""
    return [step for job in jobs for step in WORKFLOW["jobs"][job]["steps"] if "run" in step]


def test_no_command_but_an_upload_is_left_out() -> None:
    others = [step["run"] for step in steps(*[job for job in WORKFLOW["jobs"] if job not in ("test", "build")])]
    assert [command.startswith(upload) for command, upload in zip(others, UPLOADS, strict=True)] == [True, True]


@pytest.mark.second_tier
@pytest.mark.client
def test_the_steps_of_a_release_up_to_the_uploads(tmp_path: Path) -> None:
    extension, plugin = (ROOT / "editors" / "vscode").is_dir(), (ROOT / "integrations" / "cdk").is_dir()
    if extension or plugin:
        require("npm")
    copy = clean_copy(tmp_path / "copy")
    prepare(copy)
    for step in steps("test", "build"):
        if step["run"] != "bash .ci/run":  # what this test is part of
            done(copy, step)
    built = {path.name for path in (copy.folder / "dist").iterdir()}
    wheel = f"cfn_upc_rules-{NEXT}-py3-none-any.whl"
    expected = {wheel, f"cfn_upc_rules-{NEXT}.tar.gz"}
    if extension:
        expected |= {f"cfn-upc-rules-{NEXT}.vsix"}
        look_into_the_extension(copy.folder / "dist" / f"cfn-upc-rules-{NEXT}.vsix", wheel)
    if plugin:
        expected |= {f"cfn-upc-rules-cdk-{NEXT}.tgz"}
        look_into_the_plugin(copy.folder / "dist" / f"cfn-upc-rules-cdk-{NEXT}.tgz")
    assert built == expected
    notes = (copy.folder / "notes.md").read_text(encoding="utf-8")
    assert notes.strip()
    assert "## " not in re.sub("^### ", "", notes, flags=re.MULTILINE)


def prepare(copy: Repository) -> None:
    """Do what a person does before: the address, the release, the tag."""
    changelog = copy.folder / "CHANGELOG.md"
    text = changelog.read_text(encoding="utf-8")
    if "\n## Unreleased\n" not in text:
        changelog.write_text(text.replace("\n## ", "\n## Unreleased\n\n- New.\n\n## ", 1), encoding="utf-8")
    for command in (["address", f"URL={URL}"], ["release", f"VERSION={NEXT}"]):
        code, output = run(copy.folder, "make", *command)
        assert code == 0, output
        copy.git("add", "--all")
        copy.git("commit", "--quiet", "--message", " ".join(command))
    copy.git("tag", "--annotate", f"v{NEXT}", "--message", "Release")


def done(copy: Repository, step: dict[str, Any]) -> None:
    """Run a step as the runner does, for the tag that was pushed."""
    values = {
        name: str(value).replace("${{ github.ref_name }}", f"v{NEXT}") for name, value in step.get("env", {}).items()
    }
    assert "${{" not in "".join([step["run"], *values.values()])
    setting = [f"{name}={value}" for name, value in values.items()]
    code, output = run(copy.folder, "env", *setting, "bash", "-e", "-c", step["run"])
    assert code == 0, f"{step['run']}:\n{output}"


def look_into_the_extension(path: Path, wheel: str) -> None:
    with zipfile.ZipFile(path) as vsix:
        assert f"extension/server/{wheel}" in vsix.namelist()
        readme = vsix.read(next(name for name in vsix.namelist() if name.lower().endswith("/readme.md"))).decode()
        manifest = json.loads(vsix.read("extension/package.json"))
    assert f"({URL}/raw/v{NEXT}/editors/vscode/images/" in readme
    assert manifest["version"] == NEXT
    assert "private" not in manifest


def look_into_the_plugin(path: Path) -> None:
    with tarfile.open(path) as package:
        file = package.extractfile("package/package.json")
        assert file
        manifest = json.loads(file.read())
    assert manifest["version"] == NEXT
    assert "private" not in manifest
    assert manifest["repository"]["url"] == f"git+{URL}.git"
