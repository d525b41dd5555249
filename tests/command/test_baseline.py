"""`--baseline` hides the findings that are noted, and no others, wherever and however the command is run."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import pytest
from repositories import Repository
from support import ROOT

from cfn_upc_rules._command import cli

EXAMPLE = (ROOT / "examples" / "web-app.yaml").read_text(encoding="utf-8")
WRONG = """\
Resources:
  Pool: {Type: 'AWS::Cognito::UserPool'}
  Web:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !GetAtt Pool.Arn
"""
SECOND = (
    WRONG
    + """\
  Shop:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !GetAtt Pool.Arn
"""
)
# Three findings of one rule at one place, which differ by their words only.
EQUAL = """\
Resources:
  Pool: {Type: 'AWS::Cognito::UserPool'}
  Risk:
    Type: AWS::Lambda::Function
    Properties:
      Handler: index.handler
      Runtime: python3.12
      Role: !ImportValue role
      Code: {ZipFile: "def handler(event, context): pass"}
      Tags:
        - {Key: a, Value: !Ref A}
        - {Key: b, Value: !Ref B}
        - {Key: c, Value: !Ref C}
  A: {Type: 'AWS::Cognito::UserPoolClient', Properties: {UserPoolId: !Ref Pool}}
  B: {Type: 'AWS::Cognito::UserPoolClient', Properties: {UserPoolId: !Ref Pool}}
  C: {Type: 'AWS::Cognito::UserPoolClient', Properties: {UserPoolId: !Ref Pool}}
