"""What holds for every rule."""

from __future__ import annotations

import ast
import inspect
import re
from functools import cache
from pathlib import Path

import cfnlint
import pytest
from cfnlint.rules import Rules
from support import ROOT

from cfn_upc_rules import _rule
from cfn_upc_rules._load import rules

PACKAGE = ROOT / "cfn_upc_rules"
EVIDENCE = (_rule.DEPLOYED, _rule.REPORTED, _rule.REFERENCE, _rule.SCHEMA, _rule.CONVENTION)
RULES = list(rules().values())
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
FILES = sorted(PACKAGE.glob("rules/*/[a-z]*.py"))


@cache
def core() -> set[str]:
    return set(Rules.create_from_directory(str(Path(cfnlint.__file__).parent / "rules")))


@every_rule
def test_the_id(rule: type[_rule.UpcRule]) -> None:
    assert re.fullmatch(r"[EWI]96\d\d", rule.id)
    assert rule.id not in core()
    assert [other.id for other in RULES if other.id[1:] == rule.id[1:]] == [rule.id]
    assert f"**{rule.id}**" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


@every_rule
def test_the_words(rule: type[_rule.UpcRule]) -> None:
    for text in (rule.shortdesc, rule.description):
        assert text
        assert text.strip() == text
        assert not text.endswith(".")
        assert "\n" not in text
    assert "\n" not in rule.answer
    assert rule.source_url.startswith("https://docs.aws.amazon.com/")
    assert rule.evidence in EVIDENCE
    assert rule.tags
    assert rule.__doc__


@every_rule
def test_the_options(rule: type[_rule.UpcRule]) -> None:
    page = (ROOT / "docs" / "rules" / f"{rule.id}.md").read_text(encoding="utf-8")
    for name, option in rule.options.items():
        assert set(option) >= {"default", "type", "description"}
        assert option["type"] in ("boolean", "string", "list")
        assert option["type"] != "list" or option["itemtype"] == "string"
        assert f"| `{name}` |" in page


@every_rule
def test_cfn_lint_sees_what_the_class_says(rule: type[_rule.UpcRule]) -> None:
    assert rule().id == rule.id
    assert rule().severity in ("error", "warning", "informational")


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_a_rule_file(file: Path) -> None:
    source = file.read_text(encoding="utf-8")
    assert 20 <= len([line for line in source.splitlines() if line.strip()]) <= 60
    imported = [
        name
        for node in ast.walk(ast.parse(source))
        for name in (
            [node.module or "."]
            if isinstance(node, ast.ImportFrom)
            else [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else []
        )
    ]
    # cfn-lint runs each file alone: another rule's class in it would be registered twice.
    assert not [name for name in imported if name.startswith(("cfn_upc_rules.rules", "dataclasses", "."))]


def test_one_rule_a_file() -> None:
    assert sorted(Path(inspect.getfile(rule)) for rule in RULES) == FILES


def test_only_rules_and_the_bootstrap_are_run_in_directory_mode() -> None:
    assert [path.name for path in PACKAGE.glob("[A-Za-z1-9]*.py")] == ["bootstrap.py"]
    assert not list(PACKAGE.glob("rules/[A-Za-z1-9]*.py"))
