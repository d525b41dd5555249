"""`cfn-upc-lint explain`: the pages, as they are read without their Markdown; and the schema of `.cfnlintrc`."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from textwrap import dedent
from typing import Any

import jsonschema
import pytest
import yaml
from commands import COMMAND, FAILING, PASSING
from pages import page
from support import ROOT, RULE_IDS

from cfn_upc_rules._command import cli, pages
from cfn_upc_rules._command.pages import page_of
from cfn_upc_rules._command.plain_page import plain
from cfn_upc_rules.rules import rules

RULES = {rule.id: rule for rule in rules().values()}
SCHEMA: dict[str, Any] = json.loads((ROOT / "cfn_upc_rules" / "cfnlintrc.schema.json").read_text(encoding="utf-8"))
BLOCK = re.compile(r"^( *)```yaml\n(.*?)^\1```$", re.MULTILINE | re.DOTALL)
CONFIGURATION = re.compile(r"(?:#.*\n)*(?:append_rules|configure_rules|ignore_checks):")


def told(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> tuple[str, str]:
    """Return what the command prints, on both streams."""
    assert cli.main(["explain", *arguments]) == code
    printed = capsys.readouterr()
    return printed.out, printed.err


def on_a_terminal(*command: str | Path, cwd: Path) -> str:
    """Return what a command shows on a terminal of 80 columns."""
    ours, theirs = pty.openpty()
    environment = {**os.environ, "COLUMNS": "80", "TERM": "xterm", "NO_COLOR": "1"}
    with subprocess.Popen(
        [str(part) for part in command], stdin=theirs, stdout=theirs, stderr=theirs, cwd=cwd, env=environment
    ) as process:
        os.close(theirs)
        shown = b""
        try:
            while more := os.read(ours, 65536):
                shown += more
        except OSError:  # Linux says so where the other end is closed
            pass
        process.wait()
    os.close(ours)
    return shown.decode("utf-8").replace("\r\n", "\n")


def test_a_page_without_its_marks(capsys: pytest.CaptureFixture[str]) -> None:
    out, err = told(capsys, "w9670", "E9730")
    assert err == ""
    assert out.startswith("W9670: Logical ID of a User Pool Client was renamed\n====")
    assert "\n\nE9730: Nested stack gets" in out
    assert "    Resources:\n      CustomerPool:\n" in out
    assert "Change safety (`docs/change-safety.md`) tells" in " ".join(out.split())
    assert "\n`auth.yaml`:\n" in out  # which of the templates it is
    assert '`base`\n  Type: string\n  Default: `"HEAD"`\n  Meaning: The git revision' in out
    assert max(len(line) for line in out.splitlines() if not line.startswith(" ") and "http" not in line) <= 80


@pytest.mark.parametrize("rule", RULE_IDS)
def test_every_page_reads_well(rule: str) -> None:
    text = plain(page_of(rule) or "", 72)
    sentences = "\n".join(line for line in text.splitlines() if not line.startswith("    "))
    assert not re.search(r"```|<!--|\]\(|<https?:|\*\*|^\||^#", sentences, re.MULTILINE), sentences
    templates = re.findall(r"^```yaml\n(.*?)^```$", page(rule), re.DOTALL | re.MULTILINE)
    assert len(templates) >= 2
    for template in templates:
        assert "\n".join(f"    {line}".rstrip() for line in template.splitlines()) in text


def test_all_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = told(capsys)
    assert [line.split(" ")[0] for line in out.splitlines()] == RULE_IDS
    assert f"W9620 warning       {RULES['W9620'].shortdesc}\n" in out


def test_the_metadata_is_that_of_the_rules(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(told(capsys, "--format", "json")[0])
    assert [rule["id"] for rule in found] == RULE_IDS
    for described in found:
        rule = RULES[described["id"]]
        assert described["severity"] == rule().severity
        assert (described["summary"], described["evidence"]) == (rule.shortdesc, rule.evidence)
        assert described["source"] == rule.source_url
        assert set(described["types"]) == set(rule.types)
        assert described["edit"] == (" or ".join(rule.fixes) or "none")
        assert [(one["name"], one["type"], one["default"]) for one in described["options"]] == [
            (name, option["type"], option["default"]) for name, option in rule.options.items()
        ]
    out, _ = told(capsys, "e9610", "-f", "json", "W9621,W9620", "E9610")
    assert [rule["id"] for rule in json.loads(out)] == ["E9610", "W9621", "W9620"]
    assert [option["name"] for option in json.loads(out)[1]["options"]] == ["variables"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["E9619"], "there is no rule 'E9619': did you mean W9619?"),
        (["W9630"], "there is no rule 'W9630': did you mean E9630?"),
        (["E9639"], "there is no rule 'E9639': did you mean E963"),
        (["e96100"], "there is no rule 'e96100': did you mean E9610?"),
        (["?"], "there is no rule '?': `cfn-upc-lint explain` lists them all"),
        (["\x1b[2J"], "there is no rule '\\x1b[2J': `cfn-upc-lint explain` lists them all"),
        (["e3002"], "E3002 is of cfn-lint's own rules, not of these: `cfn-upc-lint --list-rules` lists them"),
        (["W1001", "X"], "W1001 is of cfn-lint's own rules"),
        (["--format", "yaml"], "explain: argument -f/--format: invalid choice: 'yaml'"),
        (["--no-such"], "explain: unrecognized arguments: --no-such"),
        (["--schema", "E9610"], "explain --schema takes nothing else"),
    ],
)
def test_what_can_not_be_explained(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, err = told(capsys, *arguments, code=1)
    assert err.startswith(f"cfn-upc-lint: {said}")
    assert err.count("\n") == 1


def test_what_is_known_is_told_beside_what_is_not(capsys: pytest.CaptureFixture[str]) -> None:
    out, err = told(capsys, "E9610", "E9619", code=1)
    assert out.startswith("E9610: ")
    assert "did you mean W9619?" in err


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = told(capsys, "--help")
    assert "usage: cfn-upc-lint explain" in out


def test_a_copy_without_pages(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_FOLDERS", ())
    assert "this copy of cfn-upc-rules has no pages" in told(capsys, "E9610", code=1)[1]


def test_a_file_of_that_name_is_linted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "explain").write_bytes(FAILING.read_bytes())
    monkeypatch.chdir(tmp_path)
    for arguments in (["--", "explain"], ["./explain"], ["--plugin-only", "explain"]):
        assert cli.main(["-f", "quiet", "-i", "E1", "E2", "E3", "W", *arguments]) == 2


def test_nothing_of_cfn_lint_is_loaded() -> None:
    code = "import sys; from cfn_upc_rules._command.cli import main; main(['explain', 'E9610']);"
    code += "print('cfnlint' in sys.modules)"
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.endswith("\nFalse\n")


def test_a_reader_that_has_seen_enough() -> None:
    done = subprocess.run(
        f"{COMMAND} explain {' '.join(RULE_IDS)} | head -n 1", shell=True, capture_output=True, text=True, check=False
    )
    assert (done.stdout.count("\n"), done.stderr) == (1, "")


@pytest.mark.second_tier
def test_on_a_terminal(tmp_path: Path) -> None:
    shown = on_a_terminal(COMMAND, "explain", "E9610", cwd=tmp_path)
    assert "E9610: User Pool Client is not connected to a User Pool" in shown
    assert "##" not in shown
    assert " • " in shown  # rich's own mark of a list
    assert shown.count("https://docs.aws.amazon.com/cognito-user-identity-pools") == 1
    without = "import sys; sys.modules['rich.console'] = None; from cfn_upc_rules._command.cli import main; "
    shown = on_a_terminal(sys.executable, "-c", without + "main(['explain', 'E9610'])", cwd=tmp_path)
    assert "\n- Severity: error" in shown


@pytest.mark.second_tier
def test_findings_name_the_command_once(tmp_path: Path) -> None:
    hint = "\ncfn-upc-lint explain E9610 says more\n"
    for form in ((), ("-f", "pretty")):
        shown = on_a_terminal(COMMAND, "--plugin-only", *form, FAILING, cwd=tmp_path)
        assert shown.count("says more") == 1
        assert shown.endswith(hint)
    silent: list[tuple[str | Path, ...]] = [("-f", form, FAILING) for form in ("parseable", "quiet", "json")]
    for arguments in (*silent, ("--output-file", tmp_path / "out.txt", FAILING), (PASSING,)):
        assert "says more" not in on_a_terminal(COMMAND, "--plugin-only", *arguments, cwd=tmp_path)
    piped = subprocess.run([COMMAND, "--plugin-only", FAILING], capture_output=True, text=True, check=False)
    assert piped.stderr == ""


# -- the schema ------------------------------------------------------------------------------------


def problems(text: str) -> list[str]:
    """Return what the schema says is wrong with a configuration."""
    validator = jsonschema.Draft7Validator(SCHEMA)
    return [error.message for error in validator.iter_errors(yaml.safe_load(text))]


def test_the_schema_is_one_and_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    jsonschema.Draft7Validator.check_schema(SCHEMA)
    assert json.loads(told(capsys, "--schema")[0]) == SCHEMA


def test_every_option_has_its_place() -> None:
    configured = SCHEMA["properties"]["configure_rules"]["properties"]
    assert sorted(configured) == sorted(RULE_IDS)
    for rule_id, rule in RULES.items():
        assert set(configured[rule_id]["properties"]) == set(rule.options)
        for name, option in rule.options.items():
            text = yaml.safe_dump({"configure_rules": {rule_id: {name: option["default"]}}})
            assert problems(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "append_rules: [cfn_upc_rules]",
        "configure_rules: {W9621: {variables: [USER_POOL_CLIENT_ID, COGNITO_CLIENT_ID]}}",
        "configure_rules: {W9621: {variables: COGNITO_CLIENT_ID}}",
        'configure_rules: {W9670: {base: ""}, E9610: {allow_external: false}}',
        "configure_rules: {E3012: {strict: true}, E9001: {mine: [1, 2]}}",
        "ignore_checks: [W9604]\nnon_zero_exit_code: error\nformat: pretty",
    ],
)
def test_good_configurations(text: str) -> None:
    assert problems(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("append_rule: [cfn_upc_rules]", "'append_rule' was unexpected"),
        ("append_rules: cfn_upc_rules", "is not of type 'array'"),
        ("configure_rules: {W9621: {variable: [A]}}", "'variable' was unexpected"),
        ("configure_rules: {W9621: {variables: {A: B}}}", "is not valid under any of the given schemas"),
        ("configure_rules: {W9670: {base: [main]}}", "is not of type 'string'"),
        ("configure_rules: {E9610: {allow_external: 7}}", "is not of type 'boolean'"),
        ("configure_rules: {E9630: {anything: 1}}", "'anything' was unexpected"),
        ("configure_rules: {E9699: {anything: 1}}", "does not match any of the regexes"),
        ("configure_rules: {W9670: main}", "is not of type 'object'"),
        ("non_zero_exit_code: all", "is not one of"),
        ("format: xml", "is not one of"),
    ],
)
def test_bad_configurations(text: str, said: str) -> None:
    assert said in " ".join(problems(text))


def test_the_configurations_of_the_pages() -> None:
    texts = [path.read_text(encoding="utf-8") for path in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]]
    blocks = [dedent(match[2]) for text in texts for match in BLOCK.finditer(text)]
    found = [text for text in blocks if CONFIGURATION.match(text)]
    assert len(found) > 8
    for text in found:
        assert problems(text) == [], text
