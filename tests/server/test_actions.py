"""What can be done about findings: proved fixes, and ignoring."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support import FIXTURES, ROOT

from cfn_upc_rules._edits.text import with_edits
from cfn_upc_rules._server.actions import Action, actions, fix_all
from cfn_upc_rules._server.configuration import FolderConfiguration
from cfn_upc_rules._server.linting import DocumentBase, Linter
from cfn_upc_rules._server.settings import Settings

if TYPE_CHECKING:
    from cfnlint.match import Match

_LINTER = Linter(FolderConfiguration(None, Settings()), plugin_only=True)
_METADATA = "Metadata:\n      cfn-lint:\n        config:\n          ignore_checks: [W1]\n    Properties"
_JSON = """\
{"Resources": {
  "Pool": {"Type": "AWS::Cognito::UserPool"},
  "Portal": {"Type": "AWS::Cognito::UserPoolClient", "Properties": {"UserPoolId": {"Fn::GetAtt": ["Pool", "Arn"]}}}
}}
"""
_TEXT = """\
Resources:
  Pool:
    Type: AWS::Cognito::UserPool
  Portal:  # the customers'
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !GetAtt Pool.Arn
"""


def lint(text: str) -> list[Match]:
    """Return the findings of a text."""
    return _LINTER.lint("template.yaml", text, DocumentBase("template.yaml")).matches


def offered(text: str) -> dict[str, Action]:
    """Return what can be done about all findings of a text, by title."""
    found = lint(text)
    return {action.title: action for action in actions(text, found, found, lint)}


def test_a_finding_has_its_fix_and_can_be_ignored() -> None:
    """The safe fix comes first, named by what it does."""
    done = offered(_TEXT)
    assert list(done) == [
        "Set UserPoolId to !Ref Pool (E9610)",
        "Ignore E9610 for 'Portal'",
        "Ignore E9610 in this template",
    ]
    fix = done["Set UserPoolId to !Ref Pool (E9610)"]
    assert fix.is_safe
    assert with_edits(_TEXT, fix.edits) == _TEXT.replace("!GetAtt Pool.Arn", "!Ref Pool")


def test_an_unsafe_fix_says_so() -> None:
    """A secret replaces a client that is deployed."""
    text = _TEXT.replace("!GetAtt Pool.Arn", "!Ref Pool") + (
        "      AllowedOAuthFlowsUserPoolClient: true\n"
        "      AllowedOAuthFlows: [client_credentials]\n"
        "      AllowedOAuthScopes: [api/read]\n"
        "  Api:\n"
        "    Type: AWS::Cognito::UserPoolResourceServer\n"
        "    Properties:\n"
        "      UserPoolId: !Ref Pool\n"
        "      Identifier: api\n"
        "      Name: api\n"
        "      Scopes: [{ScopeName: read, ScopeDescription: read}]\n"
    )
    [title] = [title for title in offered(text) if "E9630" in title and not title.startswith("Ignore")]
    assert title == "Set GenerateSecret: true (E9630, unsafe)"
    assert not offered(text)[title].is_safe


@pytest.mark.parametrize("where", ["for 'Portal'", "in this template"])
@pytest.mark.parametrize(
    "before",
    [
        _TEXT,
        _TEXT.replace("Properties", _METADATA),
        f"{_TEXT}Metadata:\n  cfn-lint:\n    config:\n      ignore_checks:\n        - W1\n",
        _TEXT.replace("\n", "\r\n"),
        _JSON,
    ],
)
def test_what_is_ignored_is_silent(before: str, where: str) -> None:
    """Whatever Metadata there is already."""
    after = with_edits(before, offered(before)[f"Ignore E9610 {where}"].edits)
    assert lint(after) == []
    assert ("W1" in after) == ("W1" in before)


def test_all_safe_fixes_of_a_file() -> None:
    """Are one edit, which changes no more than it must."""
    text = (ROOT / "examples" / "web-app.yaml").read_text(encoding="utf-8")
    whole = fix_all(text, lint)
    assert whole is not None
    after = with_edits(text, whole.edits)
    assert len(lint(after)) == len(lint(text)) - int(whole.title.split()[1])
    [edit] = whole.edits
    assert text[edit.start] != edit.new[:1]
    assert fix_all(after, lint) is None


@pytest.mark.second_tier
@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.fail.yaml")), ids=lambda path: path.name)
def test_whatever_is_offered_can_be_taken(path: Path) -> None:
    """Of every finding: a fix takes it away, ignoring makes it silent."""
    text = path.read_text(encoding="utf-8")
    before = sorted(match.rule.id for match in lint(text))
    for action in offered(text).values():
        after = sorted(match.rule.id for match in lint(with_edits(text, action.edits)))
        [rule] = {match.rule.id for match in action.matches}
        assert after.count(rule) < before.count(rule), action.title
