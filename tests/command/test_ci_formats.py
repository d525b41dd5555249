"""The formats for GitHub and GitLab: what their documentation demands, field by field."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from action import annotated
from cfnlint.config import ConfigMixIn
from cfnlint.match import Match
from cfnlint.rules import CloudFormationLintRule, RuleMatch, Rules
from repositories import Repository
from support import ROOT

from cfn_upc_rules._command import cli, github_format
from cfn_upc_rules._command.github_format import GitHubFormatter
from cfn_upc_rules._command.gitlab_format import GitLabFormatter

if TYPE_CHECKING:
    from cfnlint.formatters import BaseFormatter

EXAMPLE = (ROOT / "examples" / "web-app.yaml").read_text(encoding="utf-8")
POOL = "Resources:\n  Pool: {Type: 'AWS::Cognito::UserPool'}\n"
CLIENT = "  Web%s: {Type: 'AWS::Cognito::UserPoolClient', Properties: {UserPoolId: !GetAtt Pool.Arn}}\n"


class _Rule(CloudFormationLintRule):
    severity = "error"

    def __init__(self, severity: str, rule_id: str = "E0001") -> None:
        super().__init__()
        self.id, self.severity = rule_id, severity


def match(message: str = "m", name: str = "a.yaml", severity: str = "error", **how: Any) -> Match:
    """Return a finding with whatever it may hold."""
    where = (how.pop("line", 1), how.pop("column", 2), how.pop("line_end", 1), how.pop("column_end", 3))
    found = RuleMatch(how.pop("path", ["Resources", "A"]), message)
    rule = _Rule(severity, **how)
    return Match.create(message, name, rule, *where, rulematch_obj=found)


def shown(formatter: BaseFormatter, matches: list[Match]) -> str:
    """Return what a formatter makes of findings."""
    return str(formatter.print_matches(matches, Rules(), ConfigMixIn([])) or "")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Return a repository with a template, whose folder of templates is the current directory."""
    repository = Repository(tmp_path / "project")
    repository.commit("stacks/app.yaml", EXAMPLE)
    monkeypatch.chdir(repository.folder / "stacks")
    return repository


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    cli.main(["-x", "W9670:base=", *arguments])
    out, err = capsys.readouterr()
    assert err == ""
    return out


# -- GitHub ----------------------------------------------------------------------------------------


@pytest.mark.usefixtures("project")
def test_annotations(capsys: pytest.CaptureFixture[str]) -> None:
    out = printed(capsys, "--plugin-only", "--format", "github", "-c", "I", "--", "./app.yaml")
    first = "::error file=stacks/app.yaml,line=45,col=7,endLine=45,endColumn=17,title=E9607::ClientName of "
    assert [line for line in out.splitlines() if line.startswith(first)]
    found = annotated(out)
    assert len(found) == len(out.splitlines()) > 8
    letters = {"error": "E", "warning": "W", "notice": "I"}
    assert {one.command for one in found} == set(letters)
    for one in found:
        assert one.properties["title"][0] == letters[one.command]
        assert one.properties["file"] == "stacks/app.yaml"


