"""What the rules of clients, sub-resources and neighbours have to heed beyond their fixtures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support import Found, lint, lint_data

POOL = {"Type": "AWS::Cognito::UserPool"}
HOST = "https://login.example.com/login"


def found(tmp_path: Path, rule: str, resources: dict[str, Any], **sections: Any) -> list[Found]:
    template = {"Resources": {"Pool": POOL, **resources}, **sections}
    include = (rule,) if rule.startswith("I") else ()
    all_found = lint_data(tmp_path, template, include=include)
    assert not [f for f in all_found if f.id.startswith("E000")], all_found
    return [f for f in all_found if f.id == rule]


def client(**properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::Cognito::UserPoolClient", "Properties": {"UserPoolId": {"Ref": "Pool"}, **properties}}


def login(*parts: Any) -> dict[str, Any]:
    return {"Login": {"Value": {"Fn::Join": ["", [f"{HOST}?client_id=", *parts]]}}}


CLIENT = client(CallbackURLs=["https://app.example.com/in?a=b"], LogoutURLs=["https://app.example.com/out"])


@pytest.mark.parametrize(
    ("address", "rest"),
    [
        ("&redirect_uri=https%3A%2F%2Fapp.example.com%2Fin%3Fa%3Db", ""),
        ("&amp;redirect_uri=https://app.example.com/in?a=b", ""),
        ("&redirect_uri=https://app.example.com/in?a=b", "&state=x"),
        ("&redirect_uri=https://app.example.com/in?a=b", "), or write to us."),
        ("&redirect_uri=https://app.example.com/in?a=b", '", "next": 1}'),
        ("&redirect_uri=https://app.example.com/in?a=b", "\\n"),
        ("&logout_uri=https://app.example.com/out", " and"),
        ("&redirect_uri=http://127.0.0.1:4711/in", ""),
        ("&redirect_uri=YOUR_CALLBACK", ""),
        ("&redirect_uri={{callback}}", ""),
        ("&state=redirect_uri", "=https://app.example.com/else"),
    ],
)
def test_an_address_that_is_right(tmp_path: Path, address: str, rest: str) -> None:
    assert found(tmp_path, "W9716", {"Web": CLIENT}, Outputs=login({"Ref": "Web"}, address, rest)) == []


@pytest.mark.parametrize(
    "address",
    [
        "&redirect_uri=https://app.example.com/in",
        "&redirect_uri=https://app.example.com/in?a=b/",
        "&response_type=code&redirect_uri=https%3a%2f%2fAPP.example.com%2fin%3Fa%3Db",
        '&redirect_uri=https://app.example.com/else", "next": 1}',
        "&logout_uri=https://app.example.com/",
    ],
)
def test_an_address_that_is_wrong(tmp_path: Path, address: str) -> None:
    [only] = found(tmp_path, "W9716", {"Web": CLIENT}, Outputs=login({"Ref": "Web"}, address))
    assert only.path[:2] == ("Outputs", "Login")
    assert "redirect_mismatch" in only.message


def test_an_address_deep_in_a_definition(tmp_path: Path) -> None:
    script = f"#!/bin/sh\nopen {HOST}?client_id=${{Pool}}\n"
    server = {"Type": "AWS::EC2::Instance", "Properties": {"UserData": {"Fn::Base64": {"Fn::Sub": script}}}}
    [only] = found(tmp_path, "W9716", {"Server": server})
    assert only.path[:4] == ("Resources", "Server", "Properties", "UserData")


@pytest.mark.parametrize("secret", ["ClientSecret", "Name"])
def test_another_attribute_of_a_client_is_no_client_id(tmp_path: Path, secret: str) -> None:
    outputs = login({"Fn::GetAtt": ["Web", secret]}, "&response_type=code")
    assert found(tmp_path, "W9716", {"Web": client(GenerateSecret=True)}, Outputs=outputs)


def test_an_anchor_that_holds_itself_reaches_no_rule(tmp_path: Path) -> None:
    path = tmp_path / "template.yaml"
    path.write_text(
        "Resources:\n  Pool: {Type: AWS::Cognito::UserPool}\n"
        "  Topic: {Type: AWS::SNS::Topic, Metadata: &loop {itself: [*loop], more: {Fn::Sub: &text [*text]}}}\n",
        encoding="utf-8",
    )
    assert [f.id for f in lint(path, core=True)] == ["E0000"]


def pool_with(*names: str) -> dict[str, Any]:
    schema = [{"Name": name, "AttributeDataType": "String", "Mutable": True} for name in names]
    return {**POOL, "Properties": {"Schema": schema}}


@pytest.mark.parametrize(
    "name", ["role", "roles", "userRole", "tenant_id", "ORG", "isAdmin", "companies", "billing-plan", "approved_at"]
)
def test_a_name_that_says_who_somebody_is(tmp_path: Path, name: str) -> None:
    [only] = found(tmp_path, "I9686", {"Pool": pool_with(name), "Web": client()})
    assert f"custom:{name} " in only.message


@pytest.mark.parametrize("name", ["first_name", "slackId", "prototype", "organ", "roleplay", "planet"])
def test_a_name_that_says_nothing(tmp_path: Path, name: str) -> None:
    assert found(tmp_path, "I9686", {"Pool": pool_with(name), "Web": client()}) == []


def test_a_team_s_own_names(tmp_path: Path) -> None:
    template = {"Resources": {"Pool": pool_with("role", "slackId", "Desk"), "Web": client()}}
    config = {"cfn-lint": {"config": {"configure_rules": {"I9686": {"names": ["desk", "slackid"]}}}}}
    template = {**template, "Metadata": config}
    [only] = [f for f in lint_data(tmp_path, template, include=("I9686",), base=None) if f.id == "I9686"]
    assert "custom:slackId, custom:Desk about themselves" in only.message


def statement(**changes: Any) -> dict[str, Any]:
    right = {
        "Effect": "Allow",
        "Principal": {"Federated": "cognito-identity.amazonaws.com"},
        "Action": "sts:AssumeRoleWithWebIdentity",
    }
    return {key: value for key, value in {**right, **changes}.items() if value is not None}


def roles(*statements: Any) -> dict[str, Any]:
    policy = {"Version": "2012-10-17", "Statement": list(statements)}
    attached = {"IdentityPoolId": {"Ref": "Ids"}, "Roles": {"authenticated": {"Fn::GetAtt": ["Role", "Arn"]}}}
    ids = {"Type": "AWS::Cognito::IdentityPool", "Properties": {"AllowUnauthenticatedIdentities": False}}
    return {
        "Ids": ids,
        "Other": ids,
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": policy}},
        "Attached": {"Type": "AWS::Cognito::IdentityPoolRoleAttachment", "Properties": attached},
    }


def aud(value: Any, operator: str = "StringEquals") -> dict[str, Any]:
    return {operator: {"cognito-identity.amazonaws.com:aud": value}}


PARAMETERS = {"Known": {"Type": "String"}}
REF = {"Ref": "Known"}


@pytest.mark.parametrize(
    "statements",
    [
        [statement()],
        [statement(Effect="allow", Action="sts:*")],
        [statement(Action="*"), statement(Effect="Deny", Action="sts:AssumeRole")],
        [statement(Action=None, NotAction="sts:AssumeRole")],
        [statement(Action=["sts:TagSession", REF])],
        [statement(Principal="*")],
        [statement(Principal={"AWS": "*"})],
        [statement(Principal={"Federated": REF})],
        [statement(Principal={"Federated": {"Fn::Sub": "cognito-identity.${AWS::URLSuffix}"}})],
        [statement(Principal=None, NotPrincipal={"AWS": "arn:aws:iam::123456789012:root"})],
        [statement(Condition=aud({"Ref": "Ids"}))],
        [statement(Condition=aud(REF))],
        [statement(Condition=aud([{"Ref": "Other"}, REF]))],
        [statement(Condition=aud({"Ref": "Other"}, "StringNotEquals"))],
        [statement(Condition=aud({"Ref": "Other"})), statement()],
        [REF],
    ],
)
def test_a_role_that_may_be_taken(tmp_path: Path, statements: list[Any]) -> None:
    assert found(tmp_path, "W9719", roles(*statements), Parameters=PARAMETERS) == []


@pytest.mark.parametrize(
    "statements",
    [
        [],
        [statement(Action="sts:AssumeRole")],
        [statement(Action="sts:AssumeRoleWithSAML")],
        [statement(Effect="Deny")],
        [statement(Principal={"Federated": "www.amazon.com"})],
        [statement(Principal={"Service": "cognito-idp.amazonaws.com"})],
        [statement(Principal={"Federated": {"Fn::Sub": "cognito-idp.${AWS::URLSuffix}"}})],
        [statement(Condition=aud({"Ref": "Other"}))],
        [statement(Condition=aud([{"Ref": "Other"}], "ForAnyValue:StringLike"))],
    ],
)
def test_a_role_that_can_not_be_taken(tmp_path: Path, statements: list[Any]) -> None:
    assert len(found(tmp_path, "W9719", roles(*statements), Parameters=PARAMETERS)) == 1


@pytest.mark.parametrize("rule", ["W9659", "W9668", "W9714"])
@pytest.mark.parametrize("helper", ["Custom::Helper", "AWS::CloudFormation::Stack"])
def test_what_gets_the_pool_may_do_the_missing_thing(tmp_path: Path, rule: str, helper: str) -> None:
    authorizer = {
        "DiscoveryUrl": {"Fn::Sub": "${Pool.ProviderURL}/.well-known/openid-configuration"},
        "AllowedAudience": [{"Ref": "Web"}],
    }
    resources = {
        "Web": client(ExplicitAuthFlows=["ALLOW_CUSTOM_AUTH"]),
        "Risk": {
            "Type": "AWS::Cognito::UserPoolRiskConfigurationAttachment",
            "Properties": {"UserPoolId": {"Ref": "Pool"}, "ClientId": "ALL"},
        },
        "Entry": {
            "Type": "AWS::BedrockAgentCore::Gateway",
            "Properties": {"AuthorizerConfiguration": {"CustomJWTAuthorizer": authorizer}},
        },
    }
    assert len(found(tmp_path, rule, resources)) == 1
    made = {"Type": helper, "Properties": {"Parameters": {"Pool": {"Ref": "Pool"}}}}
    assert found(tmp_path, rule, {**resources, "Made": made}) == []


@pytest.mark.parametrize(("kind", "count"), [("Cognito", 0), ({"Fn::ImportValue": "kind"}, 0), ("S3", 1)], ids=str)
def test_an_event_of_an_unknown_type_may_bring_the_permission(tmp_path: Path, kind: Any, count: int) -> None:
    event = {"Type": kind, "Properties": {"UserPool": {"Ref": "Shop"}, "Trigger": "PreSignUp"}}
    resources = {
        "Shop": {**POOL, "Properties": {"LambdaConfig": {"PreSignUp": {"Fn::GetAtt": ["Check", "Arn"]}}}},
        "Check": {"Type": "AWS::Serverless::Function", "Properties": {"Events": {"SignUp": event}}},
    }
    assert len(found(tmp_path, "W9722", resources, Transform="AWS::Serverless-2016-10-31")) == count


def listener(**config: Any) -> dict[str, Any]:
    config = {"UserPoolArn": {"Fn::GetAtt": ["Pool", "Arn"]}, "UserPoolClientId": {"Ref": "Web"}, **config}
    action = {"Type": "authenticate-cognito", "AuthenticateCognitoConfig": config}
    return {"Type": "AWS::ElasticLoadBalancingV2::Listener", "Properties": {"DefaultActions": [action]}}


def test_a_load_balancer_without_scopes_asks_for_none(tmp_path: Path) -> None:
    resources = {"Web": client(AllowedOAuthFlowsUserPoolClient=True), "Entry": listener(Scope="")}
    [one] = found(tmp_path, "W9711", resources)
    assert "the scope" not in one.message


def test_a_load_balancer_of_the_cdk_is_named_by_its_path(tmp_path: Path) -> None:
    entry = listener() | {"Metadata": {"aws:cdk:path": "Shop/Front/Https/Resource"}}
    [one] = found(tmp_path, "W9711", {"Web": client(), "FrontHttps1A2B3C4D": entry})
    assert "FrontHttps1A2B3C4D" not in one.message
