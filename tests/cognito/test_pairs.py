"""Every pair of slots, a client's and its pool's, is tested by being there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from consumers import complete, put
from support import Found, lint_data

from cfn_upc_rules._cognito.slots import (
    ARN,
    CLIENT_SLOTS,
    DISCOVERY,
    ID,
    ISSUER,
    PROVIDER,
    SLOTS,
    Form,
    Slot,
)

if TYPE_CHECKING:
    from pathlib import Path

REGION = {"Ref": "AWS::Region"}
WRITTEN = {
    ID: [
        {"Ref": "POOL"},
        {"Fn::GetAtt": ["POOL", "UserPoolId"]},
        {"Fn::Sub": "${POOL}"},
        {"Fn::Select": [1, {"Fn::Split": ["/", {"Fn::GetAtt": ["POOL", "Arn"]}]}]},
        {"Fn::If": ["IsProd", {"Ref": "POOL"}, {"Fn::Sub": "${POOL.UserPoolId}"}]},
    ],
    ARN: [
        {"Fn::GetAtt": ["POOL", "Arn"]},
        {"Fn::GetAtt": "POOL.Arn"},
        {"Fn::Sub": "arn:${AWS::Partition}:cognito-idp:${AWS::Region}:${AWS::AccountId}:userpool/${POOL}"},
    ],
    PROVIDER: [
        {"Fn::GetAtt": ["POOL", "ProviderName"]},
        {"Fn::Sub": "cognito-idp.${AWS::Region}.amazonaws.com/${POOL}"},
        {"Fn::Select": [1, {"Fn::Split": ["//", {"Fn::GetAtt": ["POOL", "ProviderURL"]}]}]},
    ],
    ISSUER: [
        {"Fn::GetAtt": ["POOL", "ProviderURL"]},
        {"Fn::Sub": "https://cognito-idp.${AWS::Region}.amazonaws.com/${POOL}"},
        {"Fn::Sub": ["https://cognito-idp.${R}.amazonaws.com/${P}", {"R": REGION, "P": {"Ref": "POOL"}}]},
        {"Fn::Join": ["/", ["https://cognito-idp.eu-west-1.amazonaws.com", {"Ref": "POOL"}]]},
    ],
    DISCOVERY: [
        {"Fn::Sub": "${POOL.ProviderURL}/.well-known/openid-configuration"},
        {"Fn::Join": ["", [{"Fn::GetAtt": ["POOL", "ProviderURL"]}, "/.well-known/openid-configuration"]]},
    ],
}
FORMS = {(slot.type, slot.path): slot.form for slot in SLOTS}


def form_beside(slot: Slot) -> Form:
    """Return the form of the pool that belongs beside a client."""
    form = FORMS[slot.type, slot.pool]
    assert form is not None
    return form


CASES = [
    pytest.param(
        slot,
        written,
        id=f"{slot.type}-{slot.path}-{number}",
        marks=[pytest.mark.second_tier] if number else [],
    )
    for slot in CLIENT_SLOTS
    for number, written in enumerate(WRITTEN[form_beside(slot)])
]
ROWS = [pytest.param(slot, WRITTEN[form_beside(slot)][0], id=f"{slot.type}-{slot.path}") for slot in CLIENT_SLOTS]


def named(written: Any, pool: str) -> Any:
    if isinstance(written, dict):
        return {key: named(value, pool) for key, value in written.items()}
    if isinstance(written, list):
        return [named(value, pool) for value in written]
    return written.replace("POOL", pool) if isinstance(written, str) else written


def stack(slot: Slot, client_id: Any, pool: Any) -> tuple[dict[str, Any], tuple[str | int, ...]]:
    properties: dict[str, Any] = {}
    place = put(properties, slot.path, client_id)
    put(properties, slot.pool, pool)
    complete(slot.type, properties)
    template = {
        "Transform": "AWS::Serverless-2016-10-31",
        "Parameters": {"Stage": {"Type": "String"}, "ClientId": {"Type": "String"}},
        "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}},
        "Resources": {
            "ShopPool": {"Type": "AWS::Cognito::UserPool"},
            "StaffPool": {"Type": "AWS::Cognito::UserPool"},
            "ShopClient": {
                "Type": "AWS::Cognito::UserPoolClient",
                "Properties": {"UserPoolId": {"Ref": "ShopPool"}, "GenerateSecret": True},
            },
            "StaffClient": {
                "Type": "AWS::Cognito::UserPoolClient",
                "Properties": {"UserPoolId": {"Ref": "StaffPool"}, "GenerateSecret": True},
            },
            "Consumer": {"Type": slot.type, "Properties": properties},
        },
    }
    return template, ("Resources", "Consumer", "Properties", *place)


def found(folder: Path, template: dict[str, Any]) -> list[Found]:
    return [f for f in lint_data(folder, template) if f.id in ("E9611", "E9612", "E9613", "E0002")]


@pytest.mark.parametrize(("slot", "written"), CASES)
def test_a_client_beside_its_own_pool_is_right(tmp_path: Path, slot: Slot, written: Any) -> None:
    template, _ = stack(slot, {"Ref": "ShopClient"}, named(written, "ShopPool"))
    assert found(tmp_path, template) == []


@pytest.mark.parametrize(("slot", "written"), CASES)
def test_a_client_beside_another_pool_is_found(tmp_path: Path, slot: Slot, written: Any) -> None:
    template, place = stack(slot, {"Ref": "StaffClient"}, named(written, "ShopPool"))
    [finding] = found(tmp_path, template)
    assert (finding.id, finding.path) == ("E9612", place)
    assert "'StaffClient' of 'StaffPool' beside pool 'ShopPool'" in finding.message


@pytest.mark.parametrize(("slot", "written"), ROWS)
@pytest.mark.parametrize(
    "wrong",
    [
        {"Ref": "ShopPool"},
        {"Fn::GetAtt": ["ShopClient", "ClientSecret"]},
        {"Fn::GetAtt": ["ShopClient", "Name"]},
    ],
    ids=["pool", "secret", "name"],
)
def test_what_is_no_client_is_found(tmp_path: Path, slot: Slot, written: Any, wrong: Any) -> None:
    template, place = stack(slot, wrong, named(written, "ShopPool"))
    [finding] = found(tmp_path, template)
    assert (finding.id, finding.path) == ("E9611", place)
    assert finding.message.endswith('Write {"Ref": "ShopClient"}.')


@pytest.mark.second_tier
@pytest.mark.parametrize(("slot", "written"), ROWS)
@pytest.mark.parametrize(
    "client_id",
    [
        {"Ref": "ClientId"},
        {"Fn::ImportValue": "client"},
        {"Fn::GetAtt": ["ShopClient", "ClientId"]},
        {"Fn::If": ["IsProd", {"Ref": "ShopClient"}, {"Ref": "ClientId"}]},
        {"Ref": "AWS::NoValue"},
        "1h57kf5cpq17m0eml12EXAMPLE",
        "ALL",
    ],
    ids=str,
)
def test_what_may_be_a_client_is_not(tmp_path: Path, slot: Slot, written: Any, client_id: Any) -> None:
    template, _ = stack(slot, client_id, named(written, "ShopPool"))
    assert found(tmp_path, template) == []


@pytest.mark.parametrize(("slot", "written"), ROWS)
def test_the_same_condition_on_both_sides_matches(tmp_path: Path, slot: Slot, written: Any) -> None:
    pools = {"Fn::If": ["IsProd", named(written, "ShopPool"), named(written, "StaffPool")]}
    template, _ = stack(slot, {"Ref": "ShopClient"}, pools)
    template["Resources"]["ShopClient"]["Properties"]["UserPoolId"] = {
        "Fn::If": ["IsProd", {"Ref": "ShopPool"}, {"Ref": "StaffPool"}]
    }
    assert found(tmp_path, template) == []
    template["Resources"]["ShopClient"]["Properties"]["UserPoolId"] = {"Ref": "ShopPool"}
    [finding] = found(tmp_path, template)
    assert finding.id == "E9612"
    assert "(when IsProd is false)" in finding.message


def test_a_list_may_be_a_scalar(tmp_path: Path) -> None:
    slot = next(slot for slot in CLIENT_SLOTS if slot.type == "AWS::Serverless::HttpApi")
    template, place = stack(slot, {"Ref": "StaffClient"}, {"Fn::GetAtt": ["ShopPool", "ProviderURL"]})
    jwt = template["Resources"]["Consumer"]["Properties"]["Auth"]["Authorizers"]["Main"]["JwtConfiguration"]
    jwt["audience"] = jwt["audience"][0]
    [finding] = found(tmp_path, template)
    assert (finding.id, finding.path) == ("E9612", place[:-1])
