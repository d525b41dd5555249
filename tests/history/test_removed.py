"""W9672: a client that is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml
from changes import (
    OLD,
    POOL,
    SECTIONS,
    WEB,
    changed,
    template,
)

if TYPE_CHECKING:
    from repositories import Repository


def test_a_client_that_is_gone_is_found(repository: Repository) -> None:
    [found] = changed(repository, OLD, template())
    assert (found.id, found.path) == ("W9672", ("Resources",))
    assert "User Pool Client 'WebClient' of HEAD is gone and nothing took its place" in found.message


def test_a_client_that_was_retained_may_go(repository: Repository) -> None:
    assert changed(repository, template(A={**WEB, "DeletionPolicy": "Retain"}), template()) == []
    assert changed(repository, template(A={**WEB, "DeletionPolicy": "RetainExceptOnCreate"}), template()) == []
    assert changed(repository, template(A={**WEB, "DeletionPolicy": {"Ref": "P"}}), template()) == []
    assert [f.id for f in changed(repository, template(A={**WEB, "DeletionPolicy": "Delete"}), template())] == ["W9672"]


def test_a_client_under_a_new_condition_is_gone_where_it_is_false(repository: Repository) -> None:
    [found] = changed(repository, template(SECTIONS, A=WEB), template(SECTIONS, A={**WEB, "Condition": "IsProd"}))
    assert (found.id, found.path) == ("W9672", ("Resources", "A"))
    assert "(when IsProd is false)" in found.message


@pytest.mark.parametrize(
    "new",
    [
        template({"Transform": "OurMacro"}),
        template({"Transform": [{"Name": "AWS::Include", "Parameters": {"Location": "s3://bucket/key"}}]}),
        yaml.safe_dump(
            {
                "Resources": {
                    "Pool": POOL,
                    "Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "s3://bucket/key"}},
                }
            }
        ),
    ],
)
def test_what_a_new_macro_may_bring_is_not_gone(repository: Repository, new: str) -> None:
    assert changed(repository, OLD, new) == []
