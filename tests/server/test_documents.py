"""Lines end where the client ends them, whatever else Python and PyYAML count as a line's end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from lsprotocol import types
from sessions import PORTAL, Session, ids, in_session

from cfn_upc_rules._server._documents import Snapshot

if TYPE_CHECKING:
    from collections.abc import Sequence

_TEXT = f'Description: "a{{letter}}b"\n{PORTAL}'


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", ()),
        ("a", ("a",)),
        ("a\n\nb\r\nc\rd", ("a\n", "\n", "b\r\n", "c\r", "d")),
        ("a\u2028b\u2029c\x85d\x0be\x0cf\x1cg\x1dh\x1ei\n", ("a\u2028b\u2029c\x85d\x0be\x0cf\x1cg\x1dh\x1ei\n",)),
    ],
)
def test_lines_are_those_of_the_protocol(text: str, lines: Sequence[str]) -> None:
    """Which ends them at three places."""
    assert Snapshot("file:///a.yaml", text).lines == lines


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("place", "there"), [((0, 2), (0, 2)), ((1, 1), (0, 5)), ((4, 0), (1, 3)), ((5, 0), (2, 0)), ((9, 9), (9, 9))]
)
def test_places_of_cfn_lint_are_found(newline: str, place: tuple[int, int], there: tuple[int, int]) -> None:
    """It counts lines as PyYAML does."""
    text = newline.join(["key\u2028value", "k\x85\u2029v", "end"])
    assert Snapshot("file:///a.yaml", text).position(*place) == there


@pytest.mark.second_tier
@pytest.mark.parametrize("letter", ["\u2028", "\u2029", "\x85"])
def test_fixes_and_edits_are_where_the_client_has_them(tmp_path: Path, letter: str) -> None:
    """Below a letter that ends a line for Python and PyYAML."""
    path, text = tmp_path / "template.yaml", _TEXT.format(letter=letter)

    async def work(session: Session) -> None:
        session.open(path, text)
        [finding] = await session.diagnostics(path, 1)
        assert finding.range.start == types.Position(7, 6)
        context = types.CodeActionContext([finding], only=[types.CodeActionKind.QuickFix])
        asked = types.CodeActionParams(types.TextDocumentIdentifier(path.as_uri()), finding.range, context)
        [fix, *_] = await session.client.text_document_code_action_async(asked) or ()
        assert isinstance(fix, types.CodeAction)
        assert fix.edit is not None
        [[edit]] = (fix.edit.changes or {}).values()
        assert edit.range.start.line == 7
        session.change(path, 2, "!Ref Pool", at=(7, 18, 7, 34))
        assert ids(await session.diagnostics(path, 2)) == []

    in_session(path.parent, work)
