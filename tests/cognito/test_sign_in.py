"""Sign-in and federation, beside the fixtures: advice that is followed, and many conditions."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from support import Found, lint_data

POOL = {"Ref": "Pool"}
PAGES = {
    "AllowedOAuthFlowsUserPoolClient": True,
    "AllowedOAuthFlows": ["code"],
    "AllowedOAuthScopes": ["openid"],
    "CallbackURLs": ["https://shop.example.com/in"],
    "SupportedIdentityProviders": ["COGNITO"],
}


def resource(kind: str, properties: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"Type": f"AWS::Cognito::{kind}", "Properties": {"UserPoolId": POOL, **properties}, **more}


def pool(*schema: dict[str, Any], **properties: Any) -> dict[str, Any]:
    attributes = [{"AttributeDataType": "String", **attribute} for attribute in schema]
    return {"Type": "AWS::Cognito::UserPool", "Properties": {"Schema": attributes, **properties}}


def client(**properties: Any) -> dict[str, Any]:
    return resource("UserPoolClient", {**PAGES, **properties})


def domain(**properties: Any) -> dict[str, Any]:
    return resource("UserPoolDomain", {"Domain": "shop-4711", **properties})


def branding(owner: str = "Web") -> dict[str, Any]:
    return resource("ManagedLoginBranding", {"ClientId": {"Ref": owner}, "UseCognitoProvidedValues": True})


def classic() -> dict[str, Any]:
    return resource("UserPoolUICustomizationAttachment", {"ClientId": "ALL"}, DependsOn="Domain")


def google(mapping: dict[str, str] | None = None, name: str = "Google") -> dict[str, Any]:
    details = {"client_id": "a", "client_secret": "{{resolve:secretsmanager:a}}", "authorize_scopes": "openid"}
    properties = {"ProviderName": name, "ProviderType": "Google", "ProviderDetails": details}
    return resource("UserPoolIdentityProvider", {**properties, "AttributeMapping": mapping or {"email": "email"}})


def found(folder: Path, resources: dict[str, Any], **sections: Any) -> list[Found]:
    return lint_data(folder, {**sections, "Resources": resources}, include=("I965", "I970", "I972"))


EMAIL = {"Name": "email", "Required": True, "Mutable": True}
FIXED = {"Name": "email", "Required": True, "Mutable": False}
LITE, PLUS = pool(UserPoolTier="LITE"), pool(UserPoolTier="PLUS")
V1, V2 = domain(ManagedLoginVersion=1), domain(ManagedLoginVersion="2")
WEB = client()

# The rule that speaks, what it advises, the template, and what changes in it when the advice is followed.
FOLLOWED: list[tuple[str, str, dict[str, Any], dict[str, Any]]] = [
    ("W9701", "Add one", {"Pool": PLUS, "Domain": V2, "Web": WEB}, {"WebPage": branding()}),
    ("E9702", "Set ManagedLoginVersion: 1.", {"Pool": LITE, "Domain": V2, "Web": WEB}, {"Domain": V1}),
    (
        "E9702",
        "Set ManagedLoginVersion: 1 and drop the branding.",
        {"Pool": LITE, "Domain": V2, "Web": WEB, "App": WEB, "WebPage": branding()},
        {"Domain": V1, "WebPage": None},
    ),
    (
        "E9702",
        "Set ManagedLoginVersion: 1.",
        {"Pool": LITE, "Domain": V2, "Style": classic()},
        {"Domain": V1},
    ),
    (
        "E9702",
        "Set UserPoolTier: ESSENTIALS.",
        {"Pool": LITE, "Domain": V2, "Web": WEB, "WebPage": branding()},
        {"Pool": PLUS},
    ),
    (
        "W9703",
        "Set ManagedLoginVersion: 2.",
        {"Pool": PLUS, "Domain": V1, "Web": WEB, "WebPage": branding()},
        {"Domain": V2},
    ),
    (
        "W9703",
        "Take it out.",
        {"Pool": PLUS, "Domain": V1, "Web": WEB, "App": WEB, "WebPage": branding()},
        {"WebPage": None},
    ),
    (
        "W9703",
        "Take it out.",
        {"Pool": PLUS, "Domain": V1, "Web": WEB, "WebPage": branding(), "Style": classic()},
        {"WebPage": None},
    ),
    ("W9703", "Take it out.", {"Pool": LITE, "Domain": V1, "Web": WEB, "WebPage": branding()}, {"WebPage": None}),
    ("W9703", "ManagedLoginBranding", {"Pool": PLUS, "Domain": V2, "Style": classic()}, {"Style": None}),
    ("I9704", "Add a UserPoolDomain", {"Pool": pool(), "Web": WEB}, {"Domain": V1}),
    (
        "I9704",
        "Add a UserPoolDomain",
        {"Pool": pool(), "Web": client(SupportedIdentityProviders=[])},
        {"Domain": V1, "Web": WEB},
    ),
    (
        "I9705",
        '["COGNITO"], and add a ManagedLoginBranding.',
        {"Pool": pool(), "Domain": V2, "Web": client(SupportedIdentityProviders=[])},
        {"Web": WEB, "WebPage": branding()},
    ),
    (
        "W9720",
        "Drop the mapping",
        {"Pool": pool({**FIXED, "Required": False}), "Google": google()},
        {"Google": google({"name": "name"})},
    ),
    ("W9720", "Make a new pool", {"Pool": pool(FIXED), "Google": google()}, {"Pool": pool(EMAIL)}),
    (
        "E9723",
        "Make a new pool with Mutable: true, and map email",
        {"Pool": pool(FIXED), "Google": google({"name": "name"})},
        {"Pool": pool(EMAIL), "Google": google()},
    ),
    ("E9723", "Map email.", {"Pool": pool(EMAIL), "Google": google({"name": "name"})}, {"Google": google()}),
    (
        "W9721",
        "Add it",
        {
            "Pool": pool(EMAIL),
            "Domain": V1,
            "Google": google({"email": "email", "name": "name"}),
            "Web": client(SupportedIdentityProviders=[{"Ref": "Google"}], WriteAttributes=["email"]),
        },
        {"Web": client(SupportedIdentityProviders=[{"Ref": "Google"}], WriteAttributes=["email", "name"])},
    ),
    (
        "E9726",
        '{"Ref": "Google"} in \'Web\'',
        {
            "Pool": pool(),
            "Domain": V1,
            "Google": google(name="Ours"),
            "Web": resource("UserPoolClient", {**PAGES, "SupportedIdentityProviders": ["Ours"]}, DependsOn="Google"),
        },
        {"Google": google(), "Web": client(SupportedIdentityProviders=[{"Ref": "Google"}])},
    ),
]


@pytest.mark.parametrize(
    ("rule", "advice", "before", "change"), FOLLOWED, ids=[f"{index}-{case[0]}" for index, case in enumerate(FOLLOWED)]
)
def test_whoever_follows_the_advice_gets_no_other_finding(
    rule: str, advice: str, before: dict[str, Any], change: dict[str, Any], tmp_path: Path
) -> None:
    [finding] = found(tmp_path, before)
    assert finding.id == rule
    written = finding.message.replace('"ManagedLoginVersion": ', "ManagedLoginVersion: ")
    written = written.replace('"UserPoolTier": "ESSENTIALS"', "UserPoolTier: ESSENTIALS")
    assert advice in written
    after = {name: body for name, body in {**before, **change}.items() if body is not None}
    assert found(tmp_path, after) == []


def test_the_names_of_attributes_are_those_that_cognito_makes(tmp_path: Path) -> None:
    names = ["email", "custom:plan", "custom:custom:seat", "dev:custom:key"]
    wrong = {
        "plan": "Write custom:plan",
        "custom:email": "Write email",
        "custom:Plan": "Write custom:plan",
        "custom:seat": '"Name": "seat" in its Schema',
        "custom:custom:plan": "Write custom:plan",
    }
    web = client(ReadAttributes=[*names, *wrong])
    schema: list[dict[str, Any]] = [EMAIL, {"Name": "plan"}, {"Name": "custom:seat"}]
    messages = [
        f.message for f in found(tmp_path, {"Pool": pool(*schema), "Domain": V1, "Web": web}) if f.id == "E9655"
    ]
    assert len(messages) == len(wrong)
    for name, advice in wrong.items():
        assert [m for m in messages if f"'{name}'" in m.split(",")[0] and advice in m], name


def test_many_conditions_are_not_all_combined(tmp_path: Path) -> None:
    """Fourteen things that may or may not be there: each is asked about only where it may matter."""
    number = 14
    conditions = {f"Has{n}": {"Fn::Equals": [{"Ref": f"Stage{n}"}, "yes"]} for n in range(number)}
    resources: dict[str, Any] = {"Domain": V2}
    for n in range(number):
        resources[f"Web{n}"] = {**client(), "Condition": f"Has{n}"}
        resources[f"Web{n}Page"] = {**branding(f"Web{n}"), "Condition": f"Has{n}"}
        resources[f"Do{n}"] = {
            "Type": "AWS::Lambda::Function",
            "Properties": {"Role": "arn:aws:iam::123456789012:role/do", "Code": {"ZipFile": "pass"}},
        }
        properties = {"Principal": "cognito-idp.amazonaws.com", "Action": "lambda:InvokeFunction"}
        permission = {"Type": "AWS::Lambda::Permission", "Condition": f"Has{n}"}
        resources[f"May{n}"] = {**permission, "Properties": {**properties, "FunctionName": {"Ref": f"Do{n}"}}}
    resources["Pool"] = pool(LambdaConfig={"PreSignUp": {"Fn::GetAtt": ["Do0", "Arn"]}})
    resources["Old"] = classic()
    parameters = {f"Stage{n}": {"Type": "String"} for n in range(number)}
    messages = [(f.id, f.message) for f in found(tmp_path, resources, Parameters=parameters, Conditions=conditions)]
    assert [rule for rule, _ in messages] == ["W9703", "W9722"]
    assert "(when Has0 is false)" in messages[1][1]


@pytest.mark.parametrize("kind", ["E9660", "W9649"])
def test_what_a_macro_may_add_is_not_written(kind: str, tmp_path: Path) -> None:
    page = branding()
    template: dict[str, Any] = {"Transform": ["Pages"], "Resources": {"Pool": pool(), "Web": client(), "WebPage": page}}
    written = deepcopy(template)
    written["Resources"]["WebPage"]["Properties"]["Settings"] = {"a": 1}
    written["Resources"]["Web"]["Properties"]["ClientId"] = "a"
    assert kind not in {f.id for f in lint_data(tmp_path, template)}
    assert kind in {f.id for f in lint_data(tmp_path, written)}
