"""Each rule finds in JSON, under a Condition, through Fn::If, in SAM and in Fn::ForEach what it finds plain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from support import fixtures, included, lint, lint_data, ours, rule_of
from variants import (
    VARIANTS,
    as_json,
    decoded,
    in_for_each,
    properties_through_if,
    through_if,
    under_condition,
    with_serverless_transform,
    without_clients,
)

from cfn_upc_rules._cognito.types import CLIENT
from cfn_upc_rules._command import files
from cfn_upc_rules.rules import rules

Variant = Callable[[dict[str, Any]], dict[str, Any]]

# What a variant can't express: the rule is about the very thing that the variant changes.
EXCEPT: dict[str, dict[str, str]] = {
    "E9616": {"properties_through_if": "what SAM makes of properties in branches is not told"},
    "E9602": {v.__name__: "the merge key is in the YAML source only, SAM's names in SAM only" for v in VARIANTS},
}
# Each fixture has one of these at every edit, in turn, and all of them in the second tier. The others find nothing that
# these don't: all variants are JSON, and SAM's transform matters with older versions of cfn-lint only (`make matrix`).
IN_TURN = (properties_through_if, under_condition, in_for_each)


def cases(kind: str) -> list[Any]:
    return [
        pytest.param(
            path,
            variant,
            id=f"{path.name}-{variant.__name__}",
            marks=[] if variant is IN_TURN[number % 3] else [pytest.mark.second_tier],
        )
        for number, path in enumerate(fixtures(kind))
        for variant in VARIANTS
        if "-loop." not in path.name or variant is as_json
        if variant.__name__ not in EXCEPT.get(rule_of(path), {})
        and not (path.parent / path.name.replace(f".{kind}.", ".base.")).exists()
    ]


def counted(found: list[Any], rule: str) -> Counter[tuple[str, str]]:
    """Count what the fixture's rule found; the words may name the new condition."""
    return Counter((f.id, f.message.split(" (when")[0].split(". ")[0]) for f in ours(found) if f.id == rule)


@cache
def plainly(path: Path) -> Counter[tuple[str, str]]:
    """Return what the fixture's rule finds in it as it is."""
    return counted(lint(path, include=included(path)), rule_of(path))


@pytest.mark.parametrize(("path", "variant"), cases("fail"))
def test_a_variant_of_a_failing_fixture_fails_alike(path: Path, variant: Variant, tmp_path: Path) -> None:
    rule = rule_of(path)
    plain = plainly(path)
    found = lint_data(tmp_path, variant(decoded(path)), include=included(path))
    assert not [f for f in found if f.id.startswith("E000")], found
    if "through_if" in variant.__name__:  # once in each branch
        assert set(counted(found, rule)) == set(plain)
    else:
        assert counted(found, rule) == plain


@pytest.mark.second_tier
@pytest.mark.parametrize(("path", "variant"), cases("pass"))
def test_a_variant_of_a_passing_fixture_passes(path: Path, variant: Variant, tmp_path: Path) -> None:
    assert ours(lint_data(tmp_path, variant(decoded(path)), include=included(path))) == []


# Rules about something else than a client that have nothing to say where the template has none.
NEED_A_CLIENT = {"E9612", "E9657", "W9604", "W9619", "W9620", "W9621", "W9623", "I9624", "I9625"}
ELSEWHERE = [
    path
    for path in fixtures("fail")
    if (rule := {rule.id: rule for rule in rules().values()}.get(rule_of(path)))
    and CLIENT not in rule.types
    and rule.id not in NEED_A_CLIENT
]


@pytest.mark.parametrize("path", ELSEWHERE, ids=lambda path: path.name)
def test_a_mistake_that_needs_no_client_is_found_without_one(path: Path, tmp_path: Path) -> None:
    rule, template = rule_of(path), decoded(path)
    clients = [f"'{name}'" for name, body in template["Resources"].items() if body.get("Type") == CLIENT]
    expected = {
        said
        for said in counted(lint_data(tmp_path, template, include=included(path)), rule)
        if not any(client in said[1] for client in clients)
    }
    found = lint_data(tmp_path, without_clients(template), include=included(path))
    assert expected <= set(counted(found, rule))
    assert files.may_have_subject((tmp_path / "template.json").read_bytes())


@pytest.mark.parametrize("path", fixtures("fail"), ids=lambda path: path.name)
def test_the_command_looks_at_every_failing_fixture(path: Path) -> None:
    assert files.may_have_subject(path.read_bytes())


def test_the_variants_differ_from_the_fixture() -> None:
    template = decoded(next(path for path in fixtures("fail") if path.name.startswith("E9610")))
    for variant in (under_condition, through_if, properties_through_if, with_serverless_transform, in_for_each):
        assert variant(template) != template
