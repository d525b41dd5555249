"""What crosses from one template into another: E9730 and W9732 over applications given as data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from wholes import CLIENT, POOL, att, child, found, function, nested, parent, write

from cfn_upc_rules._command.exporting import exports_among, importing

IF: dict[str, Any] = {
    "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}},
    "Parameters": {"Stage": {"Type": "String"}},
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "child.json", child())
    return tmp_path


def messages(folder: Path, root: dict[str, Any], **how: Any) -> list[str]:
    return [finding.message for finding in found(write(folder, "root.json", root), **how)]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"Ref": "Pool"}, "the ID of User Pool 'Pool'"),
        (att("Pool", "Arn"), "the ARN of User Pool 'Pool'"),
        (att("Pool", "ProviderName"), "the provider name of User Pool 'Pool'"),
        (att("Pool", "ProviderURL"), "the issuer URL of User Pool 'Pool'"),
        (att("Client", "ClientSecret"), "the secret of User Pool Client 'Client'"),
        (att("Client", "Name"), "the name of User Pool Client 'Client'"),
        ({"Ref": "Topic"}, "AWS::SNS::Topic 'Topic'"),
        (att("Topic", "TopicArn"), "the TopicArn of AWS::SNS::Topic 'Topic'"),
        ({"Ref": "Client"}, None),
        (att("Client", "ClientId"), None),
        ({"Ref": "Store"}, None),
        (att("Custom", "ClientId"), None),
        (att("Elsewhere", "Outputs.ClientId"), None),
        ({"Ref": "AWS::NoValue"}, None),
        ({"Fn::ImportValue": "client"}, None),
        ("{{resolve:ssm:client}}", None),
        ("7abc", None),
        ({"Fn::If": ["IsProd", {"Ref": "Client"}, {"Ref": "AWS::NoValue"}]}, None),
        ([{"Ref": "Pool"}], None),
        ({"a": {"Ref": "Pool"}}, None),
    ],
)
def test_the_kinds_of_a_value(folder: Path, value: Any, words: str | None) -> None:
    resources = {
        "Client": CLIENT,
        "Topic": {"Type": "AWS::SNS::Topic"},
        "Store": {"Type": "AWS::SSM::Parameter"},
        "Custom": {"Type": "Custom::Lookup"},
        "Elsewhere": nested("https://example.com/child.json"),
    }
    said = messages(folder, {**IF, **parent(value=value, **resources)})
    assert len(said) == (words is not None)
    assert not words or f"ClientId of nested stack 'App' gets {words}, and child.json uses it" in said[0]


@pytest.mark.parametrize(
    "kind", ["Number", "CommaDelimitedList", "List<String>", "AWS::SSM::Parameter::Value<String>", 5]
)
def test_the_types_of_a_parameter(folder: Path, kind: Any) -> None:
    template = child()
    template["Parameters"]["ClientId"]["Type"] = kind
    write(folder, "child.json", template)
    assert bool(messages(folder, parent())) is (kind == "Number")


@pytest.mark.parametrize("broken", [None, [], "text", {"Fn::If": ["IsProd", {}, {}]}, {"Fn::Transform": {}}])
def test_parameters_that_are_no_mapping(folder: Path, broken: Any) -> None:
    root = parent()
    root["Resources"]["App"]["Properties"]["Parameters"] = broken
    assert messages(folder, {**IF, **root}) == []
    root["Resources"]["App"]["Properties"] = broken
    assert messages(folder, {**IF, **root}) == []


def test_a_default_is_not_the_value(folder: Path) -> None:
    template = child()
    template["Parameters"]["ClientId"]["Default"] = "eu-central-1_abc"
    template["Resources"]["Web"] = {"Type": CLIENT["Type"], "Properties": {"UserPoolId": {"Ref": "ClientId"}}}
    write(folder, "child.json", template)
    root = parent()
    root["Resources"]["App"]["Properties"]["Parameters"] = {}
    assert messages(folder, root) == []


def test_a_default_decides_the_conditions_of_a_nested_stack(folder: Path) -> None:
    template = child({"Fn::If": ["Uses", {"Ref": "ClientId"}, "none"]})
    template["Parameters"]["Mode"] = {"Type": "String", "Default": "off"}
    template["Conditions"] = {"Uses": {"Fn::Equals": [{"Ref": "Mode"}, "on"]}}
    write(folder, "child.json", template)
    assert messages(folder, parent()) == []
    root = parent()
    root["Resources"]["App"]["Properties"]["Parameters"]["Mode"] = "on"
    assert len(messages(folder, root)) == 1
    root["Parameters"] = {"Mode": {"Type": "String"}}
    root["Resources"]["App"]["Properties"]["Parameters"]["Mode"] = {"Ref": "Mode"}
    [said] = messages(folder, root)
    assert "(when Uses of 'App' is true)" in said


def test_conditions_of_both_templates_are_seen_together(folder: Path) -> None:
    """Parent and child ask the same of one parameter: what the one takes in production the other never uses there."""
    template = child({"Fn::If": ["IsLive", {"Ref": "ClientId"}, "none"]})
    template["Parameters"]["Stage"] = {"Type": "String"}
    template["Conditions"] = {"IsLive": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}}
    write(folder, "child.json", template)
    for branches, count in (([{"Ref": "Client"}, {"Ref": "Pool"}], 0), ([{"Ref": "Pool"}, {"Ref": "Client"}], 1)):
        root = {**IF, **parent(value={"Fn::If": ["IsProd", *branches]}, Client=CLIENT)}
        root["Resources"]["App"]["Properties"]["Parameters"]["Stage"] = {"Ref": "Stage"}
        said = messages(folder, root)
        assert len(said) == count
        assert all("when IsProd is true" in message or "when IsLive of 'App' is true" in message for message in said)


def test_what_is_handed_over_decides_conditions(folder: Path) -> None:
    """An ID is never empty, so the nested stack takes it."""
    template = child({"Fn::If": ["Given", {"Ref": "ClientId"}, "none"]})
    template["Conditions"] = {"Given": {"Fn::Not": [{"Fn::Equals": [{"Ref": "ClientId"}, ""]}]}}
    write(folder, "child.json", template)
    [said] = messages(folder, parent())
    assert "when" not in said
    assert messages(folder, parent(value="")) == []
    [said] = messages(folder, {**IF, **parent(value={"Fn::If": ["IsProd", {"Ref": "Pool"}, ""]})})
    assert "(when IsProd is true)" in said


@pytest.mark.parametrize(
    "side",
    [
        {"Ref": ["ClientId"]},
        {"Ref": {"a": "b"}},
        {"Fn::GetAtt": None},
        {"Fn::GetAtt": ["a", "b", "c"]},
        {"Fn::GetAtt": [["a"], "b"]},
        {"Fn::Join": [""]},
    ],
)
def test_a_condition_that_compares_a_broken_function_hides_nothing(folder: Path, side: Any) -> None:
    template = {**child(), "Conditions": {"Broken": {"Fn::Equals": [side, "x"]}}}
    write(folder, "child.json", template)
    [said] = messages(folder, parent())
    assert "gets the ID of User Pool 'Pool'" in said


@pytest.mark.second_tier
def test_of_many_branches_a_condition_is_not_told(folder: Path) -> None:
    template = child({"Fn::If": ["Given", {"Ref": "ClientId"}, "none"]})
    template["Conditions"] = {"Given": {"Fn::Equals": [{"Ref": "ClientId"}, ""]}}
    write(folder, "child.json", template)
    names = [f"C{number}" for number in range(80)]
    value: Any = {"Ref": "Client"}
    for count, name in enumerate(names):
        if count == 3:  # none of them is empty
            few = {"Fn::If": [name, {"Ref": "Pool"}, value]}
        value = {"Fn::If": [name, {"Ref": "Client"}, value]}
    conditions = {name: {"Fn::Equals": [{"Ref": "Stage"}, name]} for name in names}
    root = {"Parameters": IF["Parameters"], "Conditions": conditions}
    assert messages(folder, {**root, **parent(value=few, Client=CLIENT)}) == []
    assert messages(folder, {**root, **parent(value=value, Client=CLIENT)}) == []


def test_a_nested_stack_under_a_condition(folder: Path) -> None:
    template = child()
    template["Conditions"] = {"Never": {"Fn::Equals": ["a", "b"]}, "Uses": {"Fn::Equals": [{"Ref": "Mode"}, "on"]}}
    template["Parameters"]["Mode"] = {"Type": "String"}
    template["Resources"]["Handler"]["Condition"] = "Uses"
    write(folder, "child.json", template)
    root = {**IF, **parent(value={"Fn::If": ["IsProd", {"Ref": "Client"}, {"Ref": "Pool"}]}, Client=CLIENT)}
    root["Resources"]["App"]["Condition"] = "IsProd"
    assert messages(folder, root) == []
    root["Conditions"] = {"IsProd": {"Fn::Not": IF["Conditions"]["IsProd"]["Fn::Equals"]}}
    root["Resources"]["App"]["Properties"]["Parameters"]["ClientId"] = {"Ref": "Pool"}
    assert len(messages(folder, root)) == 1
    template["Resources"]["Handler"]["Condition"] = "Never"
    write(folder, "child.json", template)
    assert messages(folder, root) == []


def test_an_output_under_a_condition_is_known_where_it_is_there(folder: Path) -> None:
    auth = {
        **IF,
        "Resources": {"Pool": POOL},
        "Outputs": {"Pool": {"Condition": "IsProd", "Value": {"Ref": "Pool"}}, "Broken": 5, "Empty": {}},
    }
    write(folder, "auth.json", auth)
    [said] = messages(folder, parent(value=att("Auth", "Outputs.Pool"), Auth=nested("auth.json")))
    assert "(when IsProd of 'Auth' is true)" in said
    for name in ("Broken", "Empty", "Missing"):
        assert messages(folder, parent(value=att("Auth", f"Outputs.{name}"), Auth=nested("auth.json"))) == []


@pytest.mark.parametrize(
    ("used", "handed", "count"),
    [
        ({"Fn::Select": [1, {"Fn::Split": ["/", {"Ref": "ClientId"}]}]}, att("Pool", "Arn"), 1),
        ({"Fn::Sub": "${ClientId}"}, {"Ref": "Pool"}, 1),
        ({"Fn::Sub": ["${Id}", {"Id": {"Ref": "ClientId"}}]}, {"Ref": "Pool"}, 1),
        ({"Fn::Join": ["", [{"Ref": "ClientId"}]]}, {"Fn::Sub": "${Pool}"}, 1),
        ({"Fn::Sub": "${!ClientId}"}, {"Ref": "Pool"}, 0),
        ({"Fn::Sub": "${ClientId}-x"}, {"Ref": "Pool"}, 0),
        ({"Fn::FindInMap": ["Ids", "a", "b"]}, {"Ref": "Pool"}, 0),
        ({"Fn::GetAtt": "ClientId"}, {"Ref": "Pool"}, 0),
        ({"Fn::Sub": 5}, {"Ref": "Pool"}, 0),
        ({"Ref": ["ClientId"]}, {"Ref": "Pool"}, 0),
    ],
)
def test_how_a_parameter_is_used(folder: Path, used: Any, handed: Any, count: int) -> None:
    write(folder, "child.json", {**child(used), "Mappings": {"Ids": {"a": {"b": "7abc"}}}})
    assert len(messages(folder, parent(value=handed))) == count


def test_names_of_one_template_mean_nothing_in_another(folder: Path) -> None:
    """Both have a pool, a condition and a mapping of the same names."""
    template = child({"Ref": "Pool"})
    del template["Parameters"]["ClientId"]
    template["Parameters"]["Pool"] = {"Type": "String"}
    template["Mappings"] = {"Ids": {"a": {"b": "7abc"}}}
    template["Resources"]["Other"] = function({"Fn::FindInMap": ["Ids", "a", "b"]})
    write(folder, "child.json", template)
    root = {"Resources": {"Pool": POOL, "Client": CLIENT, "App": nested("child.json", Pool={"Ref": "Client"})}}
    assert messages(folder, {**root, "Mappings": {"Ids": {"a": {"b": {"Ref": "Pool"}}}}}) == []


def test_the_accepted_names_are_those_of_the_linted_template(folder: Path) -> None:
    template = child("none")
    template["Resources"]["Handler"]["Properties"]["Environment"]["Variables"] = {"CLIENT": {"Ref": "ClientId"}}
    write(folder, "child.json", template)
    assert messages(folder, parent()) == []
    options = {"cfn-lint": {"config": {"configure_rules": {"W9621": {"variables": ["CLIENT"]}}}}}
    [said] = messages(folder, {**parent(), "Metadata": options}, base=None)
    assert "in CLIENT of 'Handler'" in said
    write(folder, "child.json", {**template, "Metadata": options})
    assert messages(folder, parent()) == []


def test_one_cause_is_one_finding(folder: Path) -> None:
    template = child()
    template["Resources"] |= {f"More{number}": function({"Ref": "ClientId"}) for number in range(3)}
    write(folder, "child.json", template)
    [said] = messages(folder, parent())
    assert "(and so in 3 more places)" in said


def test_a_pool_that_only_the_parent_has(folder: Path) -> None:
    """A client of the nested stack's own pool beside the pool that is handed over."""
    own = {
        "Parameters": {"Other": {"Type": "String"}},
        "Resources": {
            "Pool": POOL,
            "Client": CLIENT,
            "Identities": {
                "Type": "AWS::Cognito::IdentityPool",
                "Properties": {
                    "CognitoIdentityProviders": [{"ClientId": {"Ref": "Client"}, "ProviderName": {"Ref": "Other"}}]
                },
            },
        },
    }
    write(folder, "child.json", own)
    root = {"Resources": {"Members": POOL, "App": nested("child.json", Other=att("Members", "ProviderName"))}}
    [said] = messages(folder, root)
    uses = "child.json uses it beside the client 'Client' of User Pool 'Pool' in 'Identities'."
    assert said.startswith(f"Other of nested stack 'App' gets User Pool 'Members', and {uses}")
    root["Resources"]["App"] = nested("child.json", Other={"Ref": "Members"})
    said, *_ = messages(folder, root)
    assert "as a pool's provider name in ProviderName of 'Identities'" in said
    assert 'AWS: "Invalid Cognito Identity Provider".' in said


