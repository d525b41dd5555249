"""Whatever is changed wherever in whatever template: the text comes to the changed template, or it is declined."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from proof import forms, templates
from support import FIXTURES

from cfn_upc_rules._command.mending import decoded
from cfn_upc_rules._edits.edit import Change, add_item, put, rename, safe, take_out
from cfn_upc_rules._edits.source import DeclinedError, Source
from cfn_upc_rules._edits.text import edits_of, with_edits
from cfn_upc_rules._edits.tree import normal, with_changes
from cfn_upc_rules._template.typed import Entries
from cfn_upc_rules._template.values import Path, Reference, Text

VALUES: list[Any] = [
    "plain",
    "with space",
    "12",
    "a: b # c",
    "'",
    '"\\',
    "*",
    "",
    True,
    7,
    Reference("Pool"),
    Reference("Pool", "Arn"),
    Text((Reference("Pool", "Arn"), "/", Reference("Web"))),
    ("a", Reference("Pool")),
    Entries((("Name", "N"), ("Value", Reference("Pool")))),
]


def paths(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Yield every path of a template but the root's, with what stands there."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield (*path, key), item
        yield from paths(item, (*path, key))


def any_change(template: Any, chance: random.Random) -> Change:
    """Return a change somewhere in a template."""
    path, value = chance.choice(list(paths(template)))
    new = chance.choice(VALUES)
    choices = [put(path, new), take_out(path)]
    if isinstance(value, dict):
        choices += [put((*path, "New"), new), put((*path, "New", "Deep"), new)] * 2
    if isinstance(value, list):
        choices += [add_item(path, new)] * 4
    if isinstance(path[-1], str) and not path[-1].startswith("Fn::"):
        choices.append(rename(path, "Renamed"))
    return chance.choice(choices)


def holds(text: str, before: Any, change: Change) -> bool:
    """Return whether a change is made in a text; False where it is declined."""
    try:
        edits = edits_of(Source(text), safe(change))
    except DeclinedError:
        return False
    after = with_edits(text, edits)
    assert normal(decoded(after)) == with_changes(before, [change]), (change, after)
    return True


@pytest.mark.second_tier
@pytest.mark.parametrize("seed", [1, pytest.param(2, marks=pytest.mark.second_tier)])
def test_any_change_is_made_or_declined(seed: int) -> None:
    chance = random.Random(seed)
    made = 0
    tried = 0
    for _, text, template in templates(FIXTURES):
        for _, written in forms(text, template):
            if chance.random() < (0.15 if seed == 1 else 1):
                before = decoded(written)
                for _ in range(4):
                    made += holds(written, before, any_change(template, chance))
                    tried += 1
    assert made > tried / 2
