"""Options fail loudly, and do what their pages say."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import Found, lint_data, loaded, ours

from cfn_upc_rules._rule import UpcRule
from cfn_upc_rules.rules import rules

RULES = list(rules().values())
BOTH = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
TEMPLATE: dict[str, Any] = {
    "Resources": {
        "AppPool": {"Type": "AWS::Cognito::UserPool"},
        "WebClient": {
            "Type": "AWS::Cognito::UserPoolClient",
            **BOTH,
            "Properties": {
                "UserPoolId": {"Ref": "AppPool"},
                "ClientName": "web",
                "PreventUserExistenceErrors": "ENABLED",
            },
        },
    }
}


def with_options(tmp_path: Path, options: dict[str, Any], template: dict[str, Any] | None = None) -> list[Found]:
    """Lint with options in the template's Metadata, which takes what `.cfnlintrc` takes."""
    template = deepcopy(template or TEMPLATE)
    template["Metadata"] = {"cfn-lint": {"config": {"configure_rules": options}}}
    return ours(lint_data(tmp_path, template, include=("I",), base=None))


def unknown(rule: type[UpcRule]) -> str:
    known = ", ".join(rule.options) or "none"
    return f"{rule.id} is not configured right: there is no option 'no_such_option' (options of {rule.id}: {known})."


every_rule = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
every_option = pytest.mark.parametrize(
    ("rule", "name"),
    [(rule, name) for rule in RULES for name in rule.options],
    ids=lambda value: value if isinstance(value, str) else value.id,
)


@every_rule
def test_an_unknown_option_is_one_clear_finding(rule: type[UpcRule], tmp_path: Path) -> None:
    [found] = with_options(tmp_path, {rule.id: {"no_such_option": 1}})
    assert (found.id, found.line, found.message) == (rule.id, 1, unknown(rule))


@every_option
def test_a_value_of_the_wrong_type_is_one_clear_finding(rule: type[UpcRule], name: str, tmp_path: Path) -> None:
    [found] = with_options(tmp_path, {rule.id: {name: {"a": "mapping"}}})
    assert (found.id, found.line) == (rule.id, 1)
    assert f"option '{name}' takes a {rule.options[name]['type']}" in found.message