def authorizer(issuer: Any) -> dict[str, Any]:
    """Return an authorizer of an HTTP API."""
    configuration = {"Audience": [{"Ref": "ClientId"}], "Issuer": issuer}
    properties = {"ApiId": "api", "AuthorizerType": "JWT", "Name": "api", "JwtConfiguration": configuration}
    return {"Type": "AWS::ApiGatewayV2::Authorizer", "Properties": properties}


ISSUER = {"Fn::Sub": "https://cognito-idp.${AWS::Region}.amazonaws.com/${PoolId}"}
ARN = {"Fn::Sub": "arn:${AWS::Partition}:cognito-idp:${AWS::Region}:${AWS::AccountId}:userpool/${PoolId}"}


def test_of_what_is_made_of_a_value_there_is_one_finding_and_no_advice_that_fits_elsewhere(folder: Path) -> None:
    template = child()
    template["Parameters"]["PoolId"] = {"Type": "String"}
    rest = {"Type": "COGNITO_USER_POOLS", "Name": "rest", "RestApiId": "rest", "ProviderARNs": [ARN]}
    template["Resources"] |= {
        "Http": authorizer(ISSUER),
        "Rest": {"Type": "AWS::ApiGateway::Authorizer", "Properties": rest},
    }
    write(folder, "child.json", template)
    root = parent(value={"Ref": "Client"}, Client=CLIENT)
    handed = root["Resources"]["App"]["Properties"]["Parameters"]
    handed["PoolId"] = {"Ref": "Pool"}
    assert messages(folder, root) == []
    handed["PoolId"] = att("Pool", "Arn")
    [said] = messages(folder, root)
    makes = "child.json makes of it what is not a pool's issuer URL for Issuer of 'Http' (and so in 1 more place)"
    assert said.startswith(f"PoolId of nested stack 'App' gets the ARN of User Pool 'Pool', and {makes}. ")
    assert "Hand over what fits into what is made of it." in said


