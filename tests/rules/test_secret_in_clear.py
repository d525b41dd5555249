"""W9685 follows the client's secret wherever it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support import lint_data

if TYPE_CHECKING:
    from pathlib import Path

SECRET = {"Fn::GetAtt": ["Client", "ClientSecret"]}
RESOURCES: dict[str, Any] = {
    "Pool": {"Type": "AWS::Cognito::UserPool"},
    "Client": {
        "Type": "AWS::Cognito::UserPoolClient",
        "Properties": {"UserPoolId": {"Ref": "Pool"}, "GenerateSecret": True},
    },
}
CONDITIONS = {"IsProd": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}


def found(folder: Path, resources: dict[str, Any], **sections: Any) -> list[tuple[str | int, ...]]:
    template = {"Conditions": CONDITIONS, "Resources": {**RESOURCES, **resources}, **sections}
    matches = lint_data(folder, template)
    assert not [match for match in matches if match.id.startswith("E000")], matches
    return [match.path for match in matches if match.id == "W9685"]


def function(value: Any, kind: str = "AWS::Lambda::Function") -> dict[str, Any]:
    return {"F": {"Type": kind, "Properties": {"Environment": {"Variables": {"X": value}}}}}


@pytest.mark.parametrize(
    "value",
    [
        SECRET,
        {"Fn::GetAtt": "Client.ClientSecret"},
        {"Fn::Sub": "${Client.ClientSecret}"},
        {"Fn::Sub": ["https://${Id}:${S}@host", {"Id": {"Ref": "Client"}, "S": SECRET}]},
        {"Fn::Join": [":", [{"Ref": "Client"}, SECRET]]},
        {"Fn::If": ["IsProd", SECRET, "none"]},
        {"Fn::Join": ["", [{"Fn::If": ["IsProd", {"Fn::Sub": "x${Client.ClientSecret}"}, ""]}]]},
        {"Fn::Base64": {"Fn::Sub": "${Client}:${Client.ClientSecret}"}},
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", ["AWS::Lambda::Function", "AWS::Serverless::Function", "Custom::StackeryEdgeFunction"])
def test_in_any_spelling(tmp_path: Path, kind: str, value: Any) -> None:
    [path] = found(tmp_path, function(value, kind))
    assert path[:6] == ("Resources", "F", "Properties", "Environment", "Variables", "X")


@pytest.mark.parametrize(
    "value",
    [{"Ref": "Client"}, {"Fn::GetAtt": ["Client", "ClientId"]}, {"Fn::Sub": "${!Client.ClientSecret}"}],
    ids=str,
)
def test_the_id_is_no_secret(tmp_path: Path, value: Any) -> None:
    assert found(tmp_path, function(value), Outputs={"Id": {"Value": value}}) == []


def parameter(**properties: Any) -> dict[str, Any]:
    return {"P": {"Type": "AWS::SSM::Parameter", "Properties": properties}}


def test_a_plain_parameter(tmp_path: Path) -> None:
    for kind in ("String", "StringList"):
        assert len(found(tmp_path, parameter(Type=kind, Value=SECRET))) == 1
    both = {"Fn::If": ["IsProd", {"Type": "String", "Value": SECRET}, {"Type": "String", "Value": "x"}]}
    assert len(found(tmp_path, {"P": {"Type": "AWS::SSM::Parameter", "Properties": both}})) == 1
    unclear: tuple[Any, ...] = ("SecureString", {"Ref": "AWS::StackName"})
    for kind in unclear:
        assert found(tmp_path, parameter(Type=kind, Value=SECRET)) == []


def test_a_container_under_conditions(tmp_path: Path) -> None:
    item = {"Name": "SECRET", "Value": SECRET}
    for environment in (
        [item],
        [{"Fn::If": ["IsProd", item, {"Ref": "AWS::NoValue"}]}],
        {"Fn::If": ["IsProd", [], [item]]},
        [{"Name": {"Ref": "AWS::StackName"}, "Value": SECRET}],
    ):
        containers = [{"Name": "a"}, {"Name": "b", "Environment": environment}]
        task = {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": containers}}
        assert len(found(tmp_path, {"T": task})) == 1


def test_what_keeps_a_secret(tmp_path: Path) -> None:
    secret = {"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": SECRET}}
    tags = {"Type": "AWS::Lambda::Function", "Properties": {"Description": SECRET}}
    containers = [{"Name": "a", "Secrets": [{"Name": "S", "ValueFrom": SECRET}]}]
    task = {"Type": "AWS::ECS::TaskDefinition", "Properties": {"ContainerDefinitions": containers}}
    assert found(tmp_path, {"S": secret, "F": tags, "T": task}) == []


def test_where_it_never_is(tmp_path: Path) -> None:
    unset = {"F": {**function(SECRET)["F"], "Condition": "IsProd"}}
    client = {"Client": {**RESOURCES["Client"], "Condition": "IsTest"}}
    conditions = {**CONDITIONS, "IsTest": {"Fn::Not": [{"Condition": "IsProd"}]}}
    assert found(tmp_path, {**client, **unset}, Conditions=conditions) == []


def test_the_secret_that_the_cdk_looks_up(tmp_path: Path) -> None:
    create = {"Fn::Sub": '{"action": "describeUserPoolClient", "parameters": {"ClientId": "${Client}"}}'}
    look_up = {"Type": "Custom::DescribeCognitoUserPoolClient", "Properties": {"ServiceToken": "x", "Create": create}}
    secret = {"Fn::GetAtt": ["LookUp", "UserPoolClient.ClientSecret"]}
    kept = {"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": secret}}
    resources = {**function(secret), "LookUp": look_up, "Kept": kept}
    [path] = found(tmp_path, resources)
    assert path[:6] == ("Resources", "F", "Properties", "Environment", "Variables", "X")
    assert (
        found(tmp_path, {**function({"Fn::GetAtt": ["LookUp", "UserPoolClient.ClientName"]}), "LookUp": look_up}) == []
    )
    absent = {**resources, "LookUp": {**look_up, "Condition": "IsProd"}}
    assert len(found(tmp_path, absent)) == 1
