"""What an edit comes to is proved: whatever goes wrong, the text stays as it was."""

from __future__ import annotations

import pytest
from cfnlint.match import Match
from proof import lint_text

from cfn_upc_rules._command.mending import Fix, Step, edit_of, fixes_of, mend
from cfn_upc_rules._edits.edit import Edit, put, safe, take_out, wait_for
from cfn_upc_rules._edits.source import Source
from cfn_upc_rules._edits.text import TextEdit, edits_of

TEXT = """\
Resources:
  Pool: {Type: AWS::Cognito::UserPool}
  Web: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !GetAtt Pool.Arn, ClientName: web}}
  App: {Type: AWS::Cognito::UserPoolClient, Properties: {UserPoolId: !GetAtt Pool.Arn, ClientName: app}}
"""
SCOPE = "{ScopeName: x, ScopeDescription: x}"
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
    assert list(step.dropped.values()) == [why]


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


def servers(*waits: str) -> str:
    """Return a template with a client for each server, which the other one waits for."""
    lines = ["Resources:", "  Pool: {Type: AWS::Cognito::UserPool}"]
    for number, other in enumerate(waits):
        lines += [
            f"  Server{number}:",
            "    Type: AWS::Cognito::UserPoolResourceServer",
            *([f"    DependsOn: {other}"] if other else []),
            f"    Properties: {{UserPoolId: !Ref Pool, Identifier: s{number}, Name: s, Scopes: [{SCOPE}]}}",
        ]
    return "\n".join(lines) + "\n"


def client(name: str, *scopes: str) -> str:
    """Return a client that uses scopes."""
    return f"""\
  {name}:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !Ref Pool
      AllowedOAuthFlowsUserPoolClient: true
      AllowedOAuthFlows: [client_credentials]
      GenerateSecret: true
      AllowedOAuthScopes: [{", ".join(scopes)}]
"""


def test_no_ring_is_closed_by_two_that_are_each_right() -> None:
    text = servers("Client1", "Client0") + client("Client0", "s0/x") + client("Client1", "s1/x")
    done = mend(text, lint_text, is_unsafe=False)
    assert done.fixed == 1
    assert done.text.count("DependsOn: Server") == 1
    both = safe(wait_for("Client0", "Server0"), wait_for("Client1", "Server1"))
    edits = tuple(edits_of(Source(text), both))
    step = Step(text, [], lambda _: [])
    assert step.make([Fix(lint_text(text)[0], both, edits)]) == []
    assert list(step.dropped.values()) == ["'Client0' and 'Server0' would need each other"]


def test_as_many_rounds_as_it_takes() -> None:
    text = servers(*[""] * 13) + client("Client", *(f"s{number}/x" for number in range(13)))
    done = mend(text, lint_text, is_unsafe=False)
    assert (done.fixed, done.not_fixed) == (13, [])


def test_what_there_are_too_few_rounds_for_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cfn_upc_rules._command.mending._ROUNDS", 2)
    text = servers("", "", "") + client("Client", "s0/x", "s1/x", "s2/x")
    done = mend(text, lint_text, is_unsafe=False)
    assert done.fixed == 2
    assert [one.why for one in done.not_fixed] == ["there was too much to fix at once; fix again"]


def test_findings_with_the_same_words_are_told_apart() -> None:
    """Only one of them fails: the other one, of another path, is mended later though it says the same."""

    def lint(text: str) -> list[Match]:
        found = [match for match in lint_text(text) if match.rule.id == "W9653"]
        for match in found:
            object.__setattr__(match, "message", "the same")
        return [*found, *[Match.create("wrong", "x.yaml", lint_text("- a")[0].rule)] * ("DependsOn: Server0" in text)]

    done = mend(servers("", "") + client("Client", "s0/x", "s1/x"), lint, is_unsafe=False)
    assert "    DependsOn: Server1\n" in done.text
    assert [one.why for one in done.not_fixed] == ["that would bring E0000: wrong"]
