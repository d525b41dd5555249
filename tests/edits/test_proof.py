"""Mistakes that are put into templates by their text are given back, byte by byte: a sample of `make fixes-proof`."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from proof import forms, judged, templates
from support import FIXTURES

# Of so many mistakes in a hundred one is tried; the same ones in every run.
_PERCENT = 3


@pytest.mark.second_tier
def test_mistakes_are_given_back_or_declined() -> None:
    chance = random.Random(18)
    kinds: Counter[str] = Counter()
    for path, text, template in templates(FIXTURES):
        for form, written in forms(text, template):
            for verdict in judged(written, template, lambda: chance.random() * 100 < _PERCENT):
                kinds[verdict.kind] += 1
                assert verdict.kind != "different", (path.name, form, verdict.mistake.kind, verdict.mended)
    assert kinds["given back"] > 10 * kinds["declined"] > 0
