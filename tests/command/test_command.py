"""The command `cfn-upc-lint` in a few runs; test_command_in_full.py has the others."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from commands import FAILING, PASSING, ids, run

from cfn_upc_rules._command import cli, template_files

NO_TEMPLATES = {
    "compose.yaml": "services:\n  web:\n    image: nginx\n",
    "workflow.yml": "on: push\njobs: {}\n# AWS::Cognito::UserPoolClient\n",
    "package.json": '{"name": "AWS::Cognito::UserPoolClient"}',
    "list.yaml": "- AWS::Cognito::UserPoolClient\n",
    "documents.yaml": "kind: A\nnote: AWS::Cognito::UserPoolClient\n---\nkind: B\n",
    "empty.yaml": "",
    "binary.json": "\0\1\2",
    "comments.json": '{"a": 1} // AWS::Cognito::UserPoolClient',
    "chart.yaml": "{% if a %}\ntype: AWS::Cognito::UserPoolClient\n{% endif %}\n",
    "other.template": 'Resources:\n  Topic:\n    Type: "AWS::SNS::Topic"\n    Wrong: 1\n',
}


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Return a folder of files that are no templates, or none of ours."""
    for name, text in NO_TEMPLATES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_core_rules_and_ours() -> None:
    done = run("-f", "parseable", "--", FAILING)
    assert ids(done) >= {"E9610", "E3003"}
    assert done.returncode == 2


def test_ours_alone() -> None:
    done = run("--plugin-only", "-f", "parseable", FAILING)
    assert ids(done) == {"E9610"}
    assert done.returncode == 2


def test_nothing_of_cfn_lint_is_imported_for_them(mixed: Path) -> None:
    plain = [str(mixed / name) for name in NO_TEMPLATES]
    code = "import sys; from cfn_upc_rules._command.cli import main; code = main(sys.argv[1:]);"
    code += "print(code, [name for name in sys.modules if name.split('.')[0] == 'cfnlint'])"
    done = subprocess.run(
        [sys.executable, "-I", "-c", code, "--plugin-only", *plain], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "0 []", done


def test_files_that_are_none_of_ours_are_passed_over(mixed: Path) -> None:
    done = run("--plugin-only", *sorted(mixed.iterdir()))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    beside = run("--plugin-only", "-f", "parseable", *sorted(mixed.iterdir()), FAILING)
    assert ids(beside) == {"E9610"}
    assert run("--plugin-only", "-f", "json", mixed / "list.yaml").stdout.strip() == "[]"


def test_in_this_process(capsys: pytest.CaptureFixture[str], mixed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(mixed)
    assert cli.main(["--plugin-only", str(FAILING)]) == 2
    assert "E9610" in capsys.readouterr().out
    assert cli.main(["--plugin-only", "--jobs", "2", "-f", "quiet", "--", str(FAILING), str(PASSING)]) == 2
    assert cli.main(["--jobs", "0"]) == 1
    assert "--jobs takes" in capsys.readouterr().err
    assert cli.main(["--append-rules=no.such", "--", str(FAILING)]) == 1
    assert "can't be loaded" in capsys.readouterr().err
    assert template_files.is_template(str(FAILING))
    assert not template_files.is_template(str(mixed / "workflow.yml"))
