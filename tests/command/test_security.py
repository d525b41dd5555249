"""Whom we trust, and whom not: each line of docs/security.md."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support import ROOT, Found, lint, ours

from cfn_upc_rules._command import cli
from cfn_upc_rules._history import git, stream
from cfn_upc_rules._template.users_pattern import PatternError, UsersPattern

if TYPE_CHECKING:
    from repositories import Repository

COMMAND = Path(sys.executable).parent / "cfn-upc-lint"
PAGE = ROOT / "docs" / "security.md"
HEAD = "Resources:\n  Pool: {Type: 'AWS::Cognito::UserPool'}\n"
CLIENT = "{Type: 'AWS::Cognito::UserPoolClient', Properties: {UserPoolId: !Ref Pool, ClientName: %s}}\n"
TEMPLATE = f"{HEAD}  Web: {CLIENT}" % "web"
OTHER_ID = TEMPLATE.replace("Web:", "Spa:")
ESCAPES = f"{HEAD}  Web: {CLIENT}" % r'"\e[2J\e]0;x\a\u202e\x9b!"'

pytestmark = pytest.mark.second_tier  # most start the command


def run(*arguments: str | Path, cwd: Path, **how: Any) -> subprocess.CompletedProcess[str]:
    command = [str(COMMAND), *map(str, arguments)]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=cwd, stdin=subprocess.DEVNULL, timeout=120, **how
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def with_options(folder: Path, metadata: dict[str, Any], text: str = TEMPLATE, **how: Any) -> list[Found]:
    """Lint a template that brings options in its `Metadata`."""
    written = json.dumps({"cfn-lint": {"config": {"configure_rules": metadata}}})
    path = folder / "template.yaml"
    path.write_text(f"Metadata: {written}\n{text}", encoding="utf-8")
    return ours(lint(path, base=None, **how))


def test_each_line_of_the_page_names_its_tests() -> None:
    tests = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
    }
    items = re.findall(r"^- .*?(?=^- |^$|\Z)", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(items) > 10
    for item in items:
        named = re.findall(r"`(test_\w+)`", item)
        assert named, item
        assert set(named) <= tests, item


# -- a template's Metadata -------------------------------------------------------------------------


@pytest.mark.parametrize("head", ["", "Transform: AWS::Serverless-2016-10-31\n"])
def test_metadata_chooses_no_base(head: str, repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(git, "run", lambda *arguments, **_: asked.append(arguments))
    repository.commit("template.yaml", TEMPLATE)
    [found] = with_options(repository.folder, {"W9670": {"base": "main"}}, head + OTHER_ID)
    assert (found.id, found.line) == ("W9670", 1)
    assert "option 'base' belongs in .cfnlintrc or on the command line, not in a template's Metadata" in found.message
    assert not asked


def test_metadata_does_not_take_the_base_of_who_runs_it_away(repository: Repository) -> None:
    repository.commit("template.yaml", TEMPLATE)
    found = with_options(repository.folder, {"W9670": {"base": ""}}, OTHER_ID, options=("-x", "W9670:base=main"))
    assert [finding.id for finding in found] == ["W9670"]
    gone = HEAD.replace("Pool:", "Pool2:")
    found = with_options(repository.folder, {"W9670": {"base": ""}}, gone, options=("-x", "W9670:base=main"))
    assert [finding.id for finding in found] == ["W9670", "W9672"]


def test_a_base_in_metadata_is_reported_where_no_client_is_left(repository: Repository) -> None:
    repository.commit("a.yaml", TEMPLATE)
    metadata = "Metadata: {cfn-lint: {config: {configure_rules: {W9670: {base: HEAD}}}}}\n"
    repository.write("a.yaml", f"{metadata}Resources: {{}}\n")
    for how in ((), ("--plugin-only",)):
        done = run(*how, "-f", "parseable", "--", "a.yaml", cwd=repository.folder)
        assert ":W9670:" in done.stdout
        assert ":W9672:" not in done.stdout


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("a{9999999999}", "multiply"),
        ("(?:(?:a{60000}){60000})b", "multiply"),
        ("(?:(?:a{60000}){0}b{60000}){60000}", "multiply"),
        ("(?x)(?:(?:a{ 60000}){60000})b", "flag x"),
        ("[A-Z", "character set"),
        ("(" * 400 + ")" * 400, "recursion"),
    ],
)
def test_a_pattern_that_can_not_be_used_is_one_finding(pattern: str, why: str, tmp_path: Path) -> None:
    [found] = with_options(tmp_path, {"E9601": {"pattern": pattern}})
    assert found.id == "E9601"
    assert "is no regular expression" in found.message
    assert why in found.message


def test_options_are_bounded(tmp_path: Path) -> None:
    for options, words in (
        ({"E9601": {"pattern": "a" * 1_001}}, "takes at most 1000 characters"),
        ({"W9621": {"variables": ["A"] * 1_001}}, "takes at most 1000 entries"),
        ({"E9610": {"allow_external": "1" * 10_000}}, "takes a boolean, not '1111"),
        ({"E9601": {"x" * 1_000: 1}}, "there is no option 'xxx"),
    ):
        [found] = with_options(tmp_path, options)
        assert words in found.message
        assert len(found.message) < 500
    assert len(with_options(tmp_path, {"E9601": {f"option{number}": 1 for number in range(1_000)}})) == 20


def test_a_number_of_thousands_of_digits_is_one_finding(tmp_path: Path) -> None:
    path = tmp_path / "template.yaml"
    for option in ("E9610: {allow_external", "E9601: {pattern"):
        setting = f"{{cfn-lint: {{config: {{configure_rules: {{{option}: 0x{'f' * 5000}}}}}}}}}}}"
        path.write_text(f"Metadata: {setting}\n{TEMPLATE}", encoding="utf-8")
        [found] = ours(lint(path, base=None))
        assert "not this int" in found.message


def test_a_pattern_without_end_is_given_up_and_said_once(tmp_path: Path) -> None:
    names = ["a" * 60 + f"{number}x" for number in range(50)]
    clients = "".join(f"  {name}: {CLIENT}" % "web" for name in names)
    before = time.process_time()
    found = with_options(tmp_path, {"E9601": {"pattern": "(?:a|aa)+[0-9]+"}}, HEAD + clients)
    assert time.process_time() - before < 20  # one alone would take years
    [said] = [finding for finding in found if finding.id == "E9601"]
    assert "can't be told in 0.5 s" in said.message


def test_a_pattern_has_a_time_for_all_texts() -> None:
    pattern = UsersPattern("(?:a|aa)+b")
    begin = time.process_time()
    with pytest.raises(TimeoutError):
        pattern.fits("a" * 200)
    with pytest.raises(TimeoutError):
        pattern.fits("ab")
    assert time.process_time() - begin < 2
    pattern.begin()
    assert pattern.fits("ab")
    assert not pattern.fits("b")
    with pytest.raises(PatternError):
        UsersPattern("(?:a{1000}){1000}")


# -- what a terminal sees --------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["", "pretty", "parseable", "quiet", "junit", "sarif"])
@pytest.mark.parametrize("how", [(), ("--plugin-only",)], ids=["full", "ours"])
def test_no_report_commands_a_terminal(kind: str, how: tuple[str, ...], tmp_path: Path) -> None:
    name = "a\x1b[31m\nE.yaml"
    (tmp_path / name).write_text(ESCAPES, encoding="utf-8")
    done = run(*how, *(("-f", kind) if kind else ()), "--", name, cwd=tmp_path)
    assert done.returncode == 2
    assert "E9607" in done.stdout
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", done.stdout)
    assert "\\x1b[" in done.stdout
    if kind != "sarif":
        assert "a\\x1b[31m\\nE.yaml" in done.stdout


def test_a_finding_of_cfn_lint_commands_no_terminal(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text('Resources:\n  "A\\e[2J": {Type: "AWS::SNS::\\e[2JTopic"}\n', encoding="utf-8")
    done = run("-f", "parseable", "--", "a.yaml", cwd=tmp_path)
    assert "\\x1b[2J" in done.stdout
    assert "\x1b" not in done.stdout


def test_our_messages_are_clean_within_cfn_lint(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(ESCAPES, encoding="utf-8")
    [found] = ours(lint(path))
    assert "what Cognito rejects: \\x1b[];\\x07\\u202e\\x9b!." in found.message
    [found] = with_options(tmp_path, {"E9601": {"\x1b[2J": 1}})
    assert "there is no option '\\x1b[2J'" in found.message


def test_an_error_commands_no_terminal(tmp_path: Path) -> None:
    done = run("--config-file", "\x1b[2J", "--", "x", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("cfn-upc-lint: there is no file '\\x1b[2J'")


# -- file names ------------------------------------------------------------------------------------


def test_a_file_that_looks_like_an_option_is_refused(tmp_path: Path) -> None:
    (tmp_path / "--append-rules=d.template").write_text(TEMPLATE, encoding="utf-8")
    (tmp_path / "d.template").mkdir()
    (tmp_path / "d.template" / "mine.py").write_text("raise SystemExit(99)\n", encoding="utf-8")
    for how in ((), ("--plugin-only",)):
        done = run(*how, "--append-rules=d.template", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (1, "")
        assert "write ./--append-rules=d.template to lint it" in done.stderr
    for given in ("./--append-rules=d.template", "--"):
        rest = ("--append-rules=d.template",) if given == "--" else ()
        done = run("--plugin-only", "-f", "parseable", given, *rest, cwd=tmp_path)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    merged = f"X: &x\n  Web: {CLIENT}Resources:\n  <<: *x\n  Pool: {{Type: 'AWS::Cognito::UserPool'}}\n" % "web!"
    (tmp_path / "regular.yaml").write_text(merged, encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    expected = {"E9607"}
    for name in ("pipe", "regular.yaml", "/dev/stdin"):
        script = (
            f"(cat regular.yaml > pipe) & cat regular.yaml | {COMMAND} --plugin-only -f parseable -- {name}; kill $!"
        )
        done = subprocess.run(
            ["bash", "-c", script], capture_output=True, text=True, check=False, cwd=tmp_path, timeout=60
        )
        assert {line.split(":")[5] for line in done.stdout.splitlines()} == expected, (name, done)


# -- a repository ----------------------------------------------------------------------------------


def fake_git(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    program = folder / "git"
    program.write_text(f"#!/bin/sh\ntouch {folder}/ran\n", encoding="utf-8")
    program.chmod(0o755)
    return folder / "ran"


@pytest.mark.parametrize("spelled", ["{}", "{}/", "{}/.", "{}/sub/..", "{}-link", "."])
def test_a_git_in_the_working_directory_is_not_run(
    spelled: str, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = fake_git(repository.folder)
    (repository.folder / "sub").mkdir()
    Path(f"{repository.folder}-link").symlink_to(repository.folder)
    monkeypatch.chdir(repository.folder)
    monkeypatch.setenv("PATH", spelled.format(repository.folder))
    assert git.find_program() is None
    monkeypatch.chdir("/")
    assert (git.find_program() is None) == (spelled == ".")
    assert not ran.exists()


def test_listing_files_runs_nothing_of_the_repository(repository: Repository, tmp_path: Path) -> None:
    repository.commit("stacks/a b.yaml", ESCAPES)
    repository.write("untracked.yaml", ESCAPES)
    outside = tmp_path / "outside.yaml"
    outside.write_text(ESCAPES, encoding="utf-8")
    (repository.folder / "link.yaml").symlink_to(outside)
    (repository.folder / "inner.yml").symlink_to("stacks/a b.yaml")
    repository.git("add", "link.yaml", "inner.yml")
    marker = tmp_path / "ran"
    for name in ("core.fsmonitor", "core.sshCommand", "core.pager", "alias.ls-files"):
        repository.git("config", name, f"touch {marker}; false")
    repository.git("ls-files")
    assert marker.exists()  # with a plain git it does run
    marker.unlink()
    done = run("--plugin-only", "--tracked", "-f", "parseable", cwd=repository.folder)
    assert {line.split(":")[0] for line in done.stdout.splitlines()} == {"stacks/a b.yaml", "inner.yml"}
    assert not marker.exists()
    done = run("--plugin-only", "--tracked", "-f", "parseable", "--", "*.yaml", cwd=repository.folder / "stacks")
    assert {line.split(":")[0] for line in done.stdout.splitlines()} == {"a b.yaml"}


def test_files_of_a_repository_of_another_user_are_listed(repository: Repository) -> None:
    repository.commit("a.yaml", ESCAPES)
    if os.getuid() != 0:
        pytest.skip("only root can give a repository away")
    for folder in (repository.folder, repository.folder / ".git"):
        os.chown(folder, 65534, 65534)
    plain = subprocess.run(["git", "ls-files"], cwd=repository.folder, capture_output=True, text=True, check=False)
    assert "dubious ownership" in plain.stderr
    done = run("--plugin-only", "--tracked", "-f", "quiet", cwd=repository.folder)
    assert (done.returncode, done.stderr) == (2, "")


def test_where_git_knows_no_file_the_report_is_empty(repository: Repository, tmp_path: Path) -> None:
    repository.commit("a.yaml", ESCAPES)
    for how in ((), ("--plugin-only",)):
        done = run(*how, "--tracked", "-f", "json", "--", "*.nothing", cwd=repository.folder)
        assert (done.returncode, json.loads(done.stdout)) == (0, [])
        assert "git knows no file that fits: *.nothing" in done.stderr
    done = run("--tracked", cwd=tmp_path)
    assert done.returncode == 1
    assert "is not a git repository" in done.stderr
    done = run("--tracked", cwd=repository.folder, env={**os.environ, "PATH": "/nowhere"})
    assert done.stderr == "cfn-upc-lint: there is no git on PATH (--tracked)\n"


def test_trees_that_name_a_hundred_million_files(repository: Repository) -> None:
    repository.commit("other.yaml", TEMPLATE)
    blob = repository.git("rev-parse", "HEAD:other.yaml")
    below = f"100644 blob {blob}\t{{}}.yaml"
    for _ in range(4):
        entries = "".join(below.format(f"{number:060}") + "\n" for number in range(100))
        made = subprocess.run(
            ["git", "mktree"], input=entries, cwd=repository.folder, capture_output=True, text=True, check=True
        )
        below = f"040000 tree {made.stdout.strip()}\t{{}}"
    top = below.split()[2].split("\t")[0]
    commit = repository.git("commit-tree", "-m", "x", top)
    repository.git("update-ref", "refs/heads/main", commit)
    path = repository.write("template.yaml", OTHER_ID)
    assert ours(lint(path, base=None)) == []
    [found] = ours(lint(path, base="main"))
    assert "git printed more than 67108864 bytes" in found.message or "took longer than" in found.message


def test_what_a_program_prints_is_bounded(tmp_path: Path) -> None:
    def go(script: str, most: int, seconds: float, stdin: bytes = b"") -> stream.Done:
        command = ["/bin/sh", "-c", script]
        return stream.run(
            command, stdin, most=most, seconds=seconds, folder=str(tmp_path), environment=dict(os.environ)
        )

    assert go("printf abc; printf no >&2; exit 3", 3, 60).output == b"abc"
    assert go("printf abc; printf no >&2; exit 3", 3, 60).code == 3
    assert go("cat", 1_000_000, 60, b"x" * 1_000_000).output == b"x" * 1_000_000
    assert go("exit 0", 1, 60, b"x" * 1_000_000).output == b""
    assert len(go("yes >&2 & sleep 0.2; kill $!", 3, 60).errors) == 10_000
    with pytest.raises(stream.TooMuchError):
        go("printf abcd", 3, 60)
    with pytest.raises(stream.TooMuchError):
        go("yes", 1_000_000, 60)
    for script in ("sleep 50", "sleep 50 & exit 0", "exec >&- 2>&-; sleep 50"):
        begin = time.monotonic()
        with pytest.raises(TimeoutError):
            go(script, 3, 0.3)
        assert time.monotonic() - begin < 20


def test_a_file_of_the_base_is_not_read_before_its_size_is_known(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    large = TEMPLATE + "# " + " " * 5_000_000
    repository.commit("template.yaml", large)
    repository.commit("moved.yaml", large)
    read: list[tuple[str, ...]] = []
    plain = git.Git._run

    def noted(self: git.Git, stdin: bytes, *arguments: str, **how: Any) -> bytes:
        read.append(arguments)
        return plain(self, stdin, *arguments, **how)

    monkeypatch.setattr(git.Git, "_run", noted)
    assert ours(lint(repository.write("template.yaml", OTHER_ID), base=None)) == []
    (repository.folder / "moved.yaml").unlink()
    assert ours(lint(repository.write("new.yaml", OTHER_ID), base=None)) == []
    assert {arguments[:2] for arguments in read} <= {("cat-file", "--batch-check"), ("ls-tree", "-r")}


def test_a_large_file_is_not_looked_into(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(git, "_LARGEST_LOOKED_INTO", "1m")
    asker = git.Git(git.find_program() or "", str(repository.folder))
    repository.commit("small.yaml", TEMPLATE)
    repository.commit("none.yaml", HEAD)
    names = ["small.yaml", "none.yaml"]
    assert asker.holding([b"AWS::Cognito::UserPoolClient"], "HEAD", names) == {"small.yaml"}
    repository.commit("large.yaml", TEMPLATE + " " * 2_000_000)
    # Not looked into, so unknown: cfn-lint decides.
    names.append("large.yaml")
    assert asker.holding([b"AWS::Cognito::UserPoolClient"], "HEAD", names) == set(names)


def test_the_action_runs_no_git_of_its_own_and_no_module_of_the_checkout() -> None:
    script = (ROOT / "tools" / "action.sh").read_text(encoding="utf-8")
    code = "".join(line for line in script.splitlines(keepends=True) if not line.startswith("#"))
    assert not re.search(r"\bgit\b(?! hash)", code.replace("# pathspecs are git's to expand", ""))
    assert "--tracked" in code
    assert all("-I -m" in line for line in code.splitlines() if " -m " in line)


# -- whom we trust ---------------------------------------------------------------------------------


def test_the_configuration_of_the_working_directory_is_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine").mkdir()
    rule = "class Mine(CloudFormationLintRule):\n    id = 'E9999'\n    shortdesc = description = 'mine'\n"
    rule += "    def match(self, cfn):\n        return [RuleMatch(['Resources'], 'said by a rule of .cfnlintrc')]\n"
    code = f"from cfnlint.rules import CloudFormationLintRule, RuleMatch\n{rule}"
    (tmp_path / "mine" / "Mine.py").write_text(code, encoding="utf-8")
    (tmp_path / ".cfnlintrc").write_text("append_rules: [mine]\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text(TEMPLATE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert cli.main(["-f", "parseable", "--", "a.yaml"]) == 2
    assert "said by a rule of .cfnlintrc" in capsys.readouterr().out


def test_metadata_loads_no_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "Mine.py").write_text("open('ran', 'w')\n", encoding="utf-8")
    metadata = "Metadata: {cfn-lint: {config: {append_rules: [mine], custom_rules: mine/Mine.py}}}\n"
    (tmp_path / "a.yaml").write_text(metadata + ESCAPES, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for how in ((), ("--plugin-only",)):
        assert cli.main([*how, "-f", "parseable", "--", "a.yaml"]) & 2
    assert "E9607" in capsys.readouterr().out
    assert not (tmp_path / "ran").exists()
