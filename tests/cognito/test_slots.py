"""Every row of the table of slots: its path is in the provider schema, its form is judged, its answer documented."""

from __future__ import annotations

import importlib.util
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from cfnlint.schema.manager import PROVIDER_SCHEMA_MANAGER
from consumers import complete, put, steps
from support import CFN_LINT, NEWEST_TESTED, lint_data

from cfn_upc_rules._cognito.slots import (
    ARN,
    CLIENT_SLOTS,
    DISCOVERY,
    ID,
    ISSUER,
    POOL_SLOTS,
    PROVIDER,
    SLOTS,
    Slot,
    table_markdown,
)
from cfn_upc_rules._cognito.types import CLIENT
from cfn_upc_rules._cognito.types import POOL as POOL_TYPE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Schema = dict[str, Any]
# cfn-lint has SAM's own schemas as they are; these leave what stands in an authorizer open.
OPEN_IN_SAM = {
    ("AWS::Serverless::HttpApi", "Auth.Authorizers"),
    ("AWS::Serverless::Api", "Auth.Authorizers"),
}
POOL = "ShopPool"
WRITTEN = {
    ID: {"Ref": POOL},
    ARN: {"Fn::GetAtt": [POOL, "Arn"]},
    PROVIDER: {"Fn::GetAtt": [POOL, "ProviderName"]},
    ISSUER: {"Fn::GetAtt": [POOL, "ProviderURL"]},
    DISCOVERY: {"Fn::Sub": f"${{{POOL}.ProviderURL}}/.well-known/openid-configuration"},
}
SUFFIX = DISCOVERY.suffix
TEXTS = {
    ARN: {"Fn::Sub": f"arn:${{AWS::Partition}}:cognito-idp:${{AWS::Region}}:${{AWS::AccountId}}:userpool/${{{POOL}}}"},
    PROVIDER: {"Fn::Sub": f"cognito-idp.${{AWS::Region}}.amazonaws.com/${{{POOL}}}"},
    ISSUER: {"Fn::Join": ["", ["https://cognito-idp.", {"Ref": "AWS::Region"}, ".amazonaws.com/", {"Ref": POOL}]]},
    DISCOVERY: {"Fn::Sub": f"https://cognito-idp.${{AWS::Region}}.amazonaws.com/${{{POOL}}}{SUFFIX}"},
}
UNKNOWN = [{"Ref": "Given"}, {"Fn::ImportValue": "pool"}, {"Fn::GetAtt": ["Lookup", "Pool"]}, {"Fn::Sub": "${Given}/x"}]
JUDGED = [slot for slot in POOL_SLOTS if slot.type != CLIENT and slot.form is not PROVIDER]


def resolved(root: Schema, node: Schema) -> Schema:
    while "$ref" in node:
        found: Any = root
        for key in node["$ref"].lstrip("#/").split("/"):
            found = found[key]
        node = found
    return node


def below(root: Schema, node: Schema, step: str) -> Iterator[Schema]:
    node = resolved(root, node)
    for branch in ("anyOf", "oneOf", "allOf"):
        for one in node.get(branch, []):
            yield from below(root, one, step)
    if step.startswith("["):
        if isinstance(node.get("items"), dict):
            yield node["items"]
    elif step == "*":
        yield from node.get("patternProperties", {}).values()
        if isinstance(node.get("additionalProperties"), dict):
            yield node["additionalProperties"]
    elif step in node.get("properties", {}):
        yield node["properties"][step]


def places(root: Schema, path: str) -> list[Schema]:
    found = [root]
    for step in steps(path):
        found = [deeper for node in found for deeper in below(root, node, step)]
    return [resolved(root, node) for node in found]


def schema_of(slot: Slot) -> Schema:
    try:
        return dict(PROVIDER_SCHEMA_MANAGER.get_resource_schema("us-east-1", slot.type).schema)
    except Exception as error:  # noqa: BLE001 - its class differs between the versions of cfn-lint
        pytest.skip(f"this cfn-lint has no {slot.type}: {type(error).__name__}")


def is_open(slot: Slot) -> bool:
    return any(slot.type == kind and slot.path.startswith(above) for kind, above in OPEN_IN_SAM)


newest_schemas = pytest.mark.skipif(
    CFN_LINT < NEWEST_TESTED, reason="cfn-lint's newest provider schemas are the measure"
)


@newest_schemas
@pytest.mark.parametrize("slot", SLOTS, ids=lambda slot: f"{slot.type}-{slot.path}")
def test_its_path_is_in_the_provider_schema(slot: Slot) -> None:
    schema = schema_of(slot)
    path = slot.path
    if is_open(slot):
        path = "Auth.Authorizers"
        assert not places(schema, slot.path) or slot.type == "AWS::Serverless::Api"
    assert places(schema, path)


