"""What can be done about findings, as a language client takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lsprotocol import types

from cfn_upc_rules._server._diagnostics import range_of
from cfn_upc_rules._server.actions import actions, fix_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cfnlint.match import Match

    from cfn_upc_rules._edits.text import TextEdit
    from cfn_upc_rules._server._documents import Snapshot
    from cfn_upc_rules._server.actions import Action

FIX_ALL = "source.fixAll.cfn-upc-rules"
KINDS = (types.CodeActionKind.QuickFix, FIX_ALL)


def code_actions(
    document: Snapshot,
    params: types.CodeActionParams,
    lint: Callable[[str], list[Match]],
    *,
    with_versions: bool,
) -> list[types.CodeAction]:
    """Return what can be done about the findings at a place of a document, and about all of it.

    Args:
        document: the document.
        params: the place, what kinds of actions the client wants, and the findings that it shows there.
        lint: gives the findings of a text.
        with_versions: whether the client takes edits of a certain version of a document.
    """
    offered = []
    for action, kind in _offered(document, params, lint):
        edits = [_text_edit(document, edit) for edit in action.edits]
        versioned = types.OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
        rules = {match.rule.id for match in action.matches}
        offered.append(
            types.CodeAction(
                action.title,
                kind=kind,
                diagnostics=[one for one in params.context.diagnostics if one.code in rules] or None,
                is_preferred=True if action.is_safe and kind == types.CodeActionKind.QuickFix else None,
                edit=types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(versioned, edits)])
                if with_versions
                else types.WorkspaceEdit({document.uri: edits}),
            )
        )
    return offered


def _offered(
    document: Snapshot, params: types.CodeActionParams, lint: Callable[[str], list[Match]]
) -> Iterator[tuple[Action, str]]:
    wanted, text = params.context.only, document.source
    if _is_wanted(types.CodeActionKind.QuickFix, wanted):
        found = lint(text)
        at = {id(match): range_of(document, match) for match in found}
        there = [match for match in found if _share_a_line(at[id(match)], params.range)]
        there.sort(key=lambda match: abs(at[id(match)].start.line - params.range.start.line))
        for action in actions(text, found, there, lint):
            yield action, types.CodeActionKind.QuickFix
    # A client that asks by itself does so at every step of the cursor, to show a bulb, and the user's question waits.
    by_itself = not wanted and params.context.trigger_kind == types.CodeActionTriggerKind.Automatic
    if not by_itself and _is_wanted(FIX_ALL, wanted) and (whole := fix_all(text, lint)):
        yield whole, FIX_ALL


def _is_wanted(kind: str, wanted: Sequence[str] | None) -> bool:
    """Return whether a kind of actions is one of those that the client wants, or below one."""
    return not wanted or any(kind == one or kind.startswith(f"{one}.") for one in wanted)


def _share_a_line(one: types.Range, other: types.Range) -> bool:
    """Return whether two places have a line in common: a finding stands at a key, and the cursor often in its value."""
    return one.start.line <= other.end.line and other.start.line <= one.end.line


def _text_edit(document: Snapshot, edit: TextEdit) -> types.TextEdit:
    start, end = (document.client_position_at_offset(offset) for offset in (edit.start, edit.end))
    return types.TextEdit(types.Range(start, end), edit.new)
