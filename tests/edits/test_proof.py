"""Fixes of whole templates: mistakes are given back byte by byte, and mending twice changes nothing more."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from proof import forms, judged, lint_text, templates
from support import FIXTURES

from cfn_upc_rules._command.mending import decoded, mend

# Of so many mistakes in a hundred one is tried; the same ones in every run.
_PERCENT = 3


@pytest.mark.second_tier
def test_mistakes_are_given_back_or_declined() -> None:
    """A sample of `make fixes-proof`."""
    chance = random.Random(18)
    kinds: Counter[str] = Counter()
    for path, text, template in templates(FIXTURES):
        for form, written in forms(text, template):
            for verdict in judged(written, template, lambda: chance.random() * 100 < _PERCENT):
                kinds[verdict.kind] += 1
                assert verdict.kind != "different", (path.name, form, verdict.mistake.kind, verdict.mended)
    assert kinds["given back"] > 10 * kinds["declined"] > 0


@pytest.mark.second_tier
@pytest.mark.parametrize("is_unsafe", [False, True])
def test_mending_twice_changes_nothing_more(*, is_unsafe: bool) -> None:
    chance = random.Random(18)
    mended = 0
    for path, text, template in templates(FIXTURES):
        for form, written in chance.sample(list(forms(text, template)), 2):
            once = mend(written, lint_text, is_unsafe=is_unsafe)
            again = mend(once.text, lint_text, is_unsafe=is_unsafe)
            assert (again.text, again.fixed) == (once.text, 0), (path.name, form)
            assert decoded(once.text) is not None
            assert (once.text != written) is (once.fixed > 0)
            mended += once.fixed
    assert mended
