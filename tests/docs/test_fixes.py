"""The pages say which fix a rule has, and show what it makes."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING, Any

import pytest
from changes import OURS
from pages import block, page
from proof import lint_text
from support import RULE_IDS, fixtures

from cfn_upc_rules._command.mending import edit_of, fixes_of, mend
from cfn_upc_rules.rules import rules

if TYPE_CHECKING:
    from cfnlint.match import Match

BY_ID: dict[str, Any] = {rule.id: rule for rule in rules().values()}
WITH_SAFE = [rule for rule in RULE_IDS if "safe" in BY_ID[rule].fixes]


@pytest.mark.parametrize("rule", WITH_SAFE)
def test_what_to_use_instead_is_what_the_safe_edit_makes_of_the_example(rule: str) -> None:
    def lint(text: str) -> list[Match]:
        return [match for match in lint_text(text) if match.rule.id == rule]

    assert mend(block(page(rule), "Example"), lint, is_unsafe=False).text == block(page(rule), "Use instead")


def test_findings_have_the_edits_that_their_rules_declare() -> None:
    """Each kind that a rule declares is that of some finding of the fixtures, and no finding has another kind."""
    texts = [path.read_text(encoding="utf-8") for path in fixtures("fail")]
    texts += [block(page(rule), "Example") for rule in RULE_IDS if rule not in OURS]
    seen: dict[str, set[str]] = {rule: set() for rule in RULE_IDS}
    for text in texts:
        found = lint_text(text)
        for fix in fixes_of(text, found, is_unsafe=True):
            seen[fix.match.rule.id].add("safe" if fix.edit.is_safe else "unsafe")
        for match in found:
            edit = edit_of(match)
            assert pickle.loads(pickle.dumps(edit)) == edit, "it travels between processes"
            assert edit is None or ("safe" if edit.is_safe else "unsafe") in BY_ID[match.rule.id].fixes, match.rule.id
    assert seen == {rule: set(BY_ID[rule].fixes) for rule in RULE_IDS}
