"""Code actions for many findings keep nobody waiting."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lsprotocol import types
from sessions import Session, ids, in_session

from cfn_upc_rules._server._code_actions import code_actions
from cfn_upc_rules._server._documents import Snapshot
from cfn_upc_rules._server.configuration import FolderConfiguration
from cfn_upc_rules._server.linting import DocumentBase, Linter
from cfn_upc_rules._server.settings import Settings

if TYPE_CHECKING:
    from cfnlint.match import Match

_LINTER = Linter(FolderConfiguration(None, Settings()), plugin_only=True)
_CLIENT = """\
  Portal{number}:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !GetAtt Pool.Arn
"""


def text_with(clients: int) -> str:
    """Return a template with a finding for each of its clients."""
    pool = "Resources:\n  Pool:\n    Type: AWS::Cognito::UserPool\n"
    return pool + "".join(_CLIENT.format(number=number) for number in range(clients))


def asked(uri: str, first: int, last: int, *kinds: str) -> types.CodeActionParams:
    """Return a question for what can be done about some lines."""
    lines = types.Range(types.Position(first, 0), types.Position(last, 0))
    context = types.CodeActionContext([], only=list(kinds) or None)
    return types.CodeActionParams(types.TextDocumentIdentifier(uri), lines, context)


def test_what_a_client_asks_by_itself_mends_no_whole_file() -> None:
    """It asks at every step of the cursor, and shows no more than that there is something."""
    text = text_with(1)
    question = asked("file:///template.yaml", 6, 6)
    question.context.trigger_kind = types.CodeActionTriggerKind.Automatic

    def lint(text: str) -> list[Match]:
        return _LINTER.lint("template.yaml", text, DocumentBase("template.yaml")).matches

    offered = code_actions(Snapshot("file:///template.yaml", text, 1), question, lint, with_versions=False)
    assert {one.kind for one in offered} == {types.CodeActionKind.QuickFix}


def test_ten_fixes_are_proved() -> None:
    """Those of the findings that are nearest to where the asked lines begin."""
    text, linted = text_with(14), list[str]()

    def lint(text: str) -> list[Match]:
        linted.append(text)
        return _LINTER.lint("template.yaml", text, DocumentBase("template.yaml")).matches

    uri = "file:///template.yaml"
    offered = code_actions(
        Snapshot(uri, text, 1), asked(uri, 6, 99, types.CodeActionKind.QuickFix), lint, with_versions=False
    )
    lines = [
        change[0].range.start.line
        for action in offered
        if action.title.startswith("Set") and action.edit is not None
        for change in (action.edit.changes or {}).values()
    ]
    assert lines == list(range(6, 46, 4))
    assert len(linted) == 11


@pytest.mark.second_tier
def test_a_document_is_linted_before_all_fixes_are_proved(tmp_path: Path) -> None:
    """And the server ends though somebody has asked for fixes."""
    path, other = tmp_path / "many.yaml", tmp_path / "other.yaml"

    async def work(session: Session) -> None:
        session.open(path, text_with(60))
        await session.diagnostics(path, 1)
        answer = asyncio.ensure_future(session.client.text_document_code_action_async(asked(path.as_uri(), 0, 999)))
        await asyncio.sleep(0)
        session.open(other, text_with(1))
        assert ids(await session.diagnostics(other, 1)) == ["E9610"]
        assert not answer.done()
        session.change(path, 2, text_with(1))
        assert not await answer
        answer = asyncio.ensure_future(session.client.text_document_code_action_async(asked(other.as_uri(), 0, 999)))
        await asyncio.sleep(0)

    assert in_session(tmp_path, work).logged == []
