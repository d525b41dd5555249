"""cfn-lint's own command with these rules."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from support import FIXTURES, ROOT

pytestmark = pytest.mark.second_tier


def _cfn_lint(path: Path) -> subprocess.CompletedProcess[str]:
    command = [
        str(Path(sys.executable).parent / "cfn-lint"),
        "--append-rules=cfn_upc_rules.rules",
        "--format",
        "parseable",
    ]
    return subprocess.run([*command, "--", str(path)], capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.mark.parametrize("text", ["", "[]", "text", "7", "---\na: 1\n---\nb: 2\n", "{", "\0"])
def test_files_that_are_no_template(text: str, tmp_path: Path) -> None:
    path = tmp_path / "template.yaml"
    path.write_text(text, encoding="utf-8")
    run = _cfn_lint(path)
    assert run.returncode in (0, 2)
    assert "Traceback" not in run.stdout + run.stderr
    assert "E0002" not in run.stdout


def test_a_plain_duplicate_is_reported_by_cfn_lint_itself(tmp_path: Path) -> None:
    path = tmp_path / "template.yaml"
    client = "  WebClient:\n    Type: AWS::Cognito::UserPoolClient\n    Properties: {UserPoolId: !Ref Pool}\n"
    path.write_text(f"Resources:\n  Pool:\n    Type: AWS::Cognito::UserPool\n{client}{client}", encoding="utf-8")
    run = _cfn_lint(path)
    assert run.returncode == 2
    assert "E0000" in run.stdout
    assert ":4:" in run.stdout
    assert ":7:" in run.stdout


def test_the_command_line_shows_no_traceback() -> None:
    command = [str(Path(sys.executable).parent / "cfn-lint"), "--append-rules=cfn_upc_rules.rules"]
    fixture = str(FIXTURES / "E9610-links.pass.yaml")
    for option in ("E9601:pattern=(", "E9610:allow_external=perhaps", "W9621:nothing=here"):
        done = subprocess.run(
            [*command, "-x", option, "--", fixture], capture_output=True, text=True, check=False, cwd="/"
        )
        assert done.stdout.startswith(f"{option[:5]} {option[:5]} is not configured right"), done
        assert done.stdout.count("is not configured right") == 1
        assert f"{fixture}:1:1" in done.stdout
        assert "Traceback" not in done.stdout + done.stderr
