"""The command `cfn-upc-lint`, as its users run it."""

from __future__ import annotations

import json
import os
import pty
import shutil
import signal
import subprocess
import time
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from commands import COMMAND, FAILING, PASSING, ids, run
from support import ROOT, RULE_IDS, applications, fixtures, templates_in

from cfn_upc_rules import __version__
from cfn_upc_rules._command import arguments as command_line

if TYPE_CHECKING:
    from repositories import Repository

pytestmark = pytest.mark.second_tier
CORPUS = ROOT.parent / "shared" / "corpus" / "templates"


def both(files: list[Path]) -> tuple[list[Any], list[Any]]:
    """Return all findings of --plugin-only, and those of our rules in a full run."""
    arguments: list[str | Path] = ["-c", "I", "-x", "W9670:base=", "-f", "json", "--jobs", "2", "--", *files]
    alone, full = (json.loads(run(*mode, *arguments).stdout) for mode in (["--plugin-only"], []))
    return alone, [found for found in full if found["Rule"]["Id"] in RULE_IDS]


def test_plugin_only_finds_what_a_full_run_finds_of_ours() -> None:
    alone, full = both([path for kind in ("fail", "pass") for path in fixtures(kind)])
    assert full
    assert [found for found in alone if found["Rule"]["Id"] in RULE_IDS] == full
    assert {found["Rule"]["Id"] for found in alone} <= {*RULE_IDS, "E0000", "E0001"}


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not part of the repository")
def test_plugin_only_finds_the_same_in_published_templates() -> None:
    alone, full = both(sorted(path for path in CORPUS.rglob("*") if path.is_file()))
    assert len(full) > 100
    assert [found for found in alone if found["Rule"]["Id"] in RULE_IDS] == full


def brief(found: list[Any]) -> list[tuple[str, ...]]:
    """Return our findings, but those that need the exports of the run: E9731, and W9732 of an import."""
    said = [(f["Filename"], f["Rule"]["Id"], str(f["Location"]), f["Message"]) for f in found]
    return [f for f in said if f[1] in RULE_IDS and f[1] != "E9731" and not (f[1] == "W9732" and "export " in f[3])]


@pytest.mark.parametrize("application", applications("fail") + applications("pass"), ids=lambda path: path.name)
def test_one_file_or_many_is_the_same_but_for_imports(application: Path) -> None:
    names = [str(path.relative_to(application)) for path in templates_in(application)]
    options = ("-x", "W9670:base=", "-f", "json")
    whole = [
        json.loads(run("--plugin-only", "--jobs", jobs, *options, "--", *names, cwd=application).stdout or "[]")
        for jobs in ("1", "4")
    ]
    assert whole[0] == whole[1]
    alone: list[Any] = []
    for name in names:
        command = [str(COMMAND.with_name("cfn-lint")), "--append-rules=cfn_upc_rules", *options, "--", name]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=application)
        alone += json.loads(done.stdout)
    assert sorted(brief(alone)) == sorted(brief(whole[0]))
    wanted = {"E9731"} if application.name == "E9731-import.fail" else set()
    assert {f["Rule"]["Id"] for f in whole[0]} & {"E9731"} == wanted
    assert not {f["Rule"]["Id"] for f in alone} & {"E9731"}


def without_ours(report: str, kind: str) -> Any:
    """Return a report without what only our command can say of a finding."""
    if kind == "json":
        return [{key: value for key, value in finding.items() if key != "Advice"} for finding in json.loads(report)]
    if kind != "sarif":
        return report.replace("[*] ", "")
    log = json.loads(report)
    for result in log["runs"][0]["results"]:
        result.pop("fixes", None)
    return log


