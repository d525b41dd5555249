"""Whatever the template holds, a rule answers or stays silent: no run of a rule of ours ends in E0002."""

from __future__ import annotations

import json
import traceback
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import FIXTURES, fixtures, lint, ours
from variants import decoded

INTRINSICS = st.sampled_from(
    [
        {"Ref": "WebClient"},
        {"Ref": "Nowhere"},
        {"Ref": "AWS::NoValue"},
        {"Ref": ["WebClient"]},
        {"Ref": None},
        {"Fn::GetAtt": ["WebClient", "ClientSecret"]},
        {"Fn::GetAtt": "AppPool.Arn"},
        {"Fn::GetAtt": ["AppPool"]},
        {"Fn::GetAtt": {"a": 1}},
        {"Fn::Sub": "${WebClient}-${AWS::Region}-${!literal}"},
        {"Fn::Sub": ["${A}", {"A": {"Fn::If": ["IsProd", {"Ref": "AppPool"}, {"Ref": "AWS::NoValue"}]}}]},
        {"Fn::Sub": ["${A}", "text"]},
        {"Fn::Sub": []},
        {"Fn::Sub": 7},
        {"Fn::Join": ["", ["a", {"Ref": "WebClient"}, None, 3, [1], {"b": 2}]]},
        {"Fn::Join": ["", {"Ref": "AWS::NoValue"}]},
        {"Fn::Join": "x"},
        {"Fn::Select": [1, {"Fn::Split": ["/", {"Fn::GetAtt": ["AppPool", "Arn"]}]}]},
        {"Fn::Select": ["x", []]},
        {"Fn::Select": [9, ["a"]]},
        {"Fn::Split": [",", "a,b"]},
        {"Fn::If": ["IsProd", {"Ref": "WebClient"}, {"Ref": "AWS::NoValue"}]},
        {"Fn::If": ["Undefined", [], {}]},
        {"Fn::If": [["IsProd"], 1, 2]},
        {"Fn::If": ["IsProd"]},
        {"Fn::If": "IsProd"},
        {"Fn::FindInMap": ["Map", "Top", "Second"]},
        {"Fn::FindInMap": ["Map", {"Ref": "AWS::Region"}, "Second"]},
        {"Fn::ImportValue": {"Fn::Sub": "${X}"}},
        {"Fn::Transform": {"Name": "AWS::Include"}},
        {"Fn::Cidr": []},
        {"Fn::Base64": None},
        "{{resolve:ssm:/a}}",
        "{{resolve:",
    ]
)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-10, 10**9), st.floats(), st.text(max_size=12))
ANYTHING = st.recursive(
    st.one_of(SCALARS, INTRINSICS),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.sampled_from(["Name", "Value", "Type", "Properties", "Fn::If", "Ref", "ClientId", "x", ""]),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=8,
)

BASE: dict[str, Any] = {
    "Transform": "AWS::Serverless-2016-10-31",
    "Parameters": {"Stage": {"Type": "String"}},
    "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}},
    "Mappings": {"Map": {"Top": {"Second": "value"}}},
    "Resources": {
        "AppPool": {
            "Type": "AWS::Cognito::UserPool",
            "Properties": {"Schema": [{"Name": "email", "Required": True}], "UserPoolTier": "LITE"},
        },
        "WebClient": {
            "Type": "AWS::Cognito::UserPoolClient",
            "Condition": "IsProd",
            "Properties": {"UserPoolId": {"Ref": "AppPool"}},
        },
        "Orders": {
            "Type": "AWS::Serverless::Function",
            "Properties": {
                "InlineCode": "x",
                "Environment": {"Variables": {"USER_POOL_CLIENT_ID": {"Ref": "WebClient"}}},
            },
        },
    },
    "Outputs": {"Id": {"Value": {"Ref": "WebClient"}}},
}


