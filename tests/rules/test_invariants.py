"""What holds for every rule."""

from __future__ import annotations

import ast
import inspect
import json
import re
import shutil
import sys
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import cfnlint
import pytest
from cfnlint.helpers import load_plugins
from cfnlint.rules import CloudFormationLintRule, Rules
from cfnlint.template import Template
from support import ROOT, TRANSLATES_SAM, fixtures
from variants import decoded

from cfn_upc_rules import _rule
from cfn_upc_rules._template.stack import Stack
from cfn_upc_rules._template.values import mapping
from cfn_upc_rules.rules import rules

PACKAGE = ROOT / "cfn_upc_rules"
EVIDENCE = (_rule.DEPLOYED, _rule.REPORTED, _rule.REFERENCE, _rule.SCHEMA, _rule.CONVENTION)
RULES = list(rules().values())
every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
FILES = sorted(PACKAGE.glob("rules/*/[a-z]*.py"))
# What cfn-lint's directory mode runs, in every folder, underscore or not.
RUN = sorted(PACKAGE.rglob("[A-Za-z1-9]*.py"))
every_file = pytest.mark.parametrize("file", RUN, ids=lambda file: str(file.relative_to(PACKAGE)))


@cache
def core() -> set[str]:
    return set(Rules.create_from_directory(str(Path(cfnlint.__file__).parent / "rules")))


@every_rule
def test_the_id(rule: type[_rule.UpcRule]) -> None:
    assert re.fullmatch(r"[EWI]9[67]\d\d", rule.id)
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


@cache
def as_json(path: Path) -> str:
    """Return a fixture in a form that is read in no time."""
    return json.dumps(decoded(path))


def without(path: Path, names: tuple[str, ...]) -> Template | None:
    """Return a fixture with some properties taken out of its resources, None where there is nothing to take out.

    Nor is there of a template whose properties cfn-lint's SAM translator would write anew.
    """
    text = as_json(path)
    if not any(f'"{name}"' in text for name in names) or (TRANSLATES_SAM and "AWS::Serverless-2016-10-31" in text):
        return None
    data: dict[str, Any] = json.loads(text)
    for resource in data.get("Resources", {}).values():
        properties = mapping(mapping(resource).get("Properties"))
        for name in names:
            properties.pop(name, None)
    template = Template(str(path), data, ["us-east-1"])
    template.transform()
    return template


def findings_without(rule: type[_rule.UpcRule], names: tuple[str, ...]) -> list[_rule.Finding]:
    """Return what a rule finds in all fixtures once the properties are gone."""
    templates = [without(path, names) for kind in ("fail", "pass") for path in fixtures(kind)]
    stacks = [Stack.of(template) for template in templates if template]
    assert stacks
    configured = rule()
    configured.configure()
    return [finding for stack in stacks for finding, _ in configured.findings(stack)]


@pytest.mark.second_tier
@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.properties], ids=lambda rule: rule.id)
def test_without_what_it_is_about_a_rule_has_nothing_to_say(
    rule: type[_rule.UpcRule], monkeypatch: pytest.MonkeyPatch
) -> None:
    names = rule.properties
    monkeypatch.setattr(rule, "properties", ())
    assert findings_without(rule, names) == []


def test_a_rule_that_is_about_what_is_missing_would_be_found() -> None:
    [rule] = [rule for rule in RULES if rule.id == "E9610"]
    assert findings_without(rule, ("UserPoolId",))


def at_the_top(source: str) -> list[str]:
    """Return what a file imports when it is run, by its full name; a relative import begins with a full stop."""
    names = []
    for node in ast.parse(source).body:
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names += [f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names]
    return names


def forbidden(name: str) -> bool:
    """Tell whether a file that cfn-lint's directory mode runs must not import a name at its top.

    It is run alone, without a package, before or after any other: a relative import fails, and a dataclass doesn't
    find its module. What is not installed with the plugin may be missing.
    """
    package = name.partition(".")[0]
    # cfn-lint depends on the others.
    here = package in ("cfn_upc_rules", "cfnlint", "regex", "yaml") or package in sys.stdlib_module_names
    return package == "dataclasses" or not here


def test_forbidden_imports_are_recognised() -> None:
    source = """
from . import a
from .a import b
from ..a import b
import dataclasses
from dataclasses import dataclass
import pygls
from pygls.server import LanguageServer
"""
    assert all(forbidden(name) for name in at_the_top(source))
    assert not any(forbidden(name) for name in at_the_top("import re\nfrom cfn_upc_rules._rule import UpcRule"))


@every_file
def test_what_a_file_imports(file: Path) -> None:
    assert [name for name in at_the_top(file.read_text(encoding="utf-8")) if forbidden(name)] == []


@every_file
def test_a_file_has_no_rule_but_its_own(file: Path) -> None:
    """Any other that is imported at its top would be registered a second time."""
    module = import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
    classes = [value for value in vars(module).values() if isinstance(value, type)]
    found = [one for one in classes if issubclass(one, CloudFormationLintRule) and one.id]
    assert found == [rule for rule in RULES if Path(inspect.getfile(rule)) == file]


def test_directory_mode_gives_exactly_the_rules(tmp_path: Path) -> None:
    """The loader makes a rule of every class that it finds, in whatever folder: bases have no ID."""
    copy = shutil.copytree(PACKAGE, tmp_path / "vendored", ignore=shutil.ignore_patterns("__pycache__"))
    found = [rule for rule in load_plugins(str(copy)) if rule.id]
    assert sorted(rule.id for rule in found) == sorted(rule.id for rule in RULES)
    assert not [rule for rule in found if type(rule).__module__.startswith("cfn_upc_rules.")]
    assert {name for name in Rules.create_from_directory(str(copy)) if name} == {rule.id for rule in RULES}


def test_the_length_of_rule_files() -> None:
    """Blank lines aside: the blank ones are the formatter's."""
    lines = {file.name: file.read_text(encoding="utf-8").splitlines() for file in FILES}
    assert {name: len(text) for name, text in lines.items() if len([line for line in text if line.strip()]) > 110} == {}


def test_every_file_among_the_rules_is_a_rule() -> None:
    """What several rules share begins with `_`: directory mode passes over it."""
    assert [path for path in RUN if path.is_relative_to(PACKAGE / "rules")] == FILES


def test_one_rule_a_file() -> None:
    assert sorted(Path(inspect.getfile(rule)) for rule in RULES) == FILES
