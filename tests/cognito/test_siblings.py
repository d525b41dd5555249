"""What belongs to a pool, what runs at the edge, what a style sheet styles: the cases beside the fixtures."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any

import pytest
from support import Found, lint_data

if TYPE_CHECKING:
    from pathlib import Path


POOL = {"Ref": "Pool"}


def template(client: dict[str, Any], **resources: Any) -> dict[str, Any]:
    return {
        "Parameters": {"Stage": {"Type": "String"}, "Name": {"Type": "String"}},
        "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}},
        "Resources": {
            "Pool": {"Type": "AWS::Cognito::UserPool"},
            "Web": {"Type": "AWS::Cognito::UserPoolClient", "Properties": {"UserPoolId": POOL, **client}},
            **resources,
        },
    }


def provider(name: Any, pool: Any = POOL, **more: Any) -> dict[str, Any]:
    properties = {"UserPoolId": pool, "ProviderName": name, "ProviderType": "SAML"}
    return {"Type": "AWS::Cognito::UserPoolIdentityProvider", "Properties": properties, **more}


def ids(folder: Path, data: dict[str, Any]) -> list[str]:
    return [found.id for found in lint_data(folder, data)]


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (provider("Sso"), ["W9651"]),
        (provider("Other"), ["E9650"]),
        (provider({"Ref": "Name"}), []),
        (provider({"Fn::Sub": "x-${Name}"}), ["E9650"]),
        (provider({"Fn::Sub": "S${Name}"}), []),
        (provider({"Fn::If": ["IsProd", "Sso", "Other"]}), ["E9650", "W9651"]),
        (provider("Sso", "eu-west-1_aBcD12345"), ["E9650"]),
        (provider("Sso", {"Ref": "Name"}), []),
        (provider("Sso", {"Fn::If": ["IsProd", POOL, {"Ref": "Name"}]}), ["W9651"]),
        (provider({"Ref": "AWS::NoValue"}), ["E9650"]),
        ({"Type": "AWS::Cognito::UserPoolIdentityProvider"}, ["E9650"]),
        (
            {"Type": "AWS::Cognito::UserPoolIdentityProvider", "Properties": {"Fn::Transform": {"Name": "Macro"}}},
            [],
        ),
        ({"Type": "Custom::Provider", "Properties": {"Pool": POOL}}, []),
        ({"Type": "Custom::Provider", "Properties": {"Pool": POOL, "Client": {"Ref": "Web"}}}, ["E9650"]),
        ({"Type": "AWS::CloudFormation::Stack", "Properties": {"Parameters": {"Pool": POOL}}}, []),
        ({"Type": "Custom::EdgeFunction", "Properties": {"Environment": {"Variables": {"A": POOL}}}}, ["E9650"]),
    ],
)
def test_whether_a_pool_has_a_provider(tmp_path: Path, resource: Any, expected: list[str]) -> None:
    data = template({"SupportedIdentityProviders": ["COGNITO", "Sso"]}, Member=resource)
    assert ids(tmp_path, data) == expected


def test_a_provider_under_a_condition(tmp_path: Path) -> None:
    data = template({"SupportedIdentityProviders": ["Sso"]}, Sso=provider("Sso", Condition="IsProd"))
    messages = {found.id: found.message for found in lint_data(tmp_path, data)}
    assert "(when IsProd is false)" in messages["E9650"]
    assert "(when" not in messages["W9651"]


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        ("api/read", ["W9653"]),
        ("api/purge", ["E9652", "W9653"]),
        ("read", ["E9652"]),
        ("https://api/read", ["E9652"]),
        ({"Fn::Sub": "${Server}/read"}, []),
        ({"Fn::Sub": "${Server}/purge"}, ["E9652"]),
        ({"Fn::Join": ["/", [{"Ref": "Server"}, "purge"]]}, ["E9652"]),
        ({"Fn::Sub": "${Name}/purge"}, []),
        ({"Fn::Sub": "${Server}/${Name}"}, []),
        ({"Ref": "Server"}, ["E9652"]),
        ("", []),
        (7, ["E9652"]),
    ],
    ids=str,
)
def test_whether_a_scope_exists(tmp_path: Path, scope: Any, expected: list[str]) -> None:
    scopes = [{"ScopeName": "read", "ScopeDescription": "x"}]
    server = {"UserPoolId": POOL, "Identifier": "api", "Name": "api", "Scopes": scopes}
    client = {
        "AllowedOAuthFlowsUserPoolClient": True,
        "AllowedOAuthFlows": ["code"],
        "CallbackURLs": ["https://example.com"],
        "AllowedOAuthScopes": ["openid", scope],
    }
    data = template(client, Server={"Type": "AWS::Cognito::UserPoolResourceServer", "Properties": server})
    assert ids(tmp_path, data) == expected


@pytest.mark.parametrize(
    ("arn", "runs"),
    [
        ({"Ref": "Version"}, True),
        ({"Fn::Sub": "${Version}"}, True),
        ({"Ref": "Edge.Version"}, True),
        ({"Fn::Sub": "${Edge.Version}"}, True),
        ({"Fn::Sub": "${Edge.Arn}:3"}, False),
        ({"Fn::GetAtt": ["Version", "FunctionArn"]}, True),
        ({"Fn::ImportValue": "edge"}, False),
        ("arn:aws:lambda:us-east-1:123456789012:function:edge:1", False),
        ({"Ref": "Pool"}, False),
        (None, False),
    ],
    ids=str,
)
@pytest.mark.parametrize("others", [False, True], ids=["default", "others"])
def test_what_runs_at_the_edge(tmp_path: Path, arn: Any, runs: bool, others: bool) -> None:
    behavior = {"LambdaFunctionAssociations": [{"EventType": "viewer-request", "LambdaFunctionARN": arn}]}
    config = {"CacheBehaviors": [{}, behavior]} if others else {"DefaultCacheBehavior": behavior}
    edge = {"AutoPublishAlias": "live", "Environment": {"Variables": {"A": POOL}}}
    data = template(
        {},
        Edge={"Type": "AWS::Serverless::Function", "Properties": edge},
        Version={"Type": "AWS::Lambda::Version", "Properties": {"FunctionName": {"Ref": "Edge"}}},
        Site={"Type": "AWS::CloudFront::Distribution", "Properties": {"DistributionConfig": config}},
    )
    assert ids(tmp_path, data) == ["E9626"] * runs


def test_several_clients_in_one_expression(tmp_path: Path) -> None:
    config = {"UserPoolId": POOL, "AppIdClientRegex": {"Fn::Sub": "^(${Web}|${Staff})$"}}
    data = template(
        {},
        Staff={"Type": "AWS::Cognito::UserPoolClient", "Properties": {"UserPoolId": {"Ref": "Other"}}},
        Other={"Type": "AWS::Cognito::UserPool"},
        Api={"Type": "AWS::AppSync::GraphQLApi", "Properties": {"UserPoolConfig": config}},
    )
    [found] = lint_data(tmp_path, data)
    assert found.id == "W9619"
    assert "'Staff' of 'Other' beside pool 'Pool'" in found.message


def test_twelve_conditional_items_and_members(tmp_path: Path) -> None:
    names = [f"Sso{index}" for index in range(12)]
    conditional = [{"Fn::If": [name, name, {"Ref": "AWS::NoValue"}]} for name in names]
    data = template(
        {"SupportedIdentityProviders": conditional},
        **{name: provider(name, Condition=name) for name in names},
    )
    data["Conditions"].update({name: {"Fn::Equals": [{"Ref": "Name"}, name]} for name in names})
    assert ids(tmp_path, data) == ["W9651"] * 12
    for name in names:
        data["Resources"][name]["Condition"] = "IsProd"
    found: list[Found] = lint_data(tmp_path, data)
    assert [f.id for f in found] == ["E9650"] * 12 + ["W9651"] * 12
    for f, name in zip(found, sorted(names), strict=False):
        assert f"'{name}'" in f.message
        assert f"(when IsProd is false and {name} is true)" in f.message


def test_a_secret_that_a_condition_takes_away(tmp_path: Path) -> None:
    secret = {"Fn::GetAtt": ["Web", "ClientSecret"]}
    data = template(
        {"GenerateSecret": {"Fn::If": ["IsProd", True, False]}},
        Kept={"Type": "AWS::SecretsManager::Secret", "Properties": {"SecretString": secret}},
    )
    assert ids(tmp_path, data) == ["W9656"]
    data["Resources"]["Kept"]["Properties"]["SecretString"] = {"Fn::If": ["IsProd", secret, "none"]}
    assert ids(tmp_path, data) == []
    data["Resources"]["Kept"]["Properties"]["SecretString"] = {"Fn::If": ["IsProd", "none", secret]}
    assert ids(tmp_path, data) == ["W9656"]
    kept = deepcopy(data["Resources"]["Kept"])
    data["Resources"]["Kept"] = {"Fn::If": ["IsProd", kept, kept]}
    data["Outputs"] = {"Secret": {"Condition": "IsProd", "Value": {"Fn::Join": ["", ["a", secret]]}}, "Odd": [secret]}
    assert "W9656" not in {f.id for f in lint_data(tmp_path, data) if "'Secret'" in f.message}