def in_a_file(folder: Path, options: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> list[Found]:
    """Lint with options in the `.cfnlintrc` of the current directory."""
    (folder / ".cfnlintrc").write_text(yaml.safe_dump({"configure_rules": options}), encoding="utf-8")
    monkeypatch.chdir(folder)
    return ours(lint_data(folder, TEMPLATE, include=("I",), base=None))


@every_rule
def test_an_unknown_option_in_a_file(rule: type[UpcRule], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    [found] = in_a_file(tmp_path, {rule.id: {"no_such_option": 1}}, monkeypatch)
    assert (found.id, found.line, found.message) == (rule.id, 1, unknown(rule))


@every_rule
def test_an_unknown_option_on_the_command_line(rule: type[UpcRule], tmp_path: Path) -> None:
    option = ("-x", f"{rule.id}:no_such_option=1")
    [found] = ours(lint_data(tmp_path, TEMPLATE, include=("I",), base=None, options=option))
    assert (found.id, found.line, found.message) == (rule.id, 1, unknown(rule))


@every_option
def test_a_wrong_type_in_a_file(
    rule: type[UpcRule], name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # A mapping is what cfn-lint's own schema of the file refuses already.
    value = "perhaps" if rule.options[name]["type"] == "boolean" else True
    [found] = in_a_file(tmp_path, {rule.id: {name: value}}, monkeypatch)
    assert (found.id, found.line) == (rule.id, 1)
    assert f"option '{name}' takes a {rule.options[name]['type']}" in found.message


def test_an_option_works_from_a_file_and_from_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    options = ("-x", "E9601:pattern=.+App")
    by_command = ours(lint_data(tmp_path, TEMPLATE, base=None, options=options))
    assert [found.id for found in by_command] == ["E9601"]
    by_file = in_a_file(tmp_path, {"E9601": {"pattern": ".+App"}}, monkeypatch)
    assert [found for found in by_file if found.id == "E9601"] == by_command


@pytest.mark.parametrize(
    ("rule", "options", "words"),
    [
        ("E9601", {"pattern": "[A-Z"}, "is no regular expression"),
        ("W9604", {"types": ["AWS::Lambda::Permission"]}, "takes entries like"),
        ("W9604", {"types": ["Shop::Lambda::Alias/Names//First"]}, "takes entries like"),
        ("W9621", {"variables": []}, "takes a list of one or more strings, not []"),
    ],
)
def test_an_unusable_value_is_one_clear_finding(rule: str, options: Any, words: str, tmp_path: Path) -> None:
    [found] = with_options(tmp_path, {rule: options})
    assert (found.id, found.line) == (rule, 1)
    assert words in found.message


def test_options_that_are_no_mapping() -> None:
    rule = loaded(core=False)["E9601"]
    rule.configure(["pattern"])
    assert isinstance(rule, UpcRule)
    assert "must be a mapping" in rule._problems[0]


def test_pattern(tmp_path: Path) -> None:
    [found] = with_options(tmp_path, {"E9601": {"pattern": ".+App"}})
    assert "does not match the pattern '.+App'" in found.message
    assert with_options(tmp_path, {"E9601": {"pattern": "Web.*"}}) == []


@pytest.mark.parametrize(("name", "expected"), [("Web49A1B2C3", []), ("web-client", ["E9601"])])
def test_the_pattern_is_not_for_logical_ids_that_a_tool_made(name: str, expected: list[str], tmp_path: Path) -> None:
    client = TEMPLATE["Resources"]["WebClient"] | {"Metadata": {"aws:cdk:path": "Shop/Web/Resource"}}
    template = {"Resources": {"AppPool": TEMPLATE["Resources"]["AppPool"], name: client}}
    found = with_options(tmp_path, {"E9601": {"pattern": ".+App"}}, template)
    assert [finding.id for finding in found] == expected


def test_allow_external(tmp_path: Path) -> None:
    template = deepcopy(TEMPLATE)
    template["Parameters"] = {"Pool": {"Type": "String"}}
    template["Resources"]["WebClient"]["Properties"]["UserPoolId"] = {"Ref": "Pool"}
    assert with_options(tmp_path, {}, template) == []
    [found] = with_options(tmp_path, {"E9610": {"allow_external": "false"}}, template)
    assert "not connected to a User Pool of this template" in found.message
    assert with_options(tmp_path, {"E9610": {"allow_external": False}}) == []


def test_types(tmp_path: Path) -> None:
    template = deepcopy(TEMPLATE)
    template["Resources"]["Gate"] = {
        "Type": "AWS::ApiGatewayV2::Authorizer",
        "Properties": {"JwtConfiguration": {"Audience": [{"Ref": "WebClient"}]}},
    }
    entry = "AWS::ApiGatewayV2::Authorizer/JwtConfiguration/Audience/0"
    assert with_options(tmp_path, {}, template) == []
    [found] = with_options(tmp_path, {"W9604": {"types": [entry]}}, template)
    assert found.id == "W9604"
    template["Resources"]["WebClientGate"] = template["Resources"].pop("Gate")
    assert with_options(tmp_path, {"W9604": {"types": [entry]}}, template) == []


def test_variables_are_shared_by_the_family(tmp_path: Path) -> None:
    template = deepcopy(TEMPLATE)
    variables: dict[str, Any] = {"COGNITO_CLIENT": {"Ref": "WebClient"}, "USER_POOL_ID": {"Ref": "AppPool"}}
    template["Resources"]["Orders"] = {
        "Type": "AWS::Lambda::Function",
        "Properties": {"Environment": {"Variables": variables}},
    }
    options = {"W9621": {"variables": ["COGNITO_CLIENT", "OTHER"]}}
    assert {f.id for f in with_options(tmp_path, {}, template)} == {"W9621"}
    assert with_options(tmp_path, options, template) == []
    variables["COGNITO_CLIENT"] = "literal"
    assert {f.id for f in with_options(tmp_path, options, template)} == {"W9623"}
    variables["COGNITO_CLIENT"] = {"Ref": "AppPool"}
    assert {f.id for f in with_options(tmp_path, options, template)} == {"E9622"}
    del variables["COGNITO_CLIENT"]
    template["Resources"]["Orders"]["DependsOn"] = "WebClient"
    [found] = [f for f in with_options(tmp_path, options, template) if f.id == "W9620"]
    assert "Declare COGNITO_CLIENT" in found.message
