"""What holds for every rule."""

from __future__ import annotations

import ast
import inspect
import re
from functools import cache
from pathlib import Path
from typing import Any

import cfnlint
import pytest
from cfnlint.decode import decode
from cfnlint.rules import Rules
from cfnlint.template import Template
from support import ROOT, fixtures

from cfn_upc_rules import _rule
from cfn_upc_rules._template.stack import Stack
from cfn_upc_rules._template.values import mapping
from cfn_upc_rules.rules import rules

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


def without(path: Path, names: tuple[str, ...]) -> Template | None:
    """Return a fixture with some properties taken out of its resources, None where there is nothing to take out."""
    if not any(name in path.read_text(encoding="utf-8") for name in names):
        return None
    decoded: dict[str, Any] = decode(str(path))[0] or {}
    for resource in decoded.get("Resources", {}).values():
        properties = mapping(mapping(resource).get("Properties"))
        for name in names:
            properties.pop(name, None)
    template = Template(str(path), decoded, ["us-east-1"])
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


def imported(source: str) -> list[str]:
    """Return what a file imports, by its full name; a relative import begins with a full stop."""
    names = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names += [f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names]
    return names


def forbidden(name: str) -> bool:
    """Tell whether a rule file must not import a name.

    cfn-lint runs each file alone, without a package: a relative import fails, a dataclass doesn't find its
    module, and another rule's class would be registered twice.
    """
    package, _, rest = name.partition(".")
    is_shared = rest.startswith("_") or rest.partition(".")[2].partition(".")[2].startswith("_")
    return name.startswith(".") or package == "dataclasses" or (package == "cfn_upc_rules" and not is_shared)


def test_forbidden_imports_are_recognised() -> None:
    source = """
from . import a
from .a import b
from ..a import b
import dataclasses
from dataclasses import dataclass
import cfn_upc_rules.rules.link.client_to_pool
from cfn_upc_rules import ClientToPool
from cfn_upc_rules.rules.link.client_to_pool import ClientToPool
"""
    assert all(forbidden(name) for name in imported(source))
    assert not any(forbidden(name) for name in imported("import re\nfrom cfn_upc_rules._rule import UpcRule"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_what_a_rule_file_imports(file: Path) -> None:
    assert [name for name in imported(file.read_text(encoding="utf-8")) if forbidden(name)] == []


def test_the_length_of_rule_files() -> None:
    """Blank lines aside: the blank ones are the formatter's."""
    lengths = {file.name: len(file.read_text(encoding="utf-8").split("\n")) for file in FILES}
    written = {
        f.name: len([line for line in f.read_text(encoding="utf-8").splitlines() if line.strip()]) for f in FILES
    }
    assert {name: lines for name, lines in written.items() if not 20 <= lines <= 60} == {}
    assert max(lengths.values()) < 75


def test_every_file_among_the_rules_is_a_rule() -> None:
    """A file elsewhere, or with another first character, would be run in one way of loading only."""
    assert sorted(path for path in PACKAGE.rglob("rules/**/*.py") if path.name != "__init__.py") == FILES


def test_one_rule_a_file() -> None:
    assert sorted(Path(inspect.getfile(rule)) for rule in RULES) == FILES


def test_only_rules_and_the_bootstrap_are_run_in_directory_mode() -> None:
    assert [path.name for path in PACKAGE.glob("*.py") if path.name[0].isalnum()] == ["bootstrap.py"]
    assert [path.name for path in PACKAGE.glob("rules/*.py")] == ["__init__.py"]
