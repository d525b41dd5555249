"""W9671: a client that an update replaces."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from changes import (
    OLD,
    POOL,
    SECTIONS,
    changed,
    client,
    messages,
    template,
)

if TYPE_CHECKING:
    from repositories import Repository

SAME_SECRET = [
    (None, False),
    (False, None),
    (None, "false"),
    (True, "true"),
    ("True", True),
    (True, {"Ref": "Wanted"}),
    ({"Ref": "Wanted"}, False),
    ({"Fn::If": ["IsProd", True, {"Ref": "AWS::NoValue"}]}, {"Fn::If": ["IsProd", "true", False]}),
]
OTHER_SECRET = [
    (None, True, ""),
    (True, None, ""),
    ("true", "false", ""),
    (False, {"Fn::If": ["IsProd", True, False]}, " (when IsProd is true)"),
    ({"Fn::If": ["IsProd", True, False]}, {"Fn::If": ["IsProd", False, False]}, " (when IsProd is true)"),
    ({"Fn::If": ["IsProd", True, {"Ref": "Wanted"}]}, False, " (when IsProd is true)"),
]


def with_secret(value: Any) -> str:
    return template(SECTIONS, A=client() if value is None else client(GenerateSecret=value))


@pytest.mark.parametrize(("old", "new"), SAME_SECRET, ids=str)
def test_the_same_secret_in_another_spelling_is_no_change(repository: Repository, old: Any, new: Any) -> None:
    assert changed(repository, with_secret(old), with_secret(new)) == []


@pytest.mark.parametrize(("old", "new", "when"), OTHER_SECRET, ids=str)
def test_a_secret_switched_on_or_off_replaces_the_client(repository: Repository, old: Any, new: Any, when: str) -> None:
    [found] = changed(repository, with_secret(old), with_secret(new))
    assert found.id == "W9671"
    assert f"has to sign in again{when}." in found.message


SAME_POOL = [
    {"Ref": "Pool"},
    {"Fn::GetAtt": ["Pool", "UserPoolId"]},
    {"Fn::GetAtt": "Pool.UserPoolId"},
    {"Fn::Sub": "${Pool}"},
    {"Fn::Sub": ["${P}", {"P": {"Ref": "Pool"}}]},
    {"Fn::Select": [1, {"Fn::Split": ["/", {"Fn::GetAtt": ["Pool", "Arn"]}]}]},
    {"Fn::If": ["IsProd", {"Ref": "Pool"}, {"Fn::GetAtt": ["Pool", "UserPoolId"]}]},
]


@pytest.mark.parametrize("new", [*SAME_POOL, {"Ref": "Wanted"}, {"Fn::ImportValue": "x"}, "eu-west-1_abc"], ids=str)
def test_the_same_or_an_unknown_pool_is_no_change(repository: Repository, new: Any) -> None:
    assert changed(repository, template(SECTIONS, A=client()), template(SECTIONS, A=client(UserPoolId=new))) == []


def pool_change(repository: Repository, old: Any, new: Any, *pools: str) -> list[str]:
    """Return what is said of a client whose pool changes, in a template that has further pools before or after."""
    before = {name: POOL for name in pools if not name.startswith("+")}
    after = {name.strip("+"): POOL for name in pools if not name.startswith("-")}
    before = {name.strip("-"): POOL for name in before}
    return messages(
        changed(
            repository,
            template(SECTIONS, **before, A=client(UserPoolId=old)),
            template(SECTIONS, **after, A=client(UserPoolId=new)),
        ),
        "W9671",
    )


def test_another_pool_replaces_the_client(repository: Repository) -> None:
    [message] = pool_change(repository, {"Ref": "Pool"}, {"Ref": "Other"}, "Other")
    assert "its User Pool was 'Pool' in HEAD and is 'Other' now" in message


def test_a_pool_that_was_renamed_replaces_the_client(repository: Repository) -> None:
    [message] = pool_change(repository, {"Ref": "Old"}, {"Fn::Sub": "${New}"}, "-Old", "+New")
    assert "its User Pool, 'Old' in HEAD, is renamed to 'New', which replaces the pool" in message


def test_another_literal_pool_replaces_the_client(repository: Repository) -> None:
    [message] = pool_change(repository, "eu-west-1_abc", "eu-west-1_xyz")
    assert "its UserPoolId is another than in HEAD" in message


def test_a_new_pool_in_place_of_a_literal_replaces_the_client(repository: Repository) -> None:
    [message] = pool_change(repository, "eu-west-1_abc", {"Ref": "New"}, "+New")
    assert "was 'eu-west-1_abc' in HEAD and is 'New', a new one, now" in message


def test_another_pool_in_one_branch_replaces_the_client_there(repository: Repository) -> None:
    new = {"Fn::If": ["IsProd", {"Ref": "Pool"}, {"Ref": "Other"}]}
    [message] = pool_change(repository, {"Ref": "Pool"}, new, "Other")
    assert "(when IsProd is false)" in message


def test_a_client_kept_by_its_policy_stays_behind(repository: Repository) -> None:
    new = template(A={**client(GenerateSecret=True), "UpdateReplacePolicy": "Retain"})
    [message] = messages(changed(repository, template(A=client()), new), "W9671")
    assert "with a new ID and secret and leaves the old one behind, unmanaged" in message


def test_another_type_is_refused(repository: Repository) -> None:
    [found] = changed(repository, OLD, template(WebClient={"Type": "AWS::SNS::Topic"}))
    assert (found.id, found.path) == ("W9671", ("Resources", "WebClient", "Type"))
    assert 'AWS answers "Update of resource type is not permitted.' in found.message


def test_included_properties_are_unknown(repository: Repository) -> None:
    include = {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "s3://bucket/key"}}}
    old = template(A=client(GenerateSecret=True))
    assert changed(repository, old, template(A={"Type": "AWS::Cognito::UserPoolClient", "Properties": include})) == []
