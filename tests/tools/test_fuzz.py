"""The fuzzer finds what is wrong, the same again, and makes it small; `.ci/run` runs it at length."""

from __future__ import annotations

import importlib
import sys
from random import Random
from typing import TYPE_CHECKING, Any

import pytest
from support import ROOT, fixtures
from variants import decoded

from cfn_upc_rules import _rule

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.second_tier
sys.path.insert(0, str(ROOT / "tools"))
fuzz = importlib.import_module("fuzz")
judging = importlib.import_module("fuzzing.judging")
mutations = importlib.import_module("fuzzing.mutations")
relations = importlib.import_module("fuzzing.relations")
shrinking = importlib.import_module("fuzzing.shrinking")
templates = importlib.import_module("fuzzing.templates")


@pytest.fixture
def desk(tmp_path: Path) -> Any:
    return judging.Desk(tmp_path)


def judged(case: str, seed: str = "a test") -> Any:
    return fuzz._judged(seed, 300, case)


def crash_at(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Let a rule crash where a text stands in a template."""
    judge = _rule.UpcRule.match

    def match(rule: _rule.UpcRule, cfn: Any) -> Any:
        if rule.id == "E9610" and text in str(cfn.template):
            message = "planted"
            raise ValueError(message)
        return judge(rule, cfn)

    monkeypatch.setattr(_rule.UpcRule, "match", match)


@pytest.mark.parametrize("style", templates.STYLES)
def test_a_template_is_written_as_it_is(style: str, desk: Any) -> None:
    template = decoded(fixtures("fail")[0])
    assert decoded(desk.write(template, style)) == template


def test_what_only_yaml_can_write_is_written(desk: Any) -> None:
    raw = templates.Raw
    template = {"Resources": {raw("2020-01-01"): raw("!!set {a}"), "a\ud800": {"Fn::Sub": ["${x}", raw("0xff")]}}}
    text = desk.write(template, "json").read_text(encoding="utf-8")
    assert text == 'Resources:\n  2020-01-01: !!set {a}\n  "a\\uD800": !Sub\n  - ${x}\n  - 0xff\n'


def test_a_case_is_the_same_again() -> None:
    one, other = (fuzz.made("7", "mutant/3") for _ in range(2))
    assert templates.written(one.template, "flow") == templates.written(other.template, "flow")
    assert one.counted == other.counted
    texts = {templates.written(fuzz.made("7", f"mutant/{number}").template, "flow") for number in range(10)}
    assert len(texts) == 10


@pytest.mark.parametrize("kind", mutations.KINDS)
def test_every_kind_of_mutation_changes_something(kind: str) -> None:
    changed = 0
    for seed in range(20):
        template = decoded(fixtures("fail")[seed])
        before = templates.written(template, "flow")
        mutations.KINDS[kind][0](Random(seed), template)
        changed += templates.written(template, "flow") != before
    assert changed > 10


@pytest.mark.parametrize("name", [name for name in relations.RELATIONS if name != "a default for a literal"])
def test_a_relation_that_is_broken_is_a_difference(name: str, desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever is changed, a rule that finds something at every second run has other findings."""
    runs = iter(range(1000))
    match = _rule.UpcRule.match

    def at_every_second(rule: _rule.UpcRule, cfn: Any) -> Any:
        return match(rule, cfn) if rule.id != "E9610" or next(runs) % 2 else []

    template = decoded(ROOT / "tests" / "fixtures" / "E9610-cases.fail.yaml")
    if name == "any --jobs":  # processes of their own
        assert not relations.RELATIONS[name][0](Random(1), template, desk)
        return
    monkeypatch.setattr(_rule.UpcRule, "match", at_every_second)
    assert relations.RELATIONS[name][0](Random(1), template, desk)


def test_a_default_for_a_literal_may_take_findings_away(desk: Any) -> None:
    template = decoded(fixtures("fail")[0])
    assert not relations.RELATIONS["a default for a literal"][0](Random(1), template, desk)


def test_a_crash_is_found_and_made_small(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    crash_at(monkeypatch, "ArnClient")
    template = decoded(ROOT / "tests" / "fixtures" / "E9610-cases.fail.yaml")
    verdict = judging.plain(desk, template, "block")
    assert verdict.failure.kind.startswith("E0002 of E9610")
    small = shrinking.shrunk(template, lambda other: judging.plain(desk, other, "block").failure is not None, 60)
    assert small == {"Resources": {"Ref": "ArnClient"}}


def test_what_takes_longer_than_cfn_lint_is_found(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "SLOW", 0.0)
    monkeypatch.setattr(judging, "time_of_cfn_lint", lambda _: 1e-6)
    assert judging.plain(desk, decoded(fixtures("fail")[0]), "json").failure.kind == "slow"


def test_a_control_character_in_a_report_is_found(desk: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(judging, "command", lambda *_: "a\x1b[31m")
    assert "a control character" in judging.reported(desk, {}, "json", "parseable").failure.kind


def test_fixes_are_made_twice(desk: Any) -> None:
    template = decoded(ROOT / "tests" / "fixtures" / "E9610-cases.fail.yaml")
    assert judging.mended(desk, template, "block") == judging.Verdict(None, "fixed twice")
    assert judging.mended(desk, {"Resources": {}}, "block").note == "nothing to fix"


@pytest.mark.parametrize(
    ("added", "kind"),
    [("  Extra: {Type: AWS::Cognito::UserPoolClient}\n", "a fix brings"), ("# more\n", "fixes come to no end")],
)
def test_a_fix_that_does_harm_is_found(desk: Any, monkeypatch: pytest.MonkeyPatch, added: str, kind: str) -> None:
    template = decoded(fixtures("pass")[0])

    def fix(path: Path) -> None:
        path.write_text(
            path.read_text(encoding="utf-8").replace("Resources:\n", f"Resources:\n{added}"), encoding="utf-8"
        )

    monkeypatch.setattr(judging, "_fix", fix)
    assert judging.mended(desk, template, "block").failure.kind == kind


def test_a_failure_is_shown_with_its_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    template = decoded(ROOT / "tests" / "fixtures" / "E9610-cases.fail.yaml")
    made = fuzz.Made(template, [], lambda other, desk: judging.plain(desk, other, "block"), "block")
    monkeypatch.setattr(fuzz, "made", lambda *_: made)
    crash_at(monkeypatch, "ArnClient")
    monkeypatch.setattr(fuzz, "_FOLDER", tmp_path)
    monkeypatch.setattr(fuzz, "ROOT", tmp_path)
    monkeypatch.setattr(fuzz, "_SHRINKING", 5)
    failure = judging.plain(judging.Desk(tmp_path), template, "block").failure
    fuzz._show("7", fuzz.Outcome("mutant/17", [], failure), failure)
    assert "make fuzz SEED=7 CASES=mutant/17" in capsys.readouterr().out
    assert (tmp_path / "7-mutant-17.yaml").read_text(encoding="utf-8") == "Resources: !Ref ArnClient\n"


@pytest.mark.parametrize("case", ["mutant/1", "relation/1", "relation/2"])
def test_a_case_is_counted(case: str) -> None:
    outcome = judged(case)
    assert outcome.failure is None
    assert {what for what, _ in outcome.counted} == {"mutation" if case.startswith("m") else "relation", "outcome"}