def test_a_text_of_the_parent_is_the_value(folder: Path) -> None:
    template = child()
    template["Parameters"]["Url"] = {"Type": "String"}
    template["Resources"]["Http"] = authorizer({"Ref": "Url"})
    write(folder, "child.json", template)
    root = parent(value={"Ref": "Client"}, Client=CLIENT)
    root["Resources"]["App"]["Properties"]["Parameters"]["Url"] = {"Fn::Sub": "https://${Pool.Arn}"}
    [said] = messages(folder, root)
    assert "gets a text with the ARN of User Pool 'Pool', and child.json uses it as" in said
    assert 'Write {"Fn::GetAtt": ["Pool", "ProviderURL"]}.' in said


def test_what_is_imported_into_a_text(folder: Path) -> None:
    outputs = {"Arn": {"Value": att("Pool", "Arn"), "Export": {"Name": "arn"}}}
    auth = write(folder, "auth.json", {"Resources": {"Pool": POOL}, "Outputs": outputs})
    issuer = {"Fn::Sub": [ISSUER["Fn::Sub"], {"PoolId": {"Fn::ImportValue": "arn"}}]}
    path = write(folder, "web.json", {"Parameters": child()["Parameters"], "Resources": {"Http": authorizer(issuer)}})
    with importing(exports_among([str(auth), str(path)])):
        [said] = [finding.message for finding in found(path)]
    gets = "gets what is made of the ARN of User Pool 'Pool' (export Arn of auth.json)"
    assert said.startswith(f"Issuer of 'Http' takes a pool's issuer URL, and {gets}. Hand over what fits")


def test_conditions_of_stacks_by_themselves_are_not_put_together(folder: Path) -> None:
    """Whether the one is in production while the other is not can't be told."""
    auth = {
        **IF,
        "Resources": {"Pool": POOL, "Client": CLIENT},
        "Outputs": {
            "Id": {"Value": {"Fn::If": ["IsProd", {"Ref": "Client"}, {"Ref": "Pool"}]}, "Export": {"Name": "id"}},
            "Pool": {"Value": {"Ref": "Pool"}, "Export": {"Name": "pool"}},
        },
    }
    write(folder, "auth.json", auth)
    imported = {"Fn::ImportValue": "id"}
    for used, words in (
        (imported, "(when IsProd of 'auth.json' is false)"),
        ({"Fn::If": ["IsProd", imported, "none"]}, None),
        ({"Fn::If": ["IsProd", {"Fn::ImportValue": "pool"}, "none"]}, "(when IsProd is true)"),
    ):
        path = write(folder, "web.json", {**IF, "Resources": {"Handler": function(used)}})
        with importing(exports_among([str(folder / "auth.json"), str(path)])):
            said = [finding.message for finding in found(path)]
        assert len(said) == (words is not None)
        assert not words or words in said[0]
