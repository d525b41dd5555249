"""Values that the user gives to parameters: each set of them is a scenario, and a finding says in which."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from cfnlint.config import ConfigMixIn
from support import Found, _Runner, loaded, ours
from wholes import CLIENT, POOL, att, child, nested, write

from cfn_upc_rules._command.exporting import exports_among, importing

pytestmark = pytest.mark.skipif(not hasattr(ConfigMixIn, "parameter_files"), reason="cfn-lint has them from 1.39 on")

TEMPLATE: dict[str, Any] = {
    "Parameters": {
        "Stage": {"Type": "String", "Default": "prod"},
        "Secret": {"Type": "String", "Default": "false"},
        "Host": {"Type": "String"},
        "Flows": {"Type": "CommaDelimitedList"},
        "Hidden": {"Type": "String", "NoEcho": True},
        "Stored": {"Type": "AWS::SSM::Parameter::Value<String>"},
        "Broken": 5,
    },
    "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}},
    "Resources": {
        "Pool": POOL,
        "Web": {
            "Type": CLIENT["Type"],
            "Properties": {
                "UserPoolId": {"Ref": "Pool"},
                "AllowedOAuthFlowsUserPoolClient": True,
                "AllowedOAuthFlows": {"Ref": "Flows"},
                "AllowedOAuthScopes": ["openid"],
                "GenerateSecret": {"Ref": "Secret"},
                "CallbackURLs": [
                    {"Fn::Sub": "http://${Host}/${!Literal}"},
                    {"Fn::Sub": ["http://${Name}/", {"Name": {"Ref": "Stored"}}]},
                    {"Fn::If": ["IsProd", "https://example.com/#x", "https://example.com/"]},
                ],
                "LogoutURLs": [{"Fn::Sub": 5}],
            },
        },
    },
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "template.yaml", yaml.safe_dump(TEMPLATE, sort_keys=False))
    return tmp_path


def values(folder: Path, name: str, **given: Any) -> str:
    write(folder, name, json.dumps([{"ParameterKey": k, "ParameterValue": v} for k, v in given.items()]))
    return name


def linted(template: str, *options: str) -> list[Found]:
    """Return our findings; cfn-lint takes no values beside `--template`."""
    config = ConfigMixIn([*options, "-x", "W9670:base=", "--", *([template] if template else [])])
    runner = _Runner(config)
    runner.rules = loaded(core=False)
    return ours([Found(m.linenumber, m.rule.id, m.message, m.columnnumber, ()) for m in runner.run()])


def found(*files: str, template: str = "template.yaml") -> list[Found]:
    """Return what is found with the values; cfn-lint lints once more without them."""
    plain = linted(template)
    return [f for f in linted(template, "--parameter-files", *files) if f not in plain]


def test_a_default_is_not_a_value() -> None:
    assert [(f.id, "(when IsProd is true)" in f.message) for f in linted("template.yaml")] == [("E9636", True)]


def test_a_value_is_as_good_as_one_that_is_written(folder: Path) -> None:
    file = values(folder, "prod.json", Secret="false", Flows="client_credentials , code", Host="example.com", No="x")
    said = {f.id: f.message for f in found(file)}
    assert set(said) == {"E9630", "E9631", "E9632", "E9636"}
    assert all(
        "(with prod.json)" in message or "(when IsProd is true, with prod.json)" in message for message in said.values()
    )


def test_a_value_decides_conditions(folder: Path) -> None:
    dev, prod = values(folder, "dev.json", Stage="dev"), values(folder, "prod.json", Stage="prod")
    assert found(dev) == []
    [finding] = found(dev, prod)
    assert "has a fragment (with prod.json). " in finding.message


def test_what_is_found_with_each_set_names_all(folder: Path) -> None:
    one, two = (values(folder, name, Host="example.com", Stage="dev") for name in ("a.json", "b.json"))
    [finding] = found(one, two)
    assert "(with a.json and b.json)" in finding.message
    line = next(
        number
        for number, text in enumerate(Path("template.yaml").read_text("utf-8").splitlines(), 1)
        if "${Host}" in text
    )
    assert finding.line == line


def test_what_is_found_anyway_names_none(folder: Path) -> None:
    template = json.loads(json.dumps(TEMPLATE))
    template["Resources"]["Web"]["Properties"]["UserPoolId"] = {"Ref": "Web"}
    write(folder, "template.yaml", yaml.safe_dump(template))
    file = values(folder, "dev.json", Stage="dev")
    assert found(file) == []
    with_values = linted("template.yaml", "--parameters", "Stage=dev")
    assert [f.message for f in with_values if f.id == "E9610" and "with" in f.message] == []


def test_values_of_the_command_line() -> None:
    [finding] = linted("template.yaml", "--parameters", "Stage=prod", "Stored=example.com", "Hidden=x")
    assert "(with --parameters)" in finding.message


@pytest.mark.parametrize(("no_echo", "shown"), [(True, 0), ("true", 0), ("True", 0), ("false", 1)])
def test_a_secret_value_is_not_shown(folder: Path, no_echo: Any, shown: int) -> None:
    template = json.loads(json.dumps(TEMPLATE))
    template["Parameters"]["Hidden"]["NoEcho"] = no_echo
    template["Resources"]["Web"]["Properties"]["LogoutURLs"] = [{"Ref": "Hidden"}]
    write(folder, "template.yaml", yaml.safe_dump(template))
    assert len(found(values(folder, "prod.json", Hidden="http://example.com"))) == shown


def test_a_hard_coded_id_is_none_that_is_given(folder: Path) -> None:
    template = child()
    template["Resources"] |= {"Pool": POOL, "Client": CLIENT}
    write(folder, "template.json", template)
    assert linted("template.json", "--parameters", "ClientId=7abc") == []


def test_a_value_that_is_handed_to_a_nested_stack(folder: Path) -> None:
    write(folder, "child.json", child())
    root = {
        "Parameters": {"Stage": {"Type": "String"}},
        "Conditions": TEMPLATE["Conditions"],
        "Resources": {
            "Auth": nested("auth.json"),
            "App": nested("child.json", ClientId={"Fn::If": ["IsProd", att("Auth", "Outputs.PoolId"), "none"]}),
        },
    }
    write(folder, "auth.json", {"Resources": {"Pool": POOL}, "Outputs": {"PoolId": {"Value": {"Ref": "Pool"}}}})
    write(folder, "root.json", root)
    dev, prod = values(folder, "dev.json", Stage="dev"), values(folder, "prod.json", Stage="prod")
    assert found(dev, template="root.json") == []
    [finding] = found(dev, prod, template="root.json")
    assert (finding.id, "(with prod.json)" in finding.message) == ("E9730", True)


def test_a_list_decides_conditions(folder: Path) -> None:
    template = json.loads(json.dumps(TEMPLATE))
    template["Conditions"]["IsProd"] = {"Fn::Equals": [{"Fn::Select": [0, {"Ref": "Flows"}]}, "code"]}
    template["Resources"]["Web"]["Properties"]["GenerateSecret"] = False
    write(folder, "template.yaml", yaml.safe_dump(template))
    says = {"code,implicit": True, "implicit,code": False}
    for flows, is_said in says.items():
        messages = [f.message for f in linted("template.yaml", "--parameters", f"Flows={flows}") if f.id == "E9636"]
        assert [message for message in messages if "when" in message] == []
        assert bool(messages) is is_said


def test_an_import_is_known_by_the_name_of_a_parameter_in_it(folder: Path) -> None:
    name = {"Fn::Sub": "${Stage}-pool"}
    parameters = {"Stage": {"Type": "String"}}
    auth = {"Resources": {"Pool": POOL}, "Outputs": {"Pool": {"Value": {"Ref": "Pool"}, "Export": {"Name": name}}}}
    write(folder, "auth.json", {"Parameters": parameters, **auth})
    app = {"Parameters": parameters, "Resources": child({"Fn::ImportValue": name})["Resources"]}
    write(folder, "app.json", app)
    with importing(exports_among(["auth.json", "app.json"])):
        for options in ([], ["--parameters", "Stage=prod"]):
            assert [f.id for f in linted("app.json", *options)] == ["E9731"]


def test_a_deployment_file(folder: Path) -> None:
    deployment = {"template-file-path": "template.yaml", "parameters": {"Stage": "prod"}, "tags": {}}
    write(folder, "deployment.json", deployment)
    [finding] = linted("", "--deployment-files", "deployment.json")
    assert "(with deployment.json)" in finding.message