@newest_schemas
@pytest.mark.parametrize("slot", POOL_SLOTS, ids=lambda slot: f"{slot.type}-{slot.path}")
def test_its_pattern_is_that_of_the_provider_schema(slot: Slot) -> None:
    patterns = {place.get("pattern", "") for place in places(schema_of(slot), slot.path)} or {""}
    assert patterns <= {slot.pattern, ""}
    assert slot.pattern in patterns


def test_each_clients_slot_has_its_pools() -> None:
    known = {(slot.type, slot.path) for slot in POOL_SLOTS}
    assert {(slot.type, slot.pool) for slot in CLIENT_SLOTS} <= known


def ours(folder: Path, slot: Slot, value: Any) -> list[str]:
    properties: dict[str, Any] = {}
    put(properties, slot.path, value)
    complete(slot.type, properties)
    template = {
        "Transform": "AWS::Serverless-2016-10-31",
        "Parameters": {"Given": {"Type": "String"}},
        "Resources": {
            POOL: {"Type": "AWS::Cognito::UserPool"},
            "WebClient": {"Type": CLIENT, "Properties": {"UserPoolId": {"Ref": POOL}}},
            "Files": {"Type": "AWS::S3::Bucket"},
            "Lookup": {
                "Type": "Custom::Lookup",
                "Properties": {"ServiceToken": "arn:aws:sns:eu-west-1:123456789012:x"},
            },
            "Consumer": {"Type": slot.type, "Properties": properties},
        },
    }
    return [found.id for found in lint_data(folder, template) if found.id in ("E9614", "W9617")]


def expected(slot: Slot, *, ends_right: bool = False) -> str:
    answered = slot.refusal is not None and (slot.refusal.answer or not ends_right)
    return "E9614" if answered else "W9617"


@pytest.mark.second_tier
@pytest.mark.parametrize("slot", JUDGED, ids=lambda slot: f"{slot.type}-{slot.path}")
def test_it_takes_its_own_form_and_no_other(tmp_path: Path, slot: Slot) -> None:
    assert slot.form is not None
    for form, value in [*WRITTEN.items(), *TEXTS.items()]:
        found = ours(tmp_path, slot, value)
        assert found == ([] if form is slot.form else [expected(slot)]), (form, value)
    for value in UNKNOWN:
        assert ours(tmp_path, slot, value) == [], value
    assert ours(tmp_path, slot, {"Ref": "WebClient"}) == [expected(slot)]
    assert ours(tmp_path, slot, {"Ref": "Files"}) == ([] if slot.is_shared else [expected(slot)])
    hosted = {"Fn::Sub": f"https://shop.auth.${{AWS::Region}}.amazoncognito.com{SUFFIX}"}
    assert ours(tmp_path, slot, hosted) == [expected(slot, ends_right=True)]


@pytest.mark.parametrize("slot", JUDGED, ids=lambda slot: f"{slot.type}-{slot.path}")
def test_a_literal_is_cores_where_core_refuses_it(tmp_path: Path, slot: Slot) -> None:
    literal = "cognito-idp.eu-west-1.amazonaws.com/eu-west-1_aBcD12345"
    is_cores = bool(slot.pattern) and not re.search(slot.pattern, literal)
    assert ours(tmp_path, slot, literal) == ([] if is_cores else [expected(slot)])


def test_the_docs_list_every_row() -> None:
    lines = table_markdown().splitlines()[2:]
    assert len(lines) == len(SLOTS)
    for slot in SLOTS:
        [line] = [line for line in lines if f"| `{slot.type}` | `{slot.path}` |" in line]
        assert (slot.form.words if slot.form else "client's ID") in line
        assert slot.refusal is None or slot.refusal.source in line


@pytest.mark.skipif(importlib.util.find_spec("samtranslator") is None, reason="needs aws-sam-translator (extra `dev`)")
@pytest.mark.parametrize("slot", [slot for slot in SLOTS if is_open(slot)], ids=lambda slot: f"{slot.type}-{slot.path}")
@pytest.mark.parametrize("as_list", [True, False])
def test_sam_takes_the_path_that_its_schema_leaves_open(
    monkeypatch: pytest.MonkeyPatch, slot: Slot, as_list: bool
) -> None:
    from samtranslator.translator.transform import transform

    class NoPolicies:
        def load(self) -> dict[str, Any]:
            return {}

    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    made: dict[str, Any] = {}
    put(made, slot.path if as_list else slot.path.removesuffix("[]"), {"Ref": "Marked"})
    complete(slot.type, made)
    [authorizer] = made["Auth"]["Authorizers"].values()
    if "JwtConfiguration" in authorizer:
        authorizer["JwtConfiguration"] = {"issuer": "i", "audience": ["a"], **authorizer["JwtConfiguration"]}
    resources = {"Api": {"Type": slot.type, "Properties": made}, "Marked": {"Type": POOL_TYPE}}
    written = {"Transform": "AWS::Serverless-2016-10-31", "Resources": resources}
    body = transform(written, {}, NoPolicies())["Resources"]["Api"]["Properties"]["Body"]
    assert '"Marked"' in json.dumps(body)