"""
OURS = ("--plugin-only", "-x", "W9670:base=")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "stacks").mkdir()
    (tmp_path / "stacks" / "app.yaml").write_text(WRONG, encoding="utf-8")
    (tmp_path / "stacks" / "web.yaml").write_text(EXAMPLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


class Run:
    """What a run printed, and its exit code."""

    def __init__(self, capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
        self.code = cli.main([*OURS, *arguments])
        self.out, self.err = capsys.readouterr()
        assert "Traceback" not in self.err


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    """Return what runs the command in this process."""
    return lambda *arguments: Run(capsys, arguments)


def note(run: Any, *names: str) -> dict[str, Any]:
    done = run("--write-baseline", "known.json", "--", *names)
    assert (done.code, done.out) == (0, "")
    written: dict[str, Any] = json.loads(Path("known.json").read_text(encoding="utf-8"))
    assert f"{len(written['findings'])} finding" in done.err
    return written


def test_what_is_noted(run: Any) -> None:
    written = note(run, "stacks/app.yaml")
    assert written == {
        "version": 1,
        "findings": [
            {
                "template": "stacks/app.yaml",
                "rule": "E9610",
                "resource": "Web",
                "path": ["Properties", "UserPoolId"],
            }
        ],
    }


def test_it_hides_what_is_noted_and_nothing_else(run: Any) -> None:
    note(run, "stacks/app.yaml", "stacks/web.yaml")
    done = run("--baseline", "known.json", "--", "stacks/app.yaml", "stacks/web.yaml")
    assert (done.code, done.out, done.err) == (0, "", "cfn-upc-lint: 7 findings hidden by known.json\n")
    Path("stacks/app.yaml").write_text(f"# One line more\n{SECOND}", encoding="utf-8")
    done = run("--baseline", "known.json", "-f", "parseable", "--", "stacks/app.yaml", "stacks/web.yaml")
    assert done.code == 2
    assert re.findall(r"'(\w+)' takes the Arn", done.out) == ["Shop"]
    # The same template under another name is another one.
    Path("stacks/copy.yaml").write_text(WRONG, encoding="utf-8")
    assert run("--baseline", "known.json", "--", "stacks/copy.yaml").code == 2


def test_the_file_is_the_same_whatever_the_order(run: Any) -> None:
    note(run, "stacks/web.yaml", "stacks/app.yaml")
    first = Path("known.json").read_bytes()
    lines = first.decode().splitlines()
    assert lines[3:-2] == sorted(lines[3:-2], key=lambda line: line.rstrip(","))
    assert len(lines) == 7 + 5
    run("--jobs", "2", "--write-baseline", "known.json", "--", "stacks/app.yaml", "stacks/web.yaml")
    assert Path("known.json").read_bytes() == first
    assert b"line" not in first


def test_equal_findings_need_as_many_entries(run: Any) -> None:
    Path("stacks/app.yaml").write_text(EQUAL, encoding="utf-8")
    written = note(run, "stacks/app.yaml")
    first, *others = written["findings"]
    assert (first["rule"], others) == ("W9620", [first, first])
    for count, code in ((3, 0), (2, 4), (1, 4)):
        Path("known.json").write_text(json.dumps({"version": 1, "findings": [first] * count}), encoding="utf-8")
        done = run("--baseline", "known.json", "-f", "quiet", "--", "stacks/app.yaml")
        assert (done.code, done.out.count("\n")) == (code, 3 - count)
    Path("known.json").write_text(json.dumps({"version": 1, "findings": [first] * 5}), encoding="utf-8")
    done = run("--baseline", "known.json", "--", "stacks/app.yaml")
    assert (done.code, done.err.count("no longer needed")) == (0, 2)


@pytest.mark.parametrize("form", ["quiet", "parseable", "json", "junit", "pretty", "sarif", "github", "gitlab"])
def test_it_works_with_every_format(form: str, run: Any) -> None:
    note(run, "stacks/app.yaml")
    Path("stacks/app.yaml").write_text(SECOND, encoding="utf-8")
    done = run("--baseline", "known.json", "-f", form, "--", "stacks/app.yaml")
    assert done.code == 2
    # The message, or where it is.
    assert "Shop" in done.out or "stacks/app.yaml:10" in done.out
    assert "'Web'" not in done.out
    assert "stacks/app.yaml:6" not in done.out


def test_it_is_relative_to_its_own_folder(run: Any, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note(run, "stacks/app.yaml")
    (folder / "elsewhere").mkdir()
    (folder / "link.json").symlink_to("known.json")
    for here, baseline, name in (
        ("stacks", "../known.json", "app.yaml"),
        ("elsewhere", "../known.json", "../stacks/app.yaml"),
        ("elsewhere", str(folder / "known.json"), str(folder / "stacks" / "app.yaml")),
        (".", "./link.json", "./stacks/../stacks/app.yaml"),
    ):
        monkeypatch.chdir(folder / here)
        done = run("--baseline", baseline, "--", name)
        assert (done.code, done.out) == (0, ""), (here, name)
    monkeypatch.chdir(folder / "stacks")
    run("--write-baseline", "../again.json", "--", "app.yaml")
    assert (folder / "again.json").read_bytes() == (folder / "known.json").read_bytes()


@pytest.mark.parametrize("logical_id", ["''", "Resources", '"a\\nb"'])
def test_whatever_a_logical_id_is(logical_id: str, run: Any) -> None:
    Path("stacks/app.yaml").write_text(WRONG.replace("Web:", f"{logical_id}:"), encoding="utf-8")
    assert note(run, "stacks/app.yaml")["findings"]
    done = run("--baseline", "known.json", "--", "stacks/app.yaml")
    assert (done.code, done.out) == (0, "")
    assert "no longer" not in done.err


def test_a_link_has_entries_of_its_own(run: Any, folder: Path) -> None:
    (folder / "stacks" / "link.yaml").symlink_to("app.yaml")
    written = note(run, "stacks/app.yaml", "stacks/link.yaml")
    assert [entry["template"] for entry in written["findings"]] == ["stacks/app.yaml", "stacks/link.yaml"]
    for names in (["stacks/app.yaml"], ["stacks/link.yaml"], ["stacks/app.yaml", "stacks/link.yaml"]):
        done = run("--baseline", "known.json", "--", *names)
        assert (done.code, done.out) == (0, "")
        assert "no longer" not in done.err
    (folder / "stacks" / "link.yaml").unlink()
    assert (
        "no longer needed in known.json: E9610 of stacks/link.yaml"
        in run("--baseline", "known.json", "--", "stacks/app.yaml").err
    )


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_is_hidden_is_not_mended(jobs: str, run: Any) -> None:
    note(run, "stacks/app.yaml", "stacks/web.yaml")
    Path("stacks/app.yaml").write_text(SECOND, encoding="utf-8")
    arguments = ("--jobs", jobs, "--baseline", "known.json", "--", "stacks/app.yaml", "stacks/web.yaml")
    shown = run("--diff", *arguments)
    assert shown.code == 1
    assert shown.out.count("+      UserPoolId: !Ref Pool") == 1
    done = run("--fix", *arguments)
    assert done.code == 0
    assert "1 finding fixed in 1 file" in done.err
    text = Path("stacks/app.yaml").read_text(encoding="utf-8")
    assert text == SECOND[: -len("!GetAtt Pool.Arn\n")] + "!Ref Pool\n"
    assert Path("stacks/web.yaml").read_text(encoding="utf-8") == EXAMPLE


def test_what_is_left_can_be_noted_after_mending(run: Any) -> None:
    done = run("--fix", "--write-baseline", "known.json", "--", "stacks/app.yaml", "stacks/web.yaml")
    assert done.code == 0
    rules = [entry["rule"] for entry in json.loads(Path("known.json").read_text(encoding="utf-8"))["findings"]]
    assert "E9610" not in rules
    assert "E9607" in rules


def test_entries_that_are_no_longer_needed(run: Any) -> None:
    note(run, "stacks/app.yaml", "stacks/web.yaml")
    said = "no longer needed in known.json: E9610 of stacks/app.yaml at Resources/Web/Properties/UserPoolId\n"
    Path("stacks/app.yaml").write_text(WRONG.replace("!GetAtt Pool.Arn", "!Ref Pool"), encoding="utf-8")
    done = run("--baseline", "known.json", "--", "stacks/app.yaml", "stacks/web.yaml")
    assert (done.code, done.err.count("\n")) == (0, 2)
    assert said in done.err
    # Nothing is known of a template that is not linted, or of a rule that is left out.
    assert "no longer" not in run("--baseline", "known.json", "--", "stacks/web.yaml").err
    assert "no longer" not in run("--baseline", "known.json", "-i", "E9610", "--", "stacks/app.yaml").err
    # What is wrong with a file that is passed over is not known.
    broken = {"template": "stacks/bad.yaml", "rule": "E0000", "resource": "", "path": []}
    Path("bad.json").write_text(json.dumps({"version": 1, "findings": [broken]}), encoding="utf-8")
    Path("stacks/bad.yaml").write_text("Resources: [\n", encoding="utf-8")
    assert run("--baseline", "bad.json", "--", "stacks/bad.yaml").err == ""
    # It has nothing to do with Cognito any more, or is gone.
    Path("stacks/app.yaml").write_text("Resources:\n  T: {Type: 'AWS::SNS::Topic'}\n", encoding="utf-8")
    assert said in run("--baseline", "known.json", "--", "stacks/app.yaml").err
    Path("stacks/app.yaml").unlink()
    assert said in run("--baseline", "known.json", "--", "stacks/web.yaml").err


def test_what_depends_on_more_than_the_template_may_still_be_needed(run: Any, folder: Path) -> None:
    """A hook gets the template that imports, and not the one that exports; a base is another one elsewhere."""
    for template in (ROOT / "tests" / "fixtures" / "E9731-import.fail").iterdir():
        shutil.copy(template, folder / template.name)
    repository = Repository(folder)
    repository.write("client.yaml", WRONG.replace("!GetAtt Pool.Arn", "!Ref Pool"))
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message", "All")
    repository.write("client.yaml", WRONG.replace("!GetAtt Pool.Arn", "!Ref Pool").replace("Web:", "Shop:"))
    arguments = (
        "--plugin-only",
        "--write-baseline",
        "known.json",
        "--",
        "app.yaml",
        "auth.yaml",
        "web.yaml",
        "client.yaml",
    )
    cli.main(list(arguments))
    entries = json.loads(Path("known.json").read_text(encoding="utf-8"))["findings"]
    assert {entry["rule"] for entry in entries} == {"E9731", "W9670"}
    assert "no longer" not in run("--baseline", "known.json", "--", "web.yaml", "client.yaml").err


def test_many_entries_are_not_all_listed(run: Any) -> None:
    entry = {"template": "stacks/app.yaml", "rule": "E9610", "resource": "Old", "path": []}
    Path("known.json").write_text(json.dumps({"version": 1, "findings": [entry] * 25}), encoding="utf-8")
    done = run("--baseline", "known.json", "--", "stacks/app.yaml")
    assert done.err.count("no longer needed") == 20
    assert "and 5 more: write it anew with --write-baseline" in done.err
    assert done.code == 2


def test_what_is_about_no_file_is_neither_noted_nor_hidden(run: Any) -> None:
    done = run("--write-baseline", "known.json", "--", "stacks/gone.yaml")
    assert done.code == 2
    assert "gone.yaml" in done.out
    assert json.loads(Path("known.json").read_text(encoding="utf-8"))["findings"] == []
    note(run, "stacks/app.yaml")
    done = run("--baseline", "known.json", "--", "stacks/gone.yaml")
    assert (done.code, done.err) == (2, "")
    assert "gone.yaml" in done.out


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_that_a_file_can_not_be_linted_is_neither_noted_nor_hidden(jobs: str, run: Any) -> None:
    """It may hold any mistake, and each that is made there later would be hidden, too."""
    Path("stacks/bad.yaml").write_text(WRONG + "  - bad: [\n", encoding="utf-8")
    done = run("--jobs", jobs, "--write-baseline", "known.json", "--", "stacks/app.yaml", "stacks/bad.yaml")
    assert (done.code, done.out.count("E0000")) == (2, 1)
    entries = json.loads(Path("known.json").read_text(encoding="utf-8"))["findings"]
    assert [entry["rule"] for entry in entries] == ["E9610"]
    entry = {"template": "stacks/bad.yaml", "rule": "E0000", "resource": "", "path": []}
    Path("known.json").write_text(json.dumps({"version": 1, "findings": [entry]}), encoding="utf-8")
    done = run("--jobs", jobs, "--baseline", "known.json", "--", "stacks/bad.yaml")
    assert (done.code, done.out.count("E0000")) == (2, 1)


@pytest.mark.parametrize("logical_id", ["null", '"\\ud800"'])
def test_a_logical_id_that_is_none_is_reported_each_time(logical_id: str, run: Any) -> None:
    Path("stacks/app.yaml").write_text(WRONG.replace("Web:", f"{logical_id}:"), encoding="utf-8")
    for use in ("--write-baseline", "--baseline"):
        done = run(use, "known.json", "--", "stacks/app.yaml")
        assert (done.code, done.out.count("E0000")) == (2, 1)
        assert json.loads(Path("known.json").read_text(encoding="utf-8"))["findings"] == []


@pytest.mark.parametrize("option", ["--output-file", "--summary"])
@pytest.mark.parametrize("use", ["--write-baseline", "--baseline"])
def test_a_report_does_not_overwrite_the_baseline(use: str, option: str, run: Any) -> None:
    note(run, "stacks/app.yaml")
    before = Path("known.json").read_text(encoding="utf-8")
    done = run(use, "known.json", option, "./known.json", "--", "stacks/app.yaml")
    said = f"'./known.json' can't be the baseline and a report: give {option} another file"
    assert (done.code, done.out, done.err) == (1, "", f"cfn-upc-lint: {said}\n")
    assert Path("known.json").read_text(encoding="utf-8") == before


def test_nothing_to_note(run: Any) -> None:
    Path("stacks/none.yaml").write_text("services: {}\n", encoding="utf-8")
    assert note(run, "stacks/none.yaml") == {"version": 1, "findings": []}
    assert run("--baseline", "known.json", "--", "stacks/none.yaml").err == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "it is no JSON"),
        ("{", "it is no JSON"),
        ("\xff", "it is no JSON"),
        ("[" * 100_000, "it is no JSON"),
        ("[]", "it has not the version 1 and a list of findings"),
        ('{"version": 2, "findings": []}', "it has not the version 1"),
        ('{"version": 1, "findings": {}}', "it has not the version 1"),
        ('{"version": 1, "findings": [5]}', "entry 1 lacks one of rule, template, resource and path"),
        ('{"version": 1, "findings": [{"rule": "E9610", "template": "a", "resource": ""}]}', "entry 1 lacks"),
        ('{"version": 1, "findings": [{"rule": 1, "template": "a", "resource": "", "path": []}]}', "entry 1 lacks"),
        ('{"version": 1, "findings": [{"rule": "E", "template": "a", "resource": "", "path": [[]]}]}', "entry 1 lacks"),
    ],
)
def test_a_file_that_is_no_baseline(text: str, why: str, run: Any) -> None:
    Path("known.json").write_bytes(text.encode("latin-1"))
    done = run("--baseline", "known.json", "--", "stacks/app.yaml")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(f"cfn-upc-lint: 'known.json' is no baseline of this command ({why}")
    assert done.err.endswith("name another file, or remove it\n")
    assert done.err.count("\n") == 1
    if text:
        assert run("--write-baseline", "known.json", "--", "stacks/app.yaml").code == 1
        assert Path("known.json").read_bytes() == text.encode("latin-1")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--baseline", "gone.json"], "there is no baseline 'gone.json' that can be read: write one with"),
        (["--baseline", "stacks"], "there is no baseline 'stacks' that can be read"),
        (["--baseline=gone.json", "--jobs", "2"], "there is no baseline 'gone.json'"),
        (["--baseline"], "--baseline takes a file, not ''"),
        (["--baseline="], "--baseline takes a file, not ''"),
        (["--baseline", "--fix"], "--baseline takes a file, not '--fix'"),
        (["--write-baseline", "--plugin-only"], "--write-baseline takes a file, not '--plugin-only'"),
        (
            ["--write-baseline", "stacks/app.yaml"],
            "'stacks/app.yaml' is no baseline of this command (it is no JSON): name",
        ),
        (["--write-baseline", "-f"], "--write-baseline takes a file, not '-f'"),
        (["--write-baseline", "no/such/folder.json"], "the report can't be written to no/such/folder.json"),
        (["--baseline", "a", "--write-baseline", "b"], "--write-baseline notes all findings anew"),
        (["--diff", "--write-baseline", "b"], "--diff writes nothing: leave out --write-baseline, or --diff"),
        (["--graph", "dot", "--baseline", "b"], "--graph draws, and does nothing else: leave out --baseline, or"),
    ],
)
def test_what_can_not_be_used(arguments: list[str], said: str, run: Any) -> None:
    done = run(*arguments, "--", "stacks/app.yaml", "stacks/web.yaml")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith(f"cfn-upc-lint: {said}")
    assert done.err.count("\n") == 1


def test_a_file_that_has_nothing_to_do_does_not_hide_a_mistake(run: Any) -> None:
    Path("stacks/none.yaml").write_text("services: {}\n", encoding="utf-8")
    assert run("--baseline", "gone.json", "--", "stacks/none.yaml").code == 1
