"""What an installed package holds, and what it does away from the checkout."""

from __future__ import annotations

import json
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
from support import ROOT, RULE_IDS

pytestmark = pytest.mark.second_tier
DATA = {"cfn_upc_rules/_command/rules.json", "cfn_upc_rules/cfnlintrc.schema.json"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the sdist, and the wheel that is made of it."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def test_wheel_and_sdist_carry_the_pages(built: Path) -> None:
    [wheel], [sdist] = built.glob("*.whl"), built.glob("*.tar.gz")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    assert names >= DATA | {f"cfn_upc_rules/_pages/{rule}.md" for rule in RULE_IDS}
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert names >= DATA | {f"docs/rules/{rule}.md" for rule in RULE_IDS}


def test_explain_needs_nothing_else(built: Path, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "venv", str(tmp_path / "venv")], check=True)
    python = tmp_path / "venv" / "bin" / "python"
    [wheel] = built.glob("*.whl")
    install = ("-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-deps", str(wheel))
    subprocess.run([python, *install], check=True)

    def explain(*arguments: str) -> str:
        command = [str(tmp_path / "venv" / "bin" / "cfn-upc-lint"), "explain", *arguments]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
        assert done.stderr == ""
        return done.stdout

    assert explain("e9610").startswith("E9610: User Pool Client is not connected to a User Pool\n====")
    assert [line[:5] for line in explain().splitlines()] == RULE_IDS
    assert [rule["id"] for rule in json.loads(explain("--format", "json"))] == RULE_IDS
    assert "configure_rules" in json.loads(explain("--schema"))["properties"]
