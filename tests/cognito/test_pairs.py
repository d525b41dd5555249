"""Every row of the table of pairs is tested by being there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from support import Found, lint_data

from cfn_upc_rules._cognito.pairs import (
    ARN,
    DISCOVERY,
    ID,
    ISSUER,
    PAIRED_TYPES,
    PAIRS,
    PROVIDER,
    Pair,
    table_markdown,
)

if TYPE_CHECKING:
    from pathlib import Path

REGION = {"Ref": "AWS::Region"}
# What the SAM translator of older cfn-lint versions demands beside a pair.
ALSO = {"AWS::Serverless::HttpApi": ("Auth.Authorizers.*.IdentitySource", "$request.header.Authorization")}
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
CASES = [pytest.param(p, w, id=f"{p.type}-{p.client}-{i}") for p in PAIRS for i, w in enumerate(WRITTEN[p.form])]
ROWS = [pytest.param(pair, WRITTEN[pair.form][0], id=f"{pair.type}-{pair.client}") for pair in PAIRS]


def put(below: Any, path: str, value: Any) -> tuple[str | int, ...]:
    """Put a value to the end of a path of the table, and return where that is."""
    steps = path.replace("[]", ".[]").split(".")
    place: list[str | int] = []
    for step, following in zip(steps, [*steps[1:], None], strict=True):
        keys: dict[str, str | int] = {"[]": 0, "*": "Main"}
        key = keys.get(step, step)
        new: Any = value if following is None else [] if following == "[]" else {}
        if isinstance(below, list):
            below.extend([new] * (not below))
        else:
            below.setdefault(key, new)
        below = below[key]
        place.append(key)
    return tuple(place)


def named(written: Any, pool: str) -> Any:
    if isinstance(written, dict):
        return {key: named(value, pool) for key, value in written.items()}
    if isinstance(written, list):
        return [named(value, pool) for value in written]
    return written.replace("POOL", pool) if isinstance(written, str) else written


def stack(pair: Pair, client_id: Any, pool: Any) -> tuple[dict[str, Any], tuple[str | int, ...]]:
    properties: dict[str, Any] = {}
    place = put(properties, pair.client, client_id)
    put(properties, pair.pool, pool)
    if pair.type in ALSO:
        put(properties, *ALSO[pair.type])
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
            "Consumer": {"Type": pair.type, "Properties": properties},
        },
    }
    return template, ("Resources", "Consumer", "Properties", *place)


def found(folder: Path, template: dict[str, Any]) -> list[Found]:
    return [f for f in lint_data(folder, template) if f.id in ("E9611", "E9612", "E9613", "E0002")]


@pytest.mark.parametrize(("pair", "written"), CASES)
def test_a_client_beside_its_own_pool_is_right(tmp_path: Path, pair: Pair, written: Any) -> None:
    template, _ = stack(pair, {"Ref": "ShopClient"}, named(written, "ShopPool"))
    assert found(tmp_path, template) == []


@pytest.mark.parametrize(("pair", "written"), CASES)
def test_a_client_beside_another_pool_is_found(tmp_path: Path, pair: Pair, written: Any) -> None:
    template, place = stack(pair, {"Ref": "StaffClient"}, named(written, "ShopPool"))
    [finding] = found(tmp_path, template)
    assert (finding.id, finding.path) == ("E9612", place)
    assert "'StaffClient' of 'StaffPool' beside AWS::Cognito::UserPool 'ShopPool'" in finding.message


@pytest.mark.parametrize(("pair", "written"), ROWS)
@pytest.mark.parametrize(
    "wrong",
    [
        {"Ref": "ShopPool"},
        {"Fn::GetAtt": ["ShopClient", "ClientSecret"]},
        {"Fn::GetAtt": ["ShopClient", "Name"]},
    ],
    ids=["pool", "secret", "name"],
)
def test_what_is_no_client_is_found(tmp_path: Path, pair: Pair, written: Any, wrong: Any) -> None:
    template, place = stack(pair, wrong, named(written, "ShopPool"))
    [finding] = found(tmp_path, template)
    assert (finding.id, finding.path) == ("E9611", place)
    assert finding.message.endswith("Write !Ref ShopClient.")


@pytest.mark.parametrize(("pair", "written"), ROWS)
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
def test_what_may_be_a_client_is_not(tmp_path: Path, pair: Pair, written: Any, client_id: Any) -> None:
    template, _ = stack(pair, client_id, named(written, "ShopPool"))
    assert found(tmp_path, template) == []


@pytest.mark.parametrize(("pair", "written"), ROWS)
def test_the_same_condition_on_both_sides_matches(tmp_path: Path, pair: Pair, written: Any) -> None:
    pools = {"Fn::If": ["IsProd", named(written, "ShopPool"), named(written, "StaffPool")]}
    template, _ = stack(pair, {"Ref": "ShopClient"}, pools)
    template["Resources"]["ShopClient"]["Properties"]["UserPoolId"] = {
        "Fn::If": ["IsProd", {"Ref": "ShopPool"}, {"Ref": "StaffPool"}]
    }
    assert found(tmp_path, template) == []
    template["Resources"]["ShopClient"]["Properties"]["UserPoolId"] = {"Ref": "ShopPool"}
    [finding] = found(tmp_path, template)
    assert finding.id == "E9612"
    assert "(when IsProd is false)" in finding.message


def test_a_list_may_be_a_scalar(tmp_path: Path) -> None:
    pair = next(p for p in PAIRS if p.type == "AWS::Serverless::HttpApi")
    template, place = stack(pair, {"Ref": "StaffClient"}, {"Fn::GetAtt": ["ShopPool", "ProviderURL"]})
    jwt = template["Resources"]["Consumer"]["Properties"]["Auth"]["Authorizers"]["Main"]["JwtConfiguration"]
    jwt["audience"] = jwt["audience"][0]
    [finding] = found(tmp_path, template)
    assert (finding.id, finding.path) == ("E9612", place[:-1])


def test_the_docs_list_every_row() -> None:
    lines = table_markdown().splitlines()
    assert len(lines) == len(PAIRS) + 2
    assert all(any(f"`{kind}`" in line for line in lines) for kind in PAIRED_TYPES)
    assert all(pair.form.of("Shop") != pair.form.written for pair in PAIRS)
