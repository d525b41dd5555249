"""What can't be known is no finding: other tools' placeholders, dynamic references, macros, opaque makers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support import lint_data, ours

if TYPE_CHECKING:
    from pathlib import Path

POOL = {"Type": "AWS::Cognito::UserPool"}
PLACEHOLDERS = [
    "${self:custom.value}",
    "${opt:stage, ${self:custom.stage}}",
    "#{AWS::AccountId}",
    "{{ value }}",
    "{{resolve:ssm:/value}}",
    "<% value %>",
    "<%= value %>",
    {"Fn::Sub": "{{resolve:ssm:/${AWS::StackName}/value}}"},
    {"Fn::Join": ["", ["{{resolve:ssm:/", {"Ref": "AWS::StackName"}, "}}"]]},
]


def client(**properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::Cognito::UserPoolClient", "Properties": {"UserPoolId": {"Ref": "Pool"}, **properties}}


def errors(folder: Path, template: dict[str, Any]) -> list[str]:
    return [f"{f.id} {f.message}" for f in ours(lint_data(folder, template)) if f.id.startswith("E")]


@pytest.mark.parametrize("value", PLACEHOLDERS, ids=str)
def test_a_placeholder_is_not_yet_the_value(tmp_path: Path, value: Any) -> None:
    everywhere = client(
        ClientName=value,
        CallbackURLs=[value],
        LogoutURLs=[value],
        DefaultRedirectURI=value,
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=[value],
        AllowedOAuthScopes=[value],
        ReadAttributes=[value],
        WriteAttributes=[value],
        SupportedIdentityProviders=[value],
        ExplicitAuthFlows=[value],
        RefreshTokenValidity=value,
        GenerateSecret=value,
    )
    resources = {
        "Pool": {**POOL, "Properties": {"Schema": [{"Name": value, "AttributeDataType": "String"}]}},
        "Client": everywhere,
        "Linked": client(UserPoolId=value),
        "Reads": client(ReadAttributes=["custom:plan"]),
        "Identities": {
            "Type": "AWS::Cognito::IdentityPool",
            "Properties": {
                "AllowUnauthenticatedIdentities": False,
                "CognitoIdentityProviders": [{"ClientId": value, "ProviderName": value}],
            },
        },
        "Style": {
            "Type": "AWS::Cognito::UserPoolUICustomizationAttachment",
            "Properties": {"UserPoolId": value, "ClientId": value, "CSS": value},
        },
        "Fn": {
            "Type": "AWS::Lambda::Function",
            "Properties": {"Environment": {"Variables": {"USER_POOL_CLIENT_ID": value}}},
        },
    }
    assert errors(tmp_path, {"Resources": resources}) == []


def test_half_of_a_placeholder_may_be_known(tmp_path: Path) -> None:
    def urls(*urls: str) -> list[str]:
        oauth = {
            "AllowedOAuthFlowsUserPoolClient": True,
            "AllowedOAuthFlows": ["code"],
            "AllowedOAuthScopes": ["email"],
        }
        template = {"Resources": {"Pool": POOL, "Client": client(CallbackURLs=list(urls), **oauth)}}
        return [error[:5] for error in errors(tmp_path, template)]

    assert urls("http://${self:custom.host}/", "http://local${self:custom.host}") == []
    assert urls("http://www.${self:custom.host}/") == ["E9636"]


@pytest.mark.parametrize(
    "macro",
    [
        {"Transform": "TeamDefaults"},
        {"Transform": ["AWS::LanguageExtensions", "TeamDefaults"]},
        {"Transform": {"Name": "AWS::Include", "Parameters": {"Location": "s3://bucket/key"}}},
    ],
    ids=str,
)
def test_a_macro_over_the_template_may_add_properties(tmp_path: Path, macro: dict[str, Any]) -> None:
    resources = {
        "Pool": POOL,
        "Client": {"Type": "AWS::Cognito::UserPoolClient"},
        "Machine": client(AllowedOAuthFlowsUserPoolClient=True, AllowedOAuthFlows=["client_credentials"]),
        "Page": client(AllowedOAuthFlowsUserPoolClient=True, AllowedOAuthFlows=["code"]),
    }
    assert errors(tmp_path, {"Resources": resources})
    assert errors(tmp_path, {**macro, "Resources": resources}) == []


def test_what_is_written_under_a_macro_counts(tmp_path: Path) -> None:
    resources = {
        "Pool": POOL,
        "Client": client(
            GenerateSecret=False,
            AllowedOAuthFlowsUserPoolClient=True,
            AllowedOAuthFlows=["client_credentials", "code"],
            AllowedOAuthScopes=["bogus"],
            WriteAttributes=["sub"],
        ),
    }
    found = errors(tmp_path, {"Transform": "TeamDefaults", "Resources": resources})
    assert [error[:5] for error in found] == ["E9630", "E9631", "E9652", "E9654"]


OPAQUE = [
    "Custom::Provider",
    "AWS::CloudFormation::CustomResource",
    "AWS::CloudFormation::Stack",
    "AWS::Serverless::Application",
    "AWS::ServiceCatalog::CloudFormationProvisionedProduct",
    "Acme::Cognito::Provider",
    "Acme::Cognito::Provider::MODULE",
]


@pytest.mark.parametrize("kind", OPAQUE)
def test_an_opaque_resource_may_add_what_is_missing(tmp_path: Path, kind: str) -> None:
    def missing(maker: dict[str, Any], **others: Any) -> list[str]:
        resources = {"Pool": POOL, "Client": client(SupportedIdentityProviders=["Okta"]), "Maker": maker, **others}
        return [error[:5] for error in errors(tmp_path, {"Resources": resources})]

    assert missing({"Type": kind}) == ["E9650"]
    assert missing({"Type": kind, "Properties": {"Any": {"Ref": "Pool"}}}) == []
    store = {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": {"Ref": "Pool"}}}
    assert missing({"Type": kind}, Store=store) == []
    code = {"Type": "AWS::Lambda::Function", "Properties": {"Environment": {"Variables": {"POOL": {"Ref": "Pool"}}}}}
    assert missing({"Type": kind, "Properties": {"Any": {"Fn::GetAtt": ["Code", "Arn"]}}}, Code=code) == []
    after = {"Type": kind, "DependsOn": "Client", "Properties": {"Any": {"Ref": "Pool"}}}
    assert missing(after) == ["E9650"]


def test_a_scope_that_is_a_parameter_may_be_any(tmp_path: Path) -> None:
    """Also beside a pool without resource servers: its default may be a standard one."""
    oauth = {
        "AllowedOAuthFlowsUserPoolClient": True,
        "AllowedOAuthFlows": ["code"],
        "CallbackURLs": ["https://a.example.com"],
    }
    template = {
        "Parameters": {"Scope": {"Type": "String", "Default": "openid"}},
        "Resources": {"Pool": POOL, "Web": client(**oauth, AllowedOAuthScopes=[{"Ref": "Scope"}])},
    }
    assert errors(tmp_path, template) == []


def test_a_flow_that_is_a_parameter_may_be_for_machines(tmp_path: Path) -> None:
    """A client without users has nobody who writes attributes (I9686)."""
    schema = [{"Name": "role", "AttributeDataType": "String", "Mutable": True}]

    def found(flow: Any) -> set[str]:
        template = {
            "Parameters": {"Flow": {"Type": "String"}},
            "Resources": {"Pool": {**POOL, "Properties": {"Schema": schema}}, "Web": client(AllowedOAuthFlows=[flow])},
        }
        return {f.id for f in lint_data(tmp_path, template, include=("I9686",))}

    assert "I9686" in found("code")
    assert "I9686" not in found({"Ref": "Flow"})
