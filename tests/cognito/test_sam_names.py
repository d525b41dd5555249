"""The logical IDs that SAM generates, compared with the SAM translator where cfn-lint brings it along."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cfnlint.decode
import pytest
from cfnlint.template import Template
from support import FIXTURES

from cfn_upc_rules._cognito.sam_names import Generated, generated_names, names_like
from cfn_upc_rules._template.stack import Stack

EVENTS: dict[str, dict[str, Any]] = {
    "Get": {"Type": "Api", "Properties": {"Path": "/a", "Method": "get"}},
    "Put": {"Type": "Api", "Properties": {"Path": "/a", "Method": "put", "RestApiId": {"Ref": "OwnApi"}}},
    "Http": {"Type": "HttpApi", "Properties": {"Path": "/b", "Method": "get"}},
    "Nightly": {"Type": "Schedule", "Properties": {"Schedule": "rate(1 day)"}},
    "Weekly": {"Type": "ScheduleV2", "Properties": {"ScheduleExpression": "rate(7 days)"}},
    "Upload": {"Type": "S3", "Properties": {"Bucket": {"Ref": "Uploads"}, "Events": "s3:ObjectCreated:*"}},
    "Topic": {"Type": "SNS", "Properties": {"Topic": "arn:aws:sns:us-east-1:123456789012:t"}},
    "Queue": {"Type": "SQS", "Properties": {"Queue": "arn:aws:sqs:us-east-1:123456789012:q"}},
    "Rule": {"Type": "EventBridgeRule", "Properties": {"Pattern": {"source": ["a"]}}},
    "Logs": {"Type": "CloudWatchLogs", "Properties": {"LogGroupName": "x", "FilterPattern": ""}},
    "Thing": {"Type": "IoTRule", "Properties": {"Sql": "SELECT * FROM 'x'"}},
    "Skill": {"Type": "AlexaSkill"},
    "SignUp": {"Type": "Cognito", "Properties": {"UserPool": {"Ref": "AppPool"}, "Trigger": "PreSignUp"}},
}


def template(**properties: Any) -> dict[str, Any]:
    return {
        "Transform": "AWS::Serverless-2016-10-31",
        "Resources": {
            "AppPool": {"Type": "AWS::Cognito::UserPool"},
            "Uploads": {"Type": "AWS::S3::Bucket"},
            "OwnApi": {"Type": "AWS::Serverless::Api", "Properties": {"StageName": "v1"}},
            "Fn": {
                "Type": "AWS::Serverless::Function",
                "Properties": {
                    "Runtime": "python3.12",
                    "Handler": "a.b",
                    "InlineCode": "x",
                    "Events": EVENTS,
                    **properties,
                },
            },
        },
    }


CASES = {
    "plain": template(),
    "alias": template(AutoPublishAlias="live"),
    "url": template(FunctionUrlConfig={"AuthType": "NONE"}, Role="arn:aws:iam::123456789012:role/r"),
    "closed url": template(FunctionUrlConfig={"AuthType": "AWS_IAM"}, EventInvokeConfig={"MaximumRetryAttempts": 1}),
    "perhaps a role": {
        **template(Role={"Fn::If": ["HasRole", "arn:aws:iam::123456789012:role/r", {"Ref": "AWS::NoValue"}]}),
        "Parameters": {"Stage": {"Type": "String"}},
        "Conditions": {"HasRole": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}},
    },
    "queue": template(
        Events={
            "Topic": {
                "Type": "SNS",
                "Properties": {"Topic": "arn:aws:sns:us-east-1:123456789012:t", "SqsSubscription": True},
            }
        }
    ),
}


def _names(source: dict[str, Any]) -> list[Generated]:
    return generated_names(Stack.of(Template(None, source, ["us-east-1"])))


@pytest.mark.parametrize("source", CASES.values(), ids=CASES.keys())
def test_each_name_is_one_that_sam_generates(source: dict[str, Any]) -> None:
    parser = pytest.importorskip("samtranslator.parser.parser", reason="cfn-lint 1.54 and newer has no SAM translator")
    import copy
    import os

    from samtranslator.translator.translator import Translator

    os.environ["AWS_DEFAULT_REGION"] = "us-east-1"
    translated = Translator(managed_policy_map={}, sam_parser=parser.Parser()).translate(copy.deepcopy(source), {})
    names = _names(source)
    assert names
    for name in names:
        assert name.id in translated["Resources"], name


def test_the_names_of_a_plain_function() -> None:
    names = {name.id for name in _names(CASES["plain"])}
    assert {"FnRole", "FnGetPermissionProd", "FnPutPermissionv1", "FnCognitoPermission", "FnQueue"} <= names
    assert {name.id for name in _names(CASES["plain"]) if name.overwrites} == {
        "ServerlessRestApi",
        "ServerlessHttpApi",
    }


def test_a_role_of_its_own_is_not_generated() -> None:
    assert "FnRole" not in {name.id for name in _names(CASES["url"])}


def test_names_are_found_by_the_id_they_would_collide_with() -> None:
    source = template(AutoPublishAlias="live")
    source["Resources"]["Fn"]["Properties"]["Events"] = {"Ev(": {"Type": "SQS"}, **EVENTS}
    stack = Stack.of(Template(None, source, ["us-east-1"]))
    for logical_id in ("FnRole", "FnAliaslive", "FnQueue", "ServerlessRestApi", "FnEv("):
        [found] = {name.id for name in names_like(stack, logical_id)}
        assert found == logical_id
    for logical_id in ("Fn", "FnVersion0123456789", "fnrole", ""):
        assert names_like(stack, logical_id) == []


def test_a_role_that_may_be_absent_is_generated() -> None:
    role = {"Fn::If": ["HasRole", "arn:aws:iam::123456789012:role/r", {"Ref": "AWS::NoValue"}]}
    assert "FnRole" in {name.id for name in _names(CASES["perhaps a role"])}
    assert "FnRole" not in {name.id for name in _names(template(Role={**role, "Fn::If": ["HasRole", "a", "b"]}))}


def test_a_queue_between_a_topic_and_a_function() -> None:
    names = {name.id for name in _names(CASES["queue"])}
    assert {"FnTopicQueue", "FnTopicQueuePolicy", "FnTopicEventSourceMapping"} <= names
    assert "FnTopicPermission" not in names


def test_nothing_without_the_transform() -> None:
    assert _names({key: value for key, value in CASES["plain"].items() if key != "Transform"}) == []


def test_a_fixture_of_every_kind_of_name_is_there() -> None:
    decoded, _ = cfnlint.decode.decode(str(Path(FIXTURES / "E9602-sam.fail.yaml")))
    assert decoded is not None
    assert len(decoded["Resources"]) > 5
