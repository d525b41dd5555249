"""What a stack knows: who refers to whom, what depends on what, and who wrote the template."""

from __future__ import annotations

from typing import Any

import pytest
from cfnlint.template import Template

from cfn_upc_rules._cognito.stack import UserPoolStack
from cfn_upc_rules._template.nodes import View
from cfn_upc_rules._template.scenarios import explore
from cfn_upc_rules._template.uses import uses_of

POOL = {"Type": "AWS::Cognito::UserPool"}
WEB: dict[str, Any] = {"Type": "AWS::Cognito::UserPoolClient", "Properties": {"UserPoolId": {"Ref": "Pool"}}}


def stack(resources: dict[str, Any], **sections: Any) -> UserPoolStack:
    template = Template(None, {"Resources": {"Pool": POOL, "Web": WEB, **resources}, **sections}, ["us-east-1"])
    template.transform()
    found = UserPoolStack.of(template)
    assert isinstance(found, UserPoolStack)
    return found


def test_who_refers_to_whom() -> None:
    topic = {"Type": "AWS::SNS::Topic", "DependsOn": "Web", "Properties": {"DisplayName": {"Ref": "Web"}}}
    found = stack({"Topic": topic}, Outputs={"Id": {"Value": {"Ref": "Web"}, "Export": {"Name": "id"}}})
    web, pool, topics = (found.resources[name] for name in ("Web", "Pool", "Topic"))
    assert {use.path for use in found.uses(web)} == {
        ("Outputs", "Id", "Value"),
        ("Resources", "Topic", "DependsOn"),
        ("Resources", "Topic", "Properties", "DisplayName"),
    }
    assert found.referring(web, "AWS::SNS::Topic") == [topics]
    assert found.referring(web, "AWS::SQS::Queue") == []
    assert found.depends_on(topics, web)
    assert found.depends_on(topics, pool)  # by way of the client
    assert not found.depends_on(pool, topics)


def test_a_pool_depends_on_the_function_that_sam_makes_its_trigger() -> None:
    event = {"Type": "Cognito", "Properties": {"UserPool": {"Ref": "Pool"}, "Trigger": "PreSignUp"}}
    function = {"Type": "AWS::Serverless::Function", "Properties": {"Events": {"SignUp": event}}}
    found = stack({"Trigger": function}, Transform="AWS::Serverless-2016-10-31")
    pool, trigger = found.resources["Pool"], found.resources["Trigger"]
    assert found.depends_on(pool, trigger)
    assert ("Resources", "Pool", "LambdaConfig") in {use.path for use in found.uses(trigger)}


def test_what_a_use_takes_for_granted() -> None:
    """An output under a condition uses the client where the condition holds only."""
    outputs = {"Id": {"Condition": "IsProd", "Value": {"Ref": "Web"}}}
    conditions = {"IsProd": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
    found = stack({}, Conditions=conditions, Outputs=outputs)
    seen: list[tuple[bool, int]] = []

    def judge(scenario: Any) -> list[str]:
        uses = list(uses_of(View(found, scenario, found.resources["Web"]), ""))
        seen.append((scenario.holds("IsProd"), len(uses)))
        return []

    assert list(explore({}, found.possible, judge)) == []
    assert sorted(seen) == [(False, 0), (True, 1)]


def test_a_value_is_read_anew_where_a_condition_decides_a_piece_of_it() -> None:
    name = {"Fn::Sub": ["${A}-web", {"A": {"Fn::If": ["IsProd", "prod", "test"]}}]}
    web = {**WEB, "Properties": {"ClientName": name}}
    found = stack({"Web": web}, Conditions={"IsProd": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}})

    def judge(scenario: Any) -> list[Any]:
        return [View(found, scenario, found.resources["Web"])["ClientName"].value]

    assert dict(explore({}, found.possible, judge)) == {
        "prod-web": "when IsProd is true",
        "test-web": "when IsProd is false",
    }


def made(path: str) -> dict[str, Any]:
    return {"Type": "AWS::SNS::Topic", "Metadata": {"aws:cdk:path": path}}


@pytest.mark.parametrize(
    ("resources", "names"),
    [
        ({"A": made("Shop/A/Resource"), "B": made("Shop/B")}, ["Pool", "Web", "Shop/A", "Shop/B"]),
        ({"A": made("Shop/A/Resource")}, ["Pool", "Web", "Shop/A"]),
        # A path that is another resource's, too, names neither.
        ({"A": made("Shop/A"), "B": made("Shop/A"), "C": made("Shop/C")}, ["Pool", "Web", "A", "B", "Shop/C"]),
    ],
)
def test_what_messages_call_resources(resources: dict[str, Any], names: list[str]) -> None:
    assert [resource.name for resource in stack(resources).resources.values()] == names


@pytest.mark.parametrize(
    ("resources", "cdk"),
    [
        ({}, False),
        ({"A": made("Shop/A")}, True),
        ({"CDKMetadata": {"Type": "AWS::CDK::Metadata"}}, True),
    ],
)
def test_who_wrote_the_template(resources: dict[str, Any], cdk: bool) -> None:
    assert stack(resources).is_synthesised is cdk


@pytest.mark.parametrize(
    ("template", "filename", "is_built"),
    [
        ({}, "template.yaml", False),
        ({}, None, False),
        ({}, ".aws-sam/build/template.yaml", True),
        ({}, "/work/shop/.aws-sam/build/auth/template.yaml", True),
        ({"Resources": {"Job": {"Type": "AWS::SNS::Topic", "Metadata": {"SamResourceId": "Job"}}}}, None, True),
        ({"Resources": {"Job": {"Type": "AWS::SNS::Topic", "Metadata": {"SamResourceId": "Other"}}}}, None, False),
        ({"Resources": {"ServerlessDeploymentBucket": {"Type": "AWS::S3::Bucket"}}}, None, True),
        ({"Outputs": {"ServerlessDeploymentBucketName": {"Value": "packages"}}}, None, True),
    ],
)
def test_who_wrote_a_template_with_names_of_its_authors(
    template: dict[str, Any], filename: str | None, is_built: bool
) -> None:
    found = stack(template.get("Resources", {}), Outputs=template.get("Outputs", {}))
    found.filename = filename
    assert (found.is_built, found.is_synthesised) == (is_built, False)
