"""What can't be told of a comparison is no reason for a finding: it is neither true nor false."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from wholes import CLIENT, POOL, att, child, found, function, nested, write

STAGE = {"Ref": "Stage"}
IS_PROD = {"Fn::Equals": [STAGE, "prod"]}
# The pool's ID is wrong in production only.
USED = {"Fn::If": ["IsProd", {"Ref": "ClientId"}, "none"]}
CONDITIONS = {"IsLive": {"Fn::Equals": [{"Ref": "Level"}, "live"]}}
RULES = {"Stages": {"Assertions": [{"Assert": {"Fn::Not": [IS_PROD]}}]}}
RESOURCES = {
    "Pool": POOL,
    "Other": POOL,
    "Client": CLIENT,
    "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "prod"}},
    "Store": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "prod"}},
    "ApiStage": {"Type": "AWS::ApiGatewayV2::Stage", "Properties": {"ApiId": "abcdefghij", "StageName": "prod"}},
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def count(folder: Path, inner: dict[str, Any], handed: dict[str, Any], **sections: Any) -> int:
    """Return how much is found where values are handed to a nested stack."""
    write(folder, "child.json", inner)
    app = nested("child.json", **{"ClientId": {"Ref": "Pool"}, **handed})
    root = {"Parameters": {"Level": {"Type": "String"}}, "Conditions": CONDITIONS, **sections}
    return len(found(write(folder, "root.json", {**root, "Resources": {**RESOURCES, "App": app}})))


def staged(condition: Any = None, **definition: Any) -> dict[str, Any]:
    """Return a template that uses its parameter in production only."""
    template = child(USED)
    template["Parameters"]["Stage"] = {"Type": "String", **definition}
    template["Conditions"] = {"IsProd": condition or {"Fn::And": [{"Condition": "Asked"}, {"Condition": "Asked"}]}}
    template["Conditions"]["Asked"] = IS_PROD
    return template


@pytest.mark.parametrize(
    ("handed", "is_found"),
    [
        ("prod", True),
        ({"Ref": "ApiStage"}, False),
        ({"Ref": "AWS::Region"}, True),
        ({"Fn::If": ["IsLive", "prod", "dev"]}, True),
        ({"Ref": "Bucket"}, False),
        (att("Store", "Value"), False),
        ({"Fn::Sub": "${AWS::Region}"}, False),
        ({"Fn::Transform": {"Name": "Stage"}}, False),
        ({"Fn::ImportValue": "stage"}, False),
        ("{{resolve:ssm:stage}}", False),
        (att("Client", "ClientSecret"), False),
        ({"Fn::If": ["IsLive", "dev", {"Ref": "Bucket"}]}, False),
        ({"Fn::Sub": ["${Now}", {"Now": {"Fn::If": ["IsLive", "dev", "test"]}}]}, False),
    ],
)
def test_what_is_compared(folder: Path, handed: Any, is_found: bool) -> None:
    inner = staged()
    assert count(folder, inner, {"Stage": handed}) == is_found
    inner["Resources"]["Handler"] = function({"Fn::If": ["IsProd", "none", {"Ref": "ClientId"}]})
    assert count(folder, inner, {"Stage": handed}) == (is_found and handed != "prod")


@pytest.mark.parametrize("call", [{"Fn::Sub": "${Stage}"}, {"Fn::FindInMap": ["Stages", STAGE, "name"]}])
def test_a_function_of_what_is_handed_over(folder: Path, call: Any) -> None:
    inner = staged({"Fn::Equals": [call, "prod"]})
    inner["Mappings"] = {"Stages": {"live": {"name": "prod"}}}
    for handed in ("live", {"Fn::If": ["IsLive", "live", "live"]}):
        assert count(folder, inner, {"Stage": handed}) == 0


@pytest.mark.parametrize(
    "definition", [{"AllowedValues": ["dev", "test"]}, {"AllowedPattern": "dev|test"}, {"MaxLength": 3}]
)
def test_a_parameter_that_takes_not_just_any_value(folder: Path, definition: dict[str, Any]) -> None:
    parameters = {"Parameters": {"Level": {"Type": "String"}, "Chosen": {"Type": "String"}}}
    chosen = {"Stage": {"Ref": "Chosen"}}
    assert count(folder, staged(), chosen, **parameters) == 1
    assert count(folder, staged(**definition), chosen, **parameters) == 0
    assert count(folder, staged(AllowedValues=["prod"]), {"Stage": "prod"}) == 1


def test_a_nested_stack_with_rules(folder: Path) -> None:
    parameters = {"Parameters": {"Level": {"Type": "String"}, "Chosen": {"Type": "String"}}}
    assert count(folder, {**staged(), "Rules": RULES}, {"Stage": {"Ref": "Chosen"}}, **parameters) == 0
    assert count(folder, {**staged(), "Rules": RULES}, {"Stage": {"Ref": "AWS::StackName"}}) == 0
    assert count(folder, {**staged(), "Rules": RULES}, {"Stage": "prod"}) == 1


@pytest.mark.parametrize(
    ("one", "other", "is_found"),
    [
        ({"Ref": "Other"}, att("Other", "UserPoolId"), True),
        ({"Ref": "Client"}, att("Client", "ClientId"), True),
        ({"Ref": "Other"}, att("Other", "Arn"), False),
        ({"Ref": "Other"}, {"Ref": "Pool"}, False),
    ],
)
def test_two_spellings_of_one_value(folder: Path, one: Any, other: Any, is_found: bool) -> None:
    inner = staged({"Fn::Equals": [STAGE, {"Ref": "Second"}]})
    inner["Parameters"]["Second"] = {"Type": "String"}
    for handed in ({"Stage": one, "Second": other}, {"Stage": other, "Second": one}):
        assert count(folder, inner, handed) == is_found


@pytest.mark.parametrize("default", ["prod", "dev"])
def test_a_macro_may_hand_over_more(folder: Path, default: str) -> None:
    write(folder, "child.json", staged(Default=default))
    app = nested("child.json", ClientId={"Ref": "Pool"})
    root = {"Resources": {**RESOURCES, "App": app}}
    assert len(found(write(folder, "root.json", root))) == (default == "prod")
    assert found(write(folder, "root.json", {**root, "Transform": "Ours"})) == []
    app["Properties"]["Fn::Transform"] = {"Name": "AWS::Include", "Parameters": {"Location": "s3://ours/more"}}
    assert found(write(folder, "root.json", root)) == []


def test_a_list_is_handed_over(folder: Path) -> None:
    inner = staged({"Fn::Equals": [{"Fn::Select": [0, STAGE]}, "prod"]}, Type="CommaDelimitedList", Default="prod")
    assert count(folder, inner, {"Stage": "dev"}) == 0
