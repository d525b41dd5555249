"""What an edit comes to is proved: whatever goes wrong, the text stays as it was."""

from __future__ import annotations

import pytest
from cfnlint.match import Match
from proof import lint_text

from cfn_upc_rules._command.mending import Fix, Step, edit_of, fixes_of, mend
from cfn_upc_rules._edits.edit import Edit, put, safe, take_out, wait_for
from cfn_upc_rules._edits.text import TextEdit

TEXT = """\
Resources:
  Pool: {Type: AWS::Cognito::UserPool}
  Web: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !GetAtt Pool.Arn, ClientName: web}}
  App: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !GetAtt Pool.Arn, ClientName: app}}
"""
AT = ("Resources", "Web", "Properties", "ClientName")


def errors(text: str) -> list[Match]:
    return [match for match in lint_text(text) if match.rule.id == "E9610"]


def doing(edit: Edit, old: str, new: str) -> Fix:
    """Return a fix that claims an edit, and does something in the text."""
    start = TEXT.index(old)
    return Fix(errors(TEXT)[0], edit, (TextEdit(start, start + len(old), new),))


@pytest.mark.parametrize(
    ("fix", "why"),
    [
        (doing(safe(put(AT, "shop")), "web", "store"), "something else would change, too"),
        (doing(safe(put(AT, "shop")), "web", "shop: ["), "something else would change, too"),
        (doing(safe(take_out((*AT, "Nowhere"))), "web", "shop"), "the text that was read is not the one on disk"),
        (doing(safe(wait_for("Nowhere", "Pool")), "web", "shop"), "the text that was read is not the one on disk"),
        (doing(safe(put(AT, "shop")), "web", "shop"), "E9610 would still be there"),
    ],
)
def test_what_fails_is_dropped(fix: Fix, why: str) -> None:
    step = Step(TEXT, errors(TEXT), errors)
    assert step.make([fix]) == []
    assert step.text == TEXT
    assert [one.why for one in step.dropped.values()] == [why]


def test_what_fails_does_not_take_the_others_with_it() -> None:
    good = fixes_of(TEXT, errors(TEXT), is_unsafe=False)[1]
    bad = doing(safe(put(AT, "shop")), "web", "store")
    step = Step(TEXT, errors(TEXT), errors)
    assert step.make([bad, good]) == [good]
    assert step.text == TEXT.replace("!GetAtt Pool.Arn, ClientName: app", "!Ref Pool, ClientName: app")


def test_what_fails_only_together_is_made_in_turn() -> None:
    """Two that are each right by themselves, and bring a finding where both are made."""

    def lint(text: str) -> list[Match]:
        found = errors(text)
        return found or [Match.create("both are mended", "x.yaml", lint_text("- a")[0].rule)]

    done = mend(TEXT, lint, is_unsafe=False)
    assert done.text == TEXT.replace("!GetAtt Pool.Arn", "!Ref Pool", 1)
    assert [one.why for one in done.not_fixed] == ["that would bring E0000: both are mended"]


def test_a_text_that_has_become_another_one() -> None:
    found = errors(TEXT)
    assert all(edit_of(match) for match in found)
    assert fixes_of("a: [", found, is_unsafe=True) == []
    assert fixes_of("Resources: {}", found, is_unsafe=True) == []
    again = mend("Resources: {}", lambda _: found, is_unsafe=True)
    assert (again.text, again.fixed, len(again.not_fixed)) == ("Resources: {}", 0, 2)
