"""What the messages have in common: they are read beside others, in a narrow window."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

import pytest
from support import Found, fixtures, included, lint, ours

from cfn_upc_rules.rules import rules

if TYPE_CHECKING:
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
