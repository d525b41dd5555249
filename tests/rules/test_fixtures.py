"""Every fixture yields exactly what it marks."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import (
    CFN_LINT,
    NEWEST_TESTED,
    ROOT,
    RULE_IDS,
    TRANSLATES_SAM,
    applications,
    expected,
    fixtures,
    included,
    lint,
    ours,
    rule_of,
)

# cfn-lint's own rules take most of the time, and change with cfn-lint only.
WITH_CORE = pytest.mark.parametrize("core", [False, pytest.param(True, marks=pytest.mark.second_tier)])


@WITH_CORE
@pytest.mark.parametrize("path", fixtures("fail"), ids=lambda p: p.name)
def test_a_failing_fixture_yields_what_it_marks(path: Path, core: bool) -> None:
    marks = expected(path)
    assert rule_of(path) in {mark.id for mark in marks}
    found = lint(path, core=core, include=included(path))
    if TRANSLATES_SAM and path.name == "E9602-sam.fail.yaml":
        assert {f.id for f in found} == {"E0001"}
        return
    if not core or CFN_LINT < NEWEST_TESTED:  # cfn-lint's own findings differ between its versions
        found = ours(found)
        marks = [mark for mark in marks if mark.id in RULE_IDS]
    assert [(f.line, f.id) for f in found] == [(m.line, m.id) for m in marks]
    for finding, mark in zip(found, marks, strict=True):
        assert mark.column in (None, finding.column), finding
        assert mark.text in finding.message, finding


@WITH_CORE
@pytest.mark.parametrize("path", fixtures("pass"), ids=lambda p: p.name)
def test_a_passing_fixture_yields_nothing(path: Path, core: bool) -> None:
    assert "expect:" not in path.read_text(encoding="utf-8")
    found = lint(path, core=core, include=included(path))
    assert (found if CFN_LINT >= NEWEST_TESTED else ours(found)) == []


@pytest.mark.parametrize("rule", RULE_IDS)
def test_every_rule_has_both_kinds_of_fixture_and_a_page(rule: str) -> None:
    for kind in ("fail", "pass"):
        assert [path for path in fixtures(kind) + applications(kind) if rule_of(path) == rule]
    assert (ROOT / "docs" / "rules" / f"{rule}.md").is_file()


def test_every_fixture_and_page_belongs_to_a_rule() -> None:
    named = {rule_of(path) for kind in ("fail", "pass") for path in fixtures(kind) + applications(kind)} - {""}
    assert named == set(RULE_IDS)
    assert {path.stem for path in (ROOT / "docs" / "rules").glob("*.md")} - {"README"} == set(RULE_IDS)