def places(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the path of everything within a value."""
    found = [path] if path else []
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        found += places(item, (*path, key))
    return found


def put(template: Any, path: tuple[str | int, ...], value: Any) -> Any:
    """Return the template with something else at a path."""
    template = deepcopy(template)
    at = template
    for key in path[:-1]:
        at = at[key]
    at[path[-1]] = value
    return template


_HOW: dict[str, Any] = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
}
# The same search, in a small part and at length.
first_tier = settings(max_examples=40, **_HOW)
at_length = settings(max_examples=400, **_HOW)

# Which of the seeds, and where in it.
Target = tuple[int, tuple[str | int, ...]]
SEEDS = [BASE, *(decoded(path) for path in fixtures("fail") if ".base." not in path.name)]
TARGETS = [(index, path) for index, seed in enumerate(SEEDS) for path in places(seed)]


@first_tier
@given(target=st.sampled_from(TARGETS), value=ANYTHING)
def test_any_value_at_any_place(target: Target, value: Any, tmp_path: Path) -> None:
    try_value(target, value, tmp_path)


@pytest.mark.second_tier
@at_length
@given(target=st.sampled_from(TARGETS), value=ANYTHING)
def test_any_value_at_any_place_at_length(target: Target, value: Any, tmp_path: Path) -> None:
    try_value(target, value, tmp_path)


def try_value(target: Target, value: Any, folder: Path) -> None:
    """Put a value at a place of a template: nothing crashes."""
    index, path = target
    try:
        text = json.dumps(put(SEEDS[index], path, value), allow_nan=False)
    except ValueError:
        return
    file = folder / "template.json"
    file.write_text(text, encoding="utf-8")
    assert crashes(file) == []


# Keys are names, too: of events, variables, conditions. What means something to `re`, `format` or cfn-lint is odd.
KEYS = st.sampled_from(
    [
        *("", " ", "1", "a b", "Ev(", "[", "*", "\\", "(?P<", "${A}", "{0}", "%s", "ä", "A" * 300, "a.b", "Fn::"),
        *("Fn::If", "Fn::GetAtt", "Fn::Transform", "Fn::ForEach::Loop", "Fn::ForEach", "Ref", "Condition"),
        *("WebClient", "Resources", "Properties", "Type", "AWS::NoValue", "__class__"),
    ]
)
NAMED = [(index, path) for index, path in TARGETS if isinstance(path[-1], str)]


def renamed(value: Any, path: tuple[str | int, ...], key: str) -> Any:
    """Return the template with another key at a path, and wherever it is referred to as a whole."""
    old = path[-1]

    def copy(value: Any, here: tuple[str | int, ...]) -> Any:
        if isinstance(value, dict):
            items = {name: copy(item, (*here, name)) for name, item in value.items()}
            return {key if (*here, name) == path else name: item for name, item in items.items()}
        if isinstance(value, list):
            return [copy(item, (*here, index)) for index, item in enumerate(value)]
        return key if value == old else value

    return copy(value, ())


@first_tier
@given(target=st.sampled_from(NAMED), key=KEYS)
def test_any_key_at_any_place(target: Target, key: str, tmp_path: Path) -> None:
    try_key(target, key, tmp_path)


@pytest.mark.second_tier
@at_length
@given(target=st.sampled_from(NAMED), key=KEYS)
def test_any_key_at_any_place_at_length(target: Target, key: str, tmp_path: Path) -> None:
    try_key(target, key, tmp_path)


def try_key(target: Target, key: str, folder: Path) -> None:
    """Give another name to what stands at a place of a template: nothing crashes."""
    index, path = target
    file = folder / "template.json"
    file.write_text(json.dumps(renamed(SEEDS[index], path, key)), encoding="utf-8")
    assert crashes(file) == []


def test_a_key_is_renamed_with_what_refers_to_it() -> None:
    template = renamed(BASE, ("Resources", "WebClient"), "Ev(")
    assert "Ev(" in template["Resources"]
    assert template["Outputs"] == {"Id": {"Value": {"Ref": "Ev("}}}


def crashes(file: Path) -> list[Any]:
    """Return what a run says or shows of a crash in our code; cfn-lint's own are not ours to judge."""
    try:
        found = lint(file, include=("I",))
    except Exception as error:  # noqa: BLE001 - cfn-lint has no answer either
        return [frame for frame in traceback.extract_tb(error.__traceback__) if "cfn_upc_rules" in frame.filename]
    return [finding for finding in ours(found) if finding.id == "E0002"]


SHAPES: dict[str, Any] = {
    "empty mapping": {},
    "no resources": {"Resources": {}},
    "null resources": {"Resources": None},
    "list of resources": {"Resources": []},
    "resources are a function": {"Resources": {"Ref": "X"}},
    "null resource": {"Resources": {"A": None}},
    "client alone": {"Resources": {"A": {"Type": "AWS::Cognito::UserPoolClient"}}},
    "null properties": {"Resources": {"A": {"Type": "AWS::Cognito::UserPoolClient", "Properties": None}}},
    "list of properties": {"Resources": {"A": {"Type": "AWS::Cognito::UserPoolClient", "Properties": []}}},
    "null conditions": {**BASE, "Conditions": None},
    "null parameters": {**BASE, "Parameters": None},
    "list of globals": {**BASE, "Globals": []},
    "null containers": put(
        BASE,
        ("Resources", "Task"),
        {"Type": "AWS::ECS::TaskDefinition", "DependsOn": "WebClient", "Properties": {"ContainerDefinitions": None}},
    ),
    "containers without environment": put(
        BASE,
        ("Resources", "Task"),
        {
            "Type": "AWS::ECS::TaskDefinition",
            "DependsOn": "WebClient",
            "Properties": {"ContainerDefinitions": [None, 3]},
        },
    ),
    "output among the resources": put({**BASE, "Outputs": {}}, ("Resources", "Id"), {"Value": {"Ref": "WebClient"}}),
    "output among the parameters": put(
        {**BASE, "Parameters": {}}, ("Parameters", "Id"), {"Type": "String", "Value": {"Ref": "WebClient"}}
    ),
    "output that is a list": put(BASE, ("Outputs", "Id"), ["Value", {"Ref": "WebClient"}]),
    "outputs are a list": {**BASE, "Outputs": [{"Value": {"Ref": "WebClient"}}]},
    "a reference to a mapping as an event's API": put(
        BASE,
        ("Resources", "Orders", "Properties", "Events"),
        {"Call": {"Type": "HttpApi", "Properties": {"ApiId": {"Ref": {}}}}},
    ),
    "environment is a function": put(
        BASE, ("Resources", "Orders", "Properties", "Environment"), {"Fn::Transform": {"Name": "M"}}
    ),
}


@pytest.mark.parametrize("template", SHAPES.values(), ids=SHAPES.keys())
def test_odd_shapes(template: Any, tmp_path: Path) -> None:
    file = tmp_path / "template.json"
    file.write_text(json.dumps(template), encoding="utf-8")
    assert crashes(file) == []


def test_keys_that_are_numbers(tmp_path: Path) -> None:
    path = tmp_path / "template.yaml"
    path.write_text(
        "Resources:\n"
        "  2:\n    Type: AWS::Cognito::UserPoolClient\n    Properties: {UserPoolId: !Ref Pool, 3: x}\n"
        "  WebClient:\n    Type: AWS::Cognito::UserPoolClient\n    Properties: {4: [5], UserPoolId: !Ref Pool}\n"
        "  Pool:\n    Type: AWS::Cognito::UserPool\n    Properties: {6: 7}\n"
        "  Fn:\n    Type: AWS::Lambda::Function\n    DependsOn: WebClient\n"
        "    Properties: {Environment: {Variables: {8: 9, true: x, 2020-01-01: !Ref Pool, .inf: !Ref WebClient}}}\n",
        encoding="utf-8",
    )
    found = lint(path, include=("I",))
    assert [f for f in ours(found) if f.id == "E0002"] == []
    assert "W9620" in {f.id for f in found}


def test_whole_stacks_are_among_the_passing_fixtures() -> None:
    assert len(list(FIXTURES.glob("stack-*.pass.yaml"))) > 1


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(f"0x{'f' * 5000}", id="5000 digits"),
        pytest.param(".inf", id="infinite"),
        pytest.param(".nan", id="no number"),
        pytest.param("{2020-01-01: 1}", id="a date as key"),
        pytest.param("{Fn::Sub: 1.5}", id="a number in Sub"),
        pytest.param("{Fn::Select: [.inf, [a]]}", id="an infinite index"),
        pytest.param("{Ref: {2020-01-01: 1}}", id="a reference to a mapping"),
    ],
)
def test_what_only_yaml_can_write(value: str, tmp_path: Path) -> None:
    """In the place of everything that the sections of a template and a client's properties have."""
    properties = "".join(
        f"      {name}: {given}\n"
        for name, given in {
            "UserPoolId": value,
            "ClientName": value,
            "CallbackURLs": f"[{value}]",
            "SupportedIdentityProviders": f"[{value}, Own]",
            "AccessTokenValidity": value,
            "GenerateSecret": f"{{Fn::If: [Is, {value}, {{Ref: P}}]}}",
        }.items()
    )
    path = tmp_path / "template.yaml"
    path.write_text(
        "Parameters:\n"
        f"  P: {{Type: {value}, AllowedPattern: {value}, MaxLength: {value}}}\n"
        "Conditions:\n"
        f"  Is: {{Fn::Equals: [{value}, {{Ref: P}}]}}\n"
        "Resources:\n"
        "  Pool:\n    Type: AWS::Cognito::UserPool\n"
        f"    Properties: {{Schema: [{value}, {{Name: {value}}}], UserPoolTier: {value}, "
        f"LambdaConfig: {{PreSignUp: {value}}}}}\n"
        f"  Shop:\n    Type: AWS::Cognito::UserPoolClient\n"
        f"    Properties: {{UserPoolId: {{Ref: Pool}}, WriteAttributes: ['custom:plan', {value}], "
        "AllowedOAuthFlowsUserPoolClient: true, AllowedOAuthScopes: [api/read]}\n"
        f"  Api:\n    Type: AWS::Cognito::UserPoolResourceServer\n"
        f"    Properties: {{UserPoolId: {{Ref: Pool}}, Identifier: {value}, Scopes: [{{ScopeName: {value}}}]}}\n"
        f"  Web:\n    Type: AWS::Cognito::UserPoolClient\n    DependsOn: [{value}]\n    Properties:\n{properties}"
        f"  Own:\n    Type: AWS::Cognito::UserPoolIdentityProvider\n"
        f"    Properties: {{UserPoolId: {{Ref: Pool}}, ProviderName: {value}, AttributeMapping: {{email: {value}}}}}\n"
        "Outputs:\n"
        f"  Id: {{Value: {value}}}\n",
        encoding="utf-8",
    )
    assert not [found for found in ours(lint(path)) if found.id == "E0002"]