@pytest.mark.parametrize("kind", ["parseable", "json", "junit", "pretty", "quiet", "sarif"])
def test_the_number_of_jobs_changes_nothing(kind: str) -> None:
    """By default twelve files are linted side by side; what comes out is cfn-lint's own, and what can be fixed."""
    files = fixtures("fail")[:12]
    environment = {**os.environ, "PYTHONHASHSEED": "0"}  # cfn-lint's SARIF depends on it
    options = ("-f", kind, "--", *map(str, files))
    plain = subprocess.run(
        [str(COMMAND.with_name("cfn-lint")), "--append-rules=cfn_upc_rules", *options],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env=environment,
    )
    for jobs in (["--jobs", "1"], ["--jobs", "3"], []):
        done = run(*jobs, *options, env=environment)
        assert without_ours(done.stdout, kind) == without_ours(plain.stdout, kind)
        assert ('"fixes"' in done.stdout or "[*] " in done.stdout) is (kind in ("parseable", "pretty", "sarif"))
        assert done.returncode == plain.returncode == 6
    alone = [run("--plugin-only", "--jobs", jobs, *options, env=environment).stdout for jobs in ("1", "2")]
    assert alone[0] == alone[1] != ""


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_file_that_cfn_lint_fails_for_is_a_finding_and_the_others_count(jobs: str, tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_text("Metadata: {cfn-lint: 5}\n" + PASSING.read_text(encoding="utf-8"), encoding="utf-8")
    done = run("--plugin-only", "--jobs", jobs, "-f", "parseable", "--", bad, FAILING)
    assert ids(done) == {"E0002", "E9610"}
    [line] = [line for line in done.stdout.splitlines() if "E0002" in line]
    assert line.startswith(f"{bad}:1:1:")
    assert "cfn-lint can't lint this file: AttributeError: " in line


def test_pipes_are_read_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    script = f"cat {FAILING} > pipe & {COMMAND} --plugin-only -f parseable pipe; cat {FAILING} | {COMMAND} "
    for arguments in ("--plugin-only -f parseable /dev/stdin", "-f parseable -", "--plugin-only -f parseable -"):
        done = subprocess.run(
            ["bash", "-c", script + arguments], capture_output=True, text=True, check=False, cwd=tmp_path
        )
        assert done.stderr == ""
        assert done.stdout.count(":E9610:") == 2 * 7


def test_without_standard_streams() -> None:
    for closed in ("<&-", "2>&-"):
        done = subprocess.run(
            ["bash", "-c", f"{COMMAND} --plugin-only -f parseable {FAILING} {closed}"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert ids(done) == {"E9610"}
        assert done.stderr == ""
    full = ["bash", "-c", f"{COMMAND} --version >/dev/full"]
    assert subprocess.run(full, capture_output=True, text=True, check=False).stderr.startswith("cfn-upc-lint: ")


def test_ctrl_c_ends_all_processes_without_a_word() -> None:
    files = sorted(str(path) for path in fixtures("fail") + fixtures("pass"))
    with subprocess.Popen(
        [str(COMMAND), "--jobs", "2", "--", *files],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    ) as process:
        time.sleep(4)
        process.send_signal(signal.SIGINT)
        os.killpg(process.pid, signal.SIGINT)
        out, err = process.communicate(timeout=60)  # a worker that lives on holds the pipes
    assert (process.returncode, out, err) == (130, b"", b"")


def test_a_foreign_rule_takes_no_id_of_ours(tmp_path: Path) -> None:
    (tmp_path / "Mine.py").write_text(
        "from cfnlint.rules import CloudFormationLintRule\n\n\nclass Mine(CloudFormationLintRule):\n    id = 'E9610'\n",
        encoding="utf-8",
    )
    done = run(f"--append-rules={tmp_path}", "--", FAILING)
    assert done.returncode == 1
    assert "there are two rules E9610: Mine.Mine and cfn_upc_rules.rules.link.client_to_pool." in done.stderr


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("escape.yaml", 'Resources:\n  A: {Type: "AWS::Cognito::UserPool\\x43lient", Properties: {UserPoolId: x}}\n'),
        ("escape.json", '{"Resources": {"A": {"Type": "AWS::Cognito::UserPool\\u0043lient"}}}'),
        ("fold.yaml", 'Resources:\n  A:\n    Type: "AWS::Cognito::\\\n      UserPoolClient"\n'),
        ("mark.yaml", "Resources:\n  A:\n    Type: AWS::Cognito::UserPoolClient\n---\n"),
    ],
)
def test_a_client_in_an_odd_spelling(name: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    full = {rule for rule in ids(run("-f", "parseable", "--", path)) if rule[1:3] in ("96", "00")}
    assert full
    assert ids(run("--plugin-only", "-f", "parseable", "--", path)) == full


@pytest.mark.parametrize(
    ("arguments", "code", "found"),
    [
        (("-f", "quiet"), 2, None),
        (("-f", "pretty"), 2, None),
        (("-i", "E9610"), 0, set()),
        (("-c", "I"), 10, {"E9610", "I9606", "I9680"}),
        (("--non-zero-exit-code", "none"), 0, {"E9610"}),
        (("-x", "E9610:allow_external=false"), 2, {"E9610"}),
    ],
)
def test_options_of_cfn_lint(arguments: tuple[str, ...], code: int, found: set[str] | None) -> None:
    options = arguments if "-f" in arguments else (*arguments, "-f", "parseable")
    done = run("--plugin-only", *options, "--", FAILING)
    assert done.returncode == code
    assert found is None or ids(done) == found


def test_files_behind_an_option_as_pre_commit_gives_them() -> None:
    done = run("--plugin-only", "-c", "I", FAILING, PASSING)
    assert done.returncode == 10
    assert command_line.parse(["-t", str(FAILING)]).rest == ["-t", str(FAILING)]
    assert command_line.parse(["-z", str(FAILING), str(PASSING)]).rest == ["-z", str(FAILING), "--", str(PASSING)]
    assert command_line.parse(["--", "--plugin-only"]).rest == ["--", "--plugin-only"]


def test_a_file_that_is_named_like_the_value_of_an_option(tmp_path: Path) -> None:
    (tmp_path / "json").write_text("", encoding="utf-8")
    done = run("--plugin-only", "--format", "json", cwd=tmp_path, input=FAILING.read_text(encoding="utf-8"))
    assert {found["Rule"]["Id"] for found in json.loads(done.stdout)} == {"E9610"}


@pytest.mark.parametrize("name", ["[id].yaml", "what?.yaml", "*.yaml"])
def test_a_file_that_is_named_like_a_pattern(name: str, tmp_path: Path) -> None:
    shutil.copy(FAILING, tmp_path / name)
    (tmp_path / "[slug].json").write_text("{}", encoding="utf-8")
    for arguments in (["--plugin-only", name], ["--plugin-only", "--", "[slug].json", name], [name], ["-t", name]):
        assert "E9610" in ids(run("-f", "parseable", *arguments, cwd=tmp_path))


def test_a_template_in_another_spelling_of_the_option(tmp_path: Path) -> None:
    plain = tmp_path / "plain.yaml"
    plain.write_text("Resources: {}\n", encoding="utf-8")
    for option in (f"--template={FAILING}", f"-t{FAILING}", f"--temp={FAILING}"):
        assert ids(run("--plugin-only", "-f", "parseable", option, "--", plain)) == {"E9610"}


@pytest.mark.parametrize(
    ("now", "arguments"),
    [
        ("Resources: {}\n", ()),
        ("Resources:\n  Seed: {Type: Custom::Seed}\n", ()),
        ("Resources: {}\n", ("-x", "W9670:base=old")),
    ],
    ids=["nothing left", "nothing of AWS left", "base on the command line"],
)
def test_a_client_that_is_gone(now: str, arguments: tuple[str, ...], repository: Repository) -> None:
    """--plugin-only passes over files without a client, but not over those that had one in the base."""
    before = "Resources:\n  Web: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: a_b}}\n"
    path = repository.commit("template.yaml", before)
    repository.git("tag", "old")
    write = repository.commit if arguments else repository.write
    write("template.yaml", now)
    for mode in (["--plugin-only"], []):
        assert "W9672" in ids(run(*mode, "-f", "parseable", *arguments, "--", path))


def test_a_type_that_a_loop_puts_together(tmp_path: Path) -> None:
    path = tmp_path / "template.yaml"
    path.write_text(
        "Transform: AWS::LanguageExtensions\nResources:\n  Fn::ForEach::Kinds:\n    - Kind\n    - [Client]\n"
        "    - Made${Kind}:\n        Type: !Sub AWS::Cognito::UserPool${Kind}\n"
        "        Properties: {UserPoolId: !GetAtt Pool.Arn}\n  Pool: {Type: AWS::Cognito::UserPool}\n",
        encoding="utf-8",
    )
    full = ids(run("-f", "parseable", "--", path))
    assert ids(run("--plugin-only", "-f", "parseable", "--", path)) == {name for name in full if name[1:3] == "96"}


def test_globs(tmp_path: Path) -> None:
    shutil.copy(FAILING, tmp_path / "a.yaml")
    assert ids(run("--plugin-only", "-f", "parseable", "*.yaml", cwd=tmp_path)) == {"E9610"}
    (tmp_path / "a.yaml").write_text("a: 1", encoding="utf-8")
    assert run("--plugin-only", "*.yaml", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("rules", ["cfn_upc_rules", "cfn_upc_rules.rules", str(ROOT / "cfn_upc_rules")])
def test_rules_are_loaded_once_whatever_names_them(rules: str, tmp_path: Path) -> None:
    (tmp_path / ".cfnlintrc").write_text(f"append_rules: [{rules}]\n", encoding="utf-8")
    done = run("-f", "parseable", FAILING, cwd=tmp_path)
    assert done.stdout == run("-f", "parseable", f"--append-rules={rules}", FAILING).stdout
    assert ids(done) >= {"E9610", "E3003"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--jobs", "many"), "--jobs takes the number of processes, from 1 up, not 'many'"),
        (("--jobs",), "--jobs takes the number of processes"),
        (("--append-rules=no.such.module", "--", str(FAILING)), "the rules 'no.such.module' (--append-rules)"),
        (("--plugin-only", "-a", str(FAILING)), f"took the file '{FAILING}': write -- before templates"),
        (("--plugin-only", "--config-file", "no.such.file", str(FAILING)), "there is no file 'no.such.file'"),
        (("--no-such-option", str(FAILING)), "unrecognized arguments: --no-such-option"),
        (("-r", "nowhere", "-t", str(FAILING)), "Regions ['nowhere'] are unsupported"),
    ],
)
def test_bad_arguments(arguments: tuple[str, ...], words: str) -> None:
    done = run(*arguments)
    assert done.returncode not in (0, 2, 4, 6, 8)
    assert words in done.stdout + done.stderr


def test_a_configuration_that_is_no_yaml(tmp_path: Path) -> None:
    (tmp_path / ".cfnlintrc").write_text("append_rules: [a\n  b: c\n", encoding="utf-8")
    done = run("--plugin-only", FAILING, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("cfn-upc-lint: the configuration is no YAML: ")
    assert done.stderr.endswith("(line 2, column 4); mend .cfnlintrc, or what --config-file names\n")


@pytest.mark.parametrize(("kind", "package"), [("sarif", "sarif_om"), ("junit", "junit_xml")])
def test_a_missing_extra_is_one_sentence(kind: str, package: str, tmp_path: Path) -> None:
    (tmp_path / f"{package}.py").write_text("raise ImportError('hidden for the test')\n", encoding="utf-8")
    done = run("--plugin-only", "-f", kind, FAILING, env={**os.environ, "PYTHONPATH": str(tmp_path)})
    assert done.stderr.strip() == (
        f"cfn-upc-lint: the format '{kind}' needs an extra of cfn-lint: pip install 'cfn-lint[{kind}]'"
    )
    assert done.returncode == 1


def test_progress_is_shown_on_a_terminal_only() -> None:
    files = [str(path) for path in fixtures("fail")[:10]]
    parent, child = pty.openpty()
    subprocess.run(
        [str(COMMAND), "--plugin-only", "-f", "quiet", "--", *files],
        check=False,
        stderr=child,
        stdout=subprocess.DEVNULL,
        stdin=subprocess.DEVNULL,
    )
    assert b"10/10 files" in os.read(parent, 10_000)
    os.close(child)
    os.close(parent)
    assert run("--plugin-only", "-f", "quiet", "--", *files).stderr == ""


def test_help_and_version() -> None:
    text = run("--help").stdout
    assert "--plugin-only" in text
    assert "--append-rules" in text
    assert run("--version").stdout.splitlines() == [f"cfn-upc-lint {__version__}", f"cfn-lint {version('cfn-lint')}"]
    assert "E9610" in run("--plugin-only", "--list-rules").stdout


def test_no_finding_no_word() -> None:
    done = run(PASSING)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_broken_template_that_has_a_client_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("Resources:\n  A:\n    Type: AWS::Cognito::UserPoolClient\n   B: [\n", encoding="utf-8")
    done = run("--plugin-only", "-f", "parseable", path)
    assert ids(done) == {"E0000"}
    assert done.stdout == run("-f", "parseable", path).stdout


def test_a_file_that_is_not_there() -> None:
    done = run("--plugin-only", "/nowhere/template.yaml")
    assert "/nowhere/template.yaml" in done.stdout
    assert done.returncode == 2


def test_standard_input() -> None:
    done = run("--plugin-only", "-f", "parseable", input=FAILING.read_text(encoding="utf-8"))
    assert ids(done) == {"E9610"}
    assert run("--plugin-only", input="services: {}").returncode == 0