def test_cfn_lints_own_findings_are_annotated(project: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    project.write("stacks/bad.yaml", "Resources:\n  A: [\n")
    assert annotated(printed(capsys, "-f", "github", "bad.yaml"))[0].properties["title"] == "E0000"
    # A folder of no repository, and a file that isn't there.
    (found,) = annotated(printed(capsys, "-f", "github", "gone.yaml"))
    assert "gone.yaml" in found.message


@pytest.mark.parametrize(
    ("text", "data", "value"),
    [
        ("100%", "100%25", "100%25"),
        ("a:b,c", "a:b,c", "a%3Ab%2Cc"),
        ("%0A", "%250A", "%250A"),
        ("::error::x", "::error::x", "%3A%3Aerror%3A%3Ax"),
    ],
)
def test_escapes(text: str, data: str, value: str) -> None:
    line = GitHubFormatter()._format(match(text, name=text, rule_id=text))
    assert line == f"::error file={value},line=1,col=2,endLine=1,endColumn=3,title={value}::{data}"


@pytest.mark.parametrize("letter", ["\n", "\r", "\r\n"])
def test_no_line_begins_within_an_annotation(letter: str, tmp_path: Path) -> None:
    name = f"{tmp_path}/a{letter}::error::b.yaml"
    line = GitHubFormatter()._format(match(f"a{letter}::error::b", name=name))
    assert not re.search(r"[\r\n]", line)
    assert annotated(line)[0].properties["file"].endswith(f"a{letter}::error::b.yaml")
    # What a message holds is shown as it is elsewhere; what commands a terminal, as an escape.
    assert annotated(line)[0].message == f"a{letter}::error::b".encode("unicode_escape").decode()


def test_columns_are_of_one_line_and_files_are_named() -> None:
    several = GitHubFormatter()._format(match(line=3, line_end=5))
    assert several == "::error file=a.yaml,line=3,endLine=5,title=E0001::m"
    assert GitHubFormatter()._format(match(name="")) == "::error title=E0001::m"
    assert GitHubFormatter()._format(match(severity="unknown")).startswith("::error ")


def test_what_github_does_not_show_is_said() -> None:
    most = github_format._MOST
    few = [match() for _ in range(most)] + [match(severity="warning") for _ in range(most)]
    text = shown(GitHubFormatter(), few)
    assert len(text.splitlines()) == 2 * most
    text = shown(GitHubFormatter(), [*few, match(), match()])
    said = text.splitlines()[-1]
    assert said == "GitHub shows 10 annotations of a kind for a step; only in this log: 2 errors."
    assert shown(GitHubFormatter(), []) == ""


# -- GitLab ----------------------------------------------------------------------------------------


def report(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(printed(capsys, "--format", "gitlab", *arguments))
    return found


@pytest.mark.usefixtures("project")
def test_each_field_that_gitlab_documents(capsys: pytest.CaptureFixture[str]) -> None:
    found = report(capsys, "--plugin-only", "-c", "I", "--", "app.yaml")
    beside = json.loads(printed(capsys, "--plugin-only", "-c", "I", "-f", "json", "--", "app.yaml"))
    assert len(found) == len(beside) > 8
    severities = {"Error": "major", "Warning": "minor", "Informational": "info"}
    for violation, finding in zip(found, beside, strict=True):
        assert set(violation) == {"description", "check_name", "fingerprint", "severity", "location"}
        rule, start, end = finding["Rule"]["Id"], finding["Location"]["Start"], finding["Location"]["End"]
        assert violation["description"] == f"{rule}: {finding['Message']}"
        assert violation["check_name"] == rule
        assert re.fullmatch(r"[0-9a-f]{64}", violation["fingerprint"])
        assert violation["severity"] == severities[finding["Level"]]
        assert violation["location"] == {
            "path": "stacks/app.yaml",
            "lines": {"begin": start["LineNumber"], "end": end["LineNumber"]},
        }


def test_a_report_is_a_list_always(project: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    project.write("stacks/none.yaml", "services: {}\n")
    assert report(capsys, "--plugin-only", "none.yaml") == []
    project.write("stacks/bad.yaml", "Resources:\n  A: [\n")
    assert [one["check_name"] for one in report(capsys, "bad.yaml")] == ["E0000"]
    (found,) = report(capsys, "gone.yaml")
    assert found["location"] == {"path": "-", "lines": {"begin": 1, "end": 1}}


def test_fingerprints_survive_moved_lines(project: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    before = report(capsys, "--plugin-only", "-c", "I", "--", "app.yaml")
    head, resources, rest = EXAMPLE.partition("\nResources:\n")
    project.write("stacks/app.yaml", f"# A line\n\n{head}{resources}\n\n{rest}")
    after = report(capsys, "--plugin-only", "-c", "I", "--", "app.yaml")
    assert [one["fingerprint"] for one in before] == [one["fingerprint"] for one in after]
    assert all(old["location"] != new["location"] for old, new in zip(before, after, strict=True))


def test_fingerprints_are_unique(project: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    project.write("stacks/copy.yaml", EXAMPLE)
    found = report(capsys, "--plugin-only", "-c", "I", "--", "app.yaml", "copy.yaml")
    assert len({one["fingerprint"] for one in found}) == len(found)
    same = [match("one"), match("another"), match("one", line=7)]
    prints = [one["fingerprint"] for one in json.loads(shown(GitLabFormatter(), same))]
    assert len(set(prints)) == 3
    # Keys of YAML may be of any kind.
    odd = [match(path=["Resources", key]) for key in (1, "1", True, 1.5, None)]
    prints = [one["fingerprint"] for one in json.loads(shown(GitLabFormatter(), odd))]
    assert len(set(prints)) == 5


def test_paths_of_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for given in ("a.yaml", "./a.yaml", "b/../a.yaml", str(tmp_path / "a.yaml")):
        (one,) = json.loads(shown(GitLabFormatter(), [match(name=given)]))
        assert one["location"]["path"] == "a.yaml"
    (one,) = json.loads(shown(GitLabFormatter(), [match(name="/elsewhere/b/../a.yaml")]))
    assert one["location"]["path"] == "/elsewhere/a.yaml"


# -- the arguments ---------------------------------------------------------------------------------


@pytest.mark.parametrize("form", [["--format=gitlab"], ["-fgitlab"], ["--form", "gitlab"]])
@pytest.mark.usefixtures("project")
def test_however_the_format_is_written(form: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert json.loads(printed(capsys, "--plugin-only", *form, "--", "app.yaml"))


def test_the_help_names_the_formats(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["--help"])
    assert "quiet,parseable,json,junit,pretty,sarif,github,gitlab" in capsys.readouterr().out


def test_several_processes_write_one_report(project: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    project.write("stacks/copy.yaml", EXAMPLE)
    names = ["--", "app.yaml", "copy.yaml"]
    assert report(capsys, "--plugin-only", "--jobs", "2", *names) == report(
        capsys, "--plugin-only", "--jobs", "1", *names
    )


def test_the_summary(project: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    summary = tmp_path / "summary.md"
    assert printed(capsys, "--plugin-only", "-f", "json", "--summary", str(summary), "--", "app.yaml").startswith("[")
    text = summary.read_text(encoding="utf-8")
    assert text.startswith(
        "### cfn-upc-lint\n\n3 errors, 3 warnings.\n\n| Rule | Where | Finding |\n|---|---|---|\n| E9607 |"
    )
    assert text.count("\n| ") == 7
    assert text.endswith("\n\n`cfn-upc-lint explain E9607` says more.\n\n")
    project.write("stacks/many.yaml", POOL + "".join(CLIENT % at for at in range(210)))
    cli.main(["--plugin-only", "-f", "quiet", "-i", "W", f"--summary={summary}", "--", "many.yaml"])
    assert summary.read_text(encoding="utf-8").endswith("\n\n10 more are in the log.\n\n")
    project.write("stacks/none.yaml", "services: {}\n")
    capsys.readouterr()
    assert printed(capsys, "--plugin-only", "--summary", str(summary), "none.yaml") == ""
    assert summary.read_text(encoding="utf-8").endswith("### cfn-upc-lint\n\nNo findings.\n\n")
    assert cli.main(["--plugin-only", "--summary", str(summary), "--", "gone.yaml"]) == 2
    assert "| E0003 | no file | gone.yaml " in summary.read_text(encoding="utf-8")
    capsys.readouterr()
    assert cli.main(["--plugin-only", "--summary", str(tmp_path), "app.yaml"]) == 1
    assert f"the summary can't be written to {tmp_path}: Is a directory" in capsys.readouterr().err
