"""What the messages have in common: they are read beside others, in a narrow window."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

import pytest
from support import TRANSLATES_SAM, Found, fixtures, included, lint, lint_data, ours

from cfn_upc_rules.rules import rules

if TYPE_CHECKING:
    from pathlib import Path

    from cfn_upc_rules import _rule

MEDIAN, MOST = 110, 220
# Messages that list what belongs together, or name a ring.
LISTS = {"E9616", "I9686", "W9670"}
MOST_OF_LISTS = 320
RULES = list(rules().values())


@pytest.fixture(scope="module")
def messages() -> list[Found]:
    found = {(f.id, f.message): f for path in fixtures("fail") for f in ours(lint(path, include=included(path)))}
    return list(found.values())


def test_they_are_short(messages: list[Found]) -> None:
    if not TRANSLATES_SAM:  # a template that the translator refuses has no messages, and the median moves
        assert statistics.median(len(f.message) for f in messages) <= MEDIAN
    assert {f.message for f in messages if len(f.message) > (MOST_OF_LISTS if f.id in LISTS else MOST)} == set()


def test_the_answer_comes_last(messages: list[Found]) -> None:
    for f in messages:
        before, quoted, answer = f.message.partition(' AWS: "')
        assert before.endswith(".")
        assert not quoted or answer.endswith('".')


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_an_answer_is_quoted_in_few_words(rule: type[_rule.UpcRule]) -> None:
    assert len(rule.quote or rule.answer) <= 80
    assert not rule.quote or rule.quote.strip("…") in rule.answer or "…" in rule.answer


def test_twenty_findings_of_a_rule_for_a_property_are_enough(tmp_path: Path) -> None:
    urls = [f"http://shop{n}.example.com" for n in range(50)]
    client = {"Type": "AWS::Cognito::UserPoolClient"}
    properties = {"UserPoolId": {"Ref": "Pool"}, "AllowedOAuthFlowsUserPoolClient": True, "AllowedOAuthFlows": ["code"]}
    template = {
        "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}},
        "Resources": {
            "Pool": {"Type": "AWS::Cognito::UserPool"},
            "Web": {**client, "Properties": {**properties, "CallbackURLs": urls[:21], "LogoutURLs": urls}},
            "Shop": {**client, "Properties": {**properties, "CallbackURLs": {"Fn::If": ["IsProd", urls[:20], []]}}},
        },
    }
    found = [f for f in lint_data(tmp_path, template) if f.id == "E9636"]
    places = [(f.path[1], f.path[3]) for f in found]
    assert {place: places.count(place) for place in places} == {
        ("Web", "CallbackURLs"): 20,
        ("Web", "LogoutURLs"): 20,
        ("Shop", "CallbackURLs"): 20,
    }
    said = [(f.path, f.message) for f in found if "not listed" in f.message]
    assert [path for path, _ in said] == [
        ("Resources", "Web", "Properties", "CallbackURLs", 19),
        ("Resources", "Web", "Properties", "LogoutURLs", 19),
    ]
    assert said[0][1].endswith(" 1 more of this kind in CallbackURLs is not listed.")
    assert said[1][1].endswith(" 30 more of this kind in LogoutURLs are not listed.")
