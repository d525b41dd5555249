"""`--fix`, `--diff`, `--unsafe-fixes`: files are mended, or left as they are."""

from __future__ import annotations

import errno
import io
import json
import os
import re
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from commands import run
from sarif import errors

from cfn_upc_rules._command import cli
from cfn_upc_rules._command.mending import mend

WRONG = """\
Resources:
  Pool:
    Type: AWS::Cognito::UserPool
  Web:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !GetAtt Pool.Arn # the pool
      ClientName: shop
"""
RIGHT = WRONG.replace("!GetAtt Pool.Arn", "!Ref Pool")
UNSAFE = WRONG.replace("!GetAtt Pool.Arn", "!Ref Pool") + "      EnablePropagateAdditionalUserContextData: true\n"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a file with a mistake, in the current folder."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "app.yaml"
    path.write_text(WRONG, encoding="utf-8")
    return path


def fix(*arguments: str) -> int:
    return cli.main(["--plugin-only", *arguments, "--", "app.yaml"])


def test_what_is_safe_is_mended_and_what_is_left_is_reported(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(WRONG + "      CallbackURLs: [https://a.example.com]\n", encoding="utf-8")
    file.chmod(0o640)
    assert fix("--fix") == 4
    assert file.read_text(encoding="utf-8") == RIGHT + "      CallbackURLs: [https://a.example.com]\n"
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    output = capsys.readouterr()
    assert output.out.startswith("W9637 ")
    assert output.err == "cfn-upc-lint: 1 finding fixed in 1 file\n"
    assert [path.name for path in file.parent.iterdir()] == ["app.yaml"]


def test_a_second_time_changes_nothing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fix("--fix") == 0
    before = file.stat()
    assert fix("--fix") == 0
    assert (file.stat().st_mtime_ns, file.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert capsys.readouterr().err.count("fixed") == 1


def test_a_difference_is_shown_and_nothing_written(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fix("--diff") == 1
    assert file.read_text(encoding="utf-8") == WRONG
    output = capsys.readouterr()
    assert output.out.startswith("--- app.yaml\n+++ app.yaml\n@@ ")
    assert "-      UserPoolId: !GetAtt Pool.Arn # the pool\n+      UserPoolId: !Ref Pool # the pool\n" in output.out
    assert output.err == "cfn-upc-lint: 1 finding would be fixed in 1 file\n"
    file.write_text(RIGHT, encoding="utf-8")
    assert fix("--diff", "--fix") == 0
    assert capsys.readouterr() == ("", "")


def test_a_difference_where_the_last_newline_is_missing(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(WRONG.rstrip("\n"), encoding="utf-8")
    assert fix("--diff") == 1
    assert capsys.readouterr().out.endswith("       ClientName: shop\n\\ No newline at end of file\n")


def test_unsafe_edits_are_made_where_they_are_asked_for(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(UNSAFE, encoding="utf-8")
    assert fix("--fix") == 2
    assert file.read_text(encoding="utf-8") == UNSAFE
    assert capsys.readouterr().err == "cfn-upc-lint: no finding fixed (1 more with --unsafe-fixes)\n"
    assert fix("--fix", "--unsafe-fixes") == 0
    assert file.read_text(encoding="utf-8") == UNSAFE + "      GenerateSecret: true\n"


@pytest.mark.parametrize(
    ("arguments", "metadata"),
    [(["-i", "E9610"], ""), ([], "Metadata: {cfn-lint: {config: {ignore_checks: [E9610]}}}\n")],
)
def test_what_is_ignored_is_not_mended(arguments: list[str], metadata: str, file: Path) -> None:
    file.write_text(metadata + WRONG, encoding="utf-8")
    assert fix("--fix", *arguments) == 0
    assert file.read_text(encoding="utf-8") == metadata + WRONG


def test_options_are_heeded(file: Path) -> None:
    text = RIGHT + "  Fn:\n    Type: AWS::Lambda::Function\n    DependsOn: Web\n    Properties: {Handler: a.b}\n"
    file.write_text(text, encoding="utf-8")
    assert fix("--fix", "-x", "W9621:variables=CLIENT") == 0
    wired = "{Handler: a.b, Environment: {Variables: {CLIENT: !Ref Web}}}"
    assert file.read_text(encoding="utf-8") == text.replace("{Handler: a.b}", wired)


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_every_other_byte_stays(end: str, file: Path) -> None:
    text = f"\ufeff# é😀\n{WRONG}\n# end".replace("\n", end)
    file.write_bytes(text.encode())
    assert fix("--fix") == 0
    assert file.read_bytes() == text.replace("!GetAtt Pool.Arn", "!Ref Pool").encode()


def test_edits_that_touch_are_made_one_after_the_other(file: Path) -> None:
    file.write_text(UNSAFE, encoding="utf-8")
    assert fix("--fix", "--unsafe-fixes", "-c", "I9680") == 0
    added = "      PreventUserExistenceErrors: ENABLED\n", "      GenerateSecret: true\n"
    assert file.read_text(encoding="utf-8") in (UNSAFE + "".join(added), UNSAFE + "".join(reversed(added)))


def test_an_edit_that_would_bring_another_finding_is_dropped(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    flows = "      AllowedOAuthFlowsUserPoolClient: true\n      AllowedOAuthFlows: [code]\n"
    sign_in = "      AllowedOAuthScopes: [openid]\n      CallbackURLs: [https://a.b]\n"
    domain = "  Domain:\n    Type: AWS::Cognito::UserPoolDomain\n"
    domain += "    Properties: {UserPoolId: !Ref Pool, Domain: shop, ManagedLoginVersion: 2}\n"
    text = f"{RIGHT}{flows}{sign_in}      SupportedIdentityProviders: [Cognito]\n{domain}"
    file.write_text(text.replace("!Ref Pool\n", "!GetAtt Pool.Arn\n", 1), encoding="utf-8")
    assert fix("--fix") == 2
    assert file.read_text(encoding="utf-8") == text  # the other one is made
    [line] = [line for line in capsys.readouterr().err.splitlines() if "E9650" in line]
    assert line.startswith("cfn-upc-lint: app.yaml:13: E9650 is not fixed: that would bring W9701: ")


GLOBALS = """\
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Environment: {Variables: {USER_POOL_CLIENT_ID: !GetAtt Web.Name}}}}
"""
FUNCTION = """\
  {name}:
    Type: AWS::Serverless::Function
    Properties: {{Handler: a.b, Runtime: python3.12, CodeUri: a{more}}}
"""
OVERRIDES = ", Environment: {Variables: {USER_POOL_CLIENT_ID: !Ref Web}}"


@pytest.mark.parametrize("more", ["", OVERRIDES])
def test_globals_are_mended_where_all_need_it(more: str, file: Path) -> None:
    functions = FUNCTION.format(name="One", more="") + FUNCTION.format(name="Two", more=more)
    file.write_text(GLOBALS + RIGHT + functions, encoding="utf-8")
    assert fix("--fix") == 0
    assert file.read_text(encoding="utf-8") == (GLOBALS + RIGHT + functions).replace("!GetAtt Web.Name", "!Ref Web")


HALF = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Environment:
      Variables: # of all
        USER_POOL_CLIENT_ID: !Ref Web
"""
OTHER = ", Environment: {Variables: {POOL: !Ref Pool}}"


def test_what_globals_lack_is_added_there(file: Path) -> None:
    functions = FUNCTION.format(name="One", more="") + FUNCTION.format(name="Two", more="")
    file.write_text(HALF + RIGHT + functions, encoding="utf-8")
    assert fix("--fix", "--include-checks", "I9625") == 0
    added = HALF + "        USER_POOL_ID: !Ref Pool\n"
    assert file.read_text(encoding="utf-8") == added + RIGHT + functions


def test_what_globals_lack_is_not_added_where_not_all_need_it(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = HALF + RIGHT + FUNCTION.format(name="One", more="") + FUNCTION.format(name="Two", more=OTHER)
    file.write_text(text, encoding="utf-8")
    assert fix("--fix", "--include-checks", "I9625") == 8
    assert file.read_text(encoding="utf-8") == text
    assert (
        "I9625 is not fixed: Globals hold it, and not all that they are merged into need it" in capsys.readouterr().err
    )


def test_two_legacy_flows_are_mended_together(file: Path) -> None:
    flows = "      ExplicitAuthFlows: [{}, ALLOW_REFRESH_TOKEN_AUTH, {}, ALLOW_CUSTOM_AUTH, {}]\n"
    legacy = ("USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH", "CUSTOM_AUTH_FLOW_ONLY")
    file.write_text(RIGHT + flows.format(*legacy), encoding="utf-8")
    assert fix("--fix") == 0
    mended = flows.format("ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH", "")
    assert file.read_text(encoding="utf-8") == RIGHT + mended.replace(", ]", "]")


LEFT = {
    "in other cases what stands there is right": (
        "Conditions: {Prod: !Equals [!Ref AWS::Region, eu-west-1]}\n"
        + RIGHT
        + "      RefreshTokenRotation: !If [Prod, {Feature: ENABLED}, {Feature: DISABLED}]\n"
        + "      ExplicitAuthFlows: [ALLOW_USER_SRP_AUTH, ALLOW_REFRESH_TOKEN_AUTH]\n"
    ),
    "a tool wrote this template": WRONG.replace("  Web:", "  Web0A1B2C3D:")
    .replace("  Pool:", "  Pool0A1B2C3D:")
    .replace("Pool.Arn", "Pool0A1B2C3D.Arn"),
    "it is made by Fn::ForEach": (
        "Transform: AWS::LanguageExtensions\n"
        + WRONG.partition("  Web:")[0]
        + "  Fn::ForEach::Clients:\n    - Name\n    - [One, Two]\n    - ${Name}Web:\n"
        + "        Type: AWS::Cognito::UserPoolClient\n        Properties: {UserPoolId: !GetAtt Pool.Arn}\n"
    ),
    "an alias lets it stand at several places": WRONG.replace("Properties:", "Properties: &same")
    + "  Other:\n    Type: AWS::Cognito::UserPoolClient\n    Properties: *same\n",
}


@pytest.mark.parametrize("why", LEFT)
def test_what_is_declined_stays(why: str, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(LEFT[why], encoding="utf-8")
    assert fix("--fix", "--unsafe-fixes") & 2
    assert file.read_text(encoding="utf-8") == LEFT[why]
    assert f" is not fixed: {why}" in capsys.readouterr().err


def test_a_branch_that_is_always_wrong_is_mended(file: Path) -> None:
    conditions = "Conditions: {Prod: !Equals [!Ref AWS::Region, eu-west-1]}\n"
    text = conditions + WRONG.replace("!GetAtt Pool.Arn", "!If [Prod, !GetAtt Pool.Arn, !Ref Pool]")
    file.write_text(text, encoding="utf-8")
    assert fix("--fix") == 0
    assert file.read_text(encoding="utf-8") == text.replace("!GetAtt Pool.Arn", "!Ref Pool")


def test_what_does_not_always_exist_is_not_referred_to(file: Path) -> None:
    text = RIGHT.replace("    Properties:\n", "    Condition: Prod\n    Properties:\n")
    text = f"Conditions: {{Prod: !Equals [!Ref AWS::Region, eu-west-1]}}\n{text}"
    text += "  Fn:\n    Type: AWS::Lambda::Function\n    Properties:\n      Handler: a.b\n"
    text += "      Description: !If [Prod, !Ref Web, none]\n"
    file.write_text(text, encoding="utf-8")
    assert fix("--fix") == 4
    assert file.read_text(encoding="utf-8") == text


# -- files -----------------------------------------------------------------------------------------------------------


def test_a_link_still_leads_to_the_file(file: Path, tmp_path: Path) -> None:
    real = tmp_path / "real.yaml"
    file.rename(real)
    file.symlink_to(real)
    assert fix("--fix") == 0
    assert file.is_symlink()
    assert real.read_text(encoding="utf-8") == RIGHT


def test_a_read_only_file_is_a_sentence(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.chmod(0o444)
    assert fix("--fix") == 1
    assert file.read_text(encoding="utf-8") == WRONG
    expected = "cfn-upc-lint: app.yaml is not fixed: it is read-only; make it writable\n"
    assert capsys.readouterr().err == expected


def test_a_file_that_has_changed_meanwhile_is_not_written(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(*arguments: Any, **how: Any) -> Any:
        file.write_text("other", encoding="utf-8")
        return mend(*arguments, **how)

    monkeypatch.setattr("cfn_upc_rules._command.fixer.mend", changed)
    assert fix("--fix") == 1
    assert file.read_text(encoding="utf-8") == "other"
    assert "app.yaml is not fixed: it has changed since it was read" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["fsync", "replace"])
def test_a_full_disk_leaves_the_file_whole(
    name: str, file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, name, full)
    assert fix("--fix") == 1
    assert file.read_text(encoding="utf-8") == WRONG
    assert [path.name for path in file.parent.iterdir()] == ["app.yaml"]
    assert "app.yaml is not fixed: it can't be written: No space left on device" in capsys.readouterr().err


def test_who_is_interrupted_leaves_the_file_whole(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    assert fix("--fix") == 130
    assert file.read_text(encoding="utf-8") == WRONG
    assert [path.name for path in file.parent.iterdir()] == ["app.yaml"]


def test_a_broken_file_is_reported_as_ever(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text("Resources: [AWS::Cognito::UserPoolClient", encoding="utf-8")
    assert fix("--fix") == 2
    assert capsys.readouterr().out.startswith("E0000 ")
    assert fix("--diff") == 2
    output = capsys.readouterr()
    assert output.out == ""
    assert output.err.startswith("cfn-upc-lint: app.yaml: ")
    file.write_bytes(b"AWS::Cognito::UserPool\xff")
    assert fix("--diff") == 0


def test_a_missing_file_is_reported_as_ever(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.unlink()
    assert fix("--fix") == 2
    capsys.readouterr()
    assert fix("--diff") == 2
    assert capsys.readouterr() == ("", "cfn-upc-lint: there is no file 'app.yaml'\n")


def test_a_file_that_cannot_be_linted_does_not_stop_the_others(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, metadata in (("a.yaml", "Metadata: {cfn-lint: null}\n"), ("b.yaml", "Metadata: [a]\n")):
        Path(name).write_text(metadata + WRONG, encoding="utf-8")
    names = ["a.yaml", "b.yaml", "c\udcff.yaml"]
    with suppress(OSError):  # where names are unicode
        Path(names[2]).write_text(WRONG, encoding="utf-8")
    assert cli.main(["--plugin-only", "--fix", "--", *names, "app.yaml"]) == 2
    assert file.read_text(encoding="utf-8") == RIGHT
    output = capsys.readouterr()
    assert output.out.count("cfn-lint can't lint this file") == 3
    assert output.err == "cfn-upc-lint: 1 finding fixed in 1 file\n"


@pytest.mark.second_tier
def test_a_file_that_cannot_be_linted_does_not_stop_other_processes(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("Metadata: {cfn-lint: null}\n" + WRONG, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(WRONG, encoding="utf-8")
    done = run("--plugin-only", "--jobs", "2", "--fix", "--", "a.yaml", "b.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert done.stdout.count("cfn-lint can't lint this file") == 1
    assert done.stderr == "cfn-upc-lint: 1 finding fixed in 1 file\n"
    assert (tmp_path / "b.yaml").read_text(encoding="utf-8") == RIGHT


def test_what_could_not_be_written_is_reported_as_it_stands(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.chmod(0o444)
    assert fix("--fix") == 1
    output = capsys.readouterr()
    assert output.out.startswith("E9610 ")
    assert output.err == "cfn-upc-lint: app.yaml is not fixed: it is read-only; make it writable\n"


def test_a_link_and_its_file_are_one(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("link.yaml").symlink_to(file)
    assert cli.main(["--plugin-only", "--diff", "--", "app.yaml", "link.yaml"]) == 1
    output = capsys.readouterr()
    assert re.findall(r"^--- (.*)$", output.out, re.MULTILINE) == ["app.yaml"]
    assert output.err == "cfn-upc-lint: 1 finding would be fixed in 1 file\n"


def test_a_hard_link_is_a_sentence(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.link(file, "other.yaml")
    assert cli.main(["--plugin-only", "--fix", "--", "app.yaml", "other.yaml"]) == 1
    assert file.read_text(encoding="utf-8") == WRONG
    output = capsys.readouterr()
    assert output.out.count("E9610 ") == 2
    assert "app.yaml is not fixed: it is a hard link: under its other names" in output.err


def test_nobody_else_reads_a_file_that_is_being_written(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modes = []

    def seen(descriptor: int) -> None:
        modes.append(stat.S_IMODE(os.fstat(descriptor).st_mode))

    monkeypatch.setattr(os, "fsync", seen)
    file.chmod(0o644)
    assert fix("--fix") == 0
    assert modes == [0o600]
    assert stat.S_IMODE(file.stat().st_mode) == 0o644


def test_what_lies_where_it_would_be_written_stays(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = Path(f"{file.name}.{os.getpid()}.part")
    other.write_text("not ours", encoding="utf-8")
    assert fix("--fix") == 1
    assert other.read_text(encoding="utf-8") == "not ours"
    assert "it can't be written: File exists" in capsys.readouterr().err


def test_two_names_of_a_file(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["--plugin-only", "--fix", "--", "app.yaml", "./app.yaml"]) == 0
    assert file.read_text(encoding="utf-8") == RIGHT
    assert "not fixed" not in capsys.readouterr().err


def test_deployment_files_are_refused(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert file.exists()
    Path("p.json").write_text("{}", encoding="utf-8")
    assert cli.main(["--fix", "--deployment-files", "p.json"]) == 1
    assert "--fix and --diff mend templates" in capsys.readouterr().err


@pytest.mark.second_tier
def test_several_processes_do_the_same(tmp_path: Path) -> None:
    names = [f"{number}.yaml" for number in range(6)]
    for name in names:
        (tmp_path / name).write_text(WRONG if name != "3.yaml" else UNSAFE, encoding="utf-8")
    shown = run("--plugin-only", "--jobs", "3", "--diff", "--", *names, cwd=tmp_path)
    assert re.findall(r"^--- (.*)$", shown.stdout, re.MULTILINE) == [name for name in names if name != "3.yaml"]
    done = run("--plugin-only", "--jobs", "3", "--fix", "--unsafe-fixes", "--", *names, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "cfn-upc-lint: 6 findings fixed in 6 files\n"
    for name in names:
        wanted = RIGHT if name != "3.yaml" else UNSAFE + "      GenerateSecret: true\n"
        assert (tmp_path / name).read_text(encoding="utf-8") == wanted


# -- standard input --------------------------------------------------------------------------------------------------


class Standard:
    """A standard stream that holds bytes."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, held: bytes) -> None:
        self.output = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(held), encoding="utf-8"))
        monkeypatch.setattr(sys, "stdout", self.output)

    def written(self) -> bytes:
        buffer = self.output.buffer
        assert isinstance(buffer, io.BytesIO)
        return buffer.getvalue()


@pytest.mark.parametrize(
    ("held", "code"),
    [
        (f"\ufeff# é\n{WRONG}".replace("\n", "\r\n"), 0),
        (RIGHT, 0),
        ("a: b\n", 0),
        ("Resources: [AWS::Cognito::UserPoolClient", 2),
    ],
)
def test_standard_input_goes_mended_to_standard_output(
    held: str, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    standard = Standard(monkeypatch, held.encode())
    assert cli.main(["--plugin-only", "--fix"]) == code
    assert standard.written() == held.replace("!GetAtt Pool.Arn", "!Ref Pool").encode()
    assert ("E0000" in capsys.readouterr().err) is bool(code)


def test_the_difference_of_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    standard = Standard(monkeypatch, WRONG.encode())
    assert cli.main(["--plugin-only", "--diff"]) == 1
    assert standard.written().startswith(b"--- -\n+++ -\n")


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("my app.yaml", "my app.yaml\t"),
        ("a\n+++ b.yaml", '"a\\012+++ b.yaml"'),
        ("a\u2028b.yaml", '"a\\342\\200\\250b.yaml"'),
        ('"a".yaml', '"\\042a\\042.yaml"'),
        ("é.yaml", "é.yaml"),
    ],
)
def test_a_difference_names_the_file_as_git_does(
    name: str, header: str, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file.rename(name)
    assert cli.main(["--plugin-only", "--diff", "--", name]) == 1
    assert capsys.readouterr().out.startswith(f"--- {header}\n+++ {header}\n@@")


def test_a_graph_is_not_fixed(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert fix("--fix", "--graph", "mermaid") == 1
    assert file.read_text(encoding="utf-8") == WRONG
    expected = "cfn-upc-lint: --graph draws, and does nothing else: leave out --fix, or --graph\n"
    assert capsys.readouterr() == ("", expected)


def test_a_difference_commands_no_terminal(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text(WRONG.replace("the pool", "\u202ethe pool"), encoding="utf-8")
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", terminal)
    assert fix("--diff") == 1
    assert "+      UserPoolId: !Ref Pool # \\u202ethe pool\n" in terminal.getvalue()


def test_what_is_no_text_is_shown_on_a_terminal_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr(sys, "stdout", terminal)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Resources: caf\xe9\n"), errors="surrogateescape"))
    assert cli.main(["--fix"]) == 2
    assert "caf\\xe9" in terminal.getvalue()


# -- what says that it can be mended ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["pretty", "parseable"])
def test_what_can_be_mended_is_marked(kind: str, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(WRONG + "      EnablePropagateAdditionalUserContextData: true\n", encoding="utf-8")
    fix("--format", kind)
    assert re.findall(r"\[\*\] 'Web' (\w+)", capsys.readouterr().out) == ["takes"]
    fix("--format", kind, "--unsafe-fixes")
    assert re.findall(r"\[\*\] 'Web' (\w+)", capsys.readouterr().out) == ["takes", "propagates"]


def test_what_is_declined_is_not_marked(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_text(LEFT["an alias lets it stand at several places"], encoding="utf-8")
    fix("--format", "parseable")
    output = capsys.readouterr().out
    assert "E9610" in output
    assert "[*]" not in output


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_sarif_has_the_fixes(end: str, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = f"\ufeff# é😀\n{WRONG}      EnablePropagateAdditionalUserContextData: true".replace("\n", end)
    file.write_bytes(text.encode())
    fix("--format", "sarif")
    log = json.loads(capsys.readouterr().out)
    assert errors(log) == []
    results = log["runs"][0]["results"]
    fixes = {result["ruleId"]: result["fixes"][0] for result in results}
    assert {name: one["description"]["text"] for name, one in fixes.items()} == {
        "E9610": "Fix E9610",
        "E9646": "Fix E9646 (unsafe: see to it that it is meant)",
    }
    replaced = {name: _applied(text, one["artifactChanges"]) for name, one in fixes.items()}
    assert replaced == {
        "E9610": text.replace("!GetAtt Pool.Arn", "!Ref Pool"),
        "E9646": f"{text}{end}      GenerateSecret: true",
    }


def _applied(text: str, changes: list[dict[str, Any]]) -> str:
    """Return a text with the replacements of SARIF, which count lines and columns from 1, without the mark."""
    [change] = changes
    assert change["artifactLocation"]["uri"] == "app.yaml"
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    [replacement] = change["replacements"]
    region = replacement["deletedRegion"]
    start, end = (
        sum(map(len, lines[: region[f"{at}Line"] - 1])) + region[f"{at}Column"] - 1 for at in ("start", "end")
    )
    bare = text.removeprefix("\ufeff")
    return f"\ufeff{bare[:start]}{replacement.get('insertedContent', {}).get('text', '')}{bare[end:]}"
