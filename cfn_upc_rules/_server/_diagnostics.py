"""Findings as a language client takes them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lsprotocol import types

from cfn_upc_rules._rule import UpcRule
from cfn_upc_rules._server.actions import resource_of
from cfn_upc_rules._template.values import under

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfnlint.match import Match

    from cfn_upc_rules._server._documents import Snapshot
    from cfn_upc_rules._server.linting import Linted, Mark

SOURCE = "cfn-upc-rules"
_SEVERITIES = {
    "error": types.DiagnosticSeverity.Error,
    "warning": types.DiagnosticSeverity.Warning,
    "informational": types.DiagnosticSeverity.Information,
}
# How a message names a resource.
_NAMED = re.compile(r"'([A-Za-z0-9]+)'")
_LINE_END = re.compile(r"\r\n|\n|\r")


def diagnostics(document: Snapshot, linted: Linted) -> list[types.Diagnostic]:
    """Return the findings of a document, at positions in the client's units."""
    return [_diagnostic(document, match, linted) for match in linted.matches]


def _diagnostic(document: Snapshot, match: Match, linted: Linted) -> types.Diagnostic:
    rule = match.rule
    page = str(rule.source_url or "")
    return types.Diagnostic(
        range=_range(document, _over_value(match, linted)),
        message=str(match.message),
        severity=_SEVERITIES.get(rule.severity.lower(), types.DiagnosticSeverity.Error),
        code=rule.id,
        code_description=types.CodeDescription(href=page) if page.startswith("https://") else None,
        source=SOURCE if isinstance(rule, UpcRule) else "cfn-lint",
        tags=[types.DiagnosticTag.Unnecessary] if isinstance(rule, UpcRule) and rule.has_no_effect else None,
        related_information=list(_related(document, match, linted)) or None,
    )


def _related(document: Snapshot, match: Match, linted: Linted) -> Iterator[types.DiagnosticRelatedInformation]:
    """Yield where the other resources stand that a message names."""
    own = resource_of(match)
    for name in dict.fromkeys(_NAMED.findall(match.message)) if isinstance(match.rule, UpcRule) else ():
        mark = linted.names.get(name)
        if mark is not None and name != own:
            location = types.Location(document.uri, _range(document, mark))
            yield types.DiagnosticRelatedInformation(location, f"'{name}' is defined here")


def range_of(document: Snapshot, match: Match) -> types.Range:
    """Return where a finding is, in the client's units."""
    return _range(document, _mark(match))


def _mark(match: Match) -> Mark:
    return match.linenumber - 1, match.columnnumber - 1, match.linenumberend - 1, match.columnnumberend - 1


def _over_value(match: Match, linted: Linted) -> Mark:
    """Return where a finding is marked: at a key, and over its value where that is in the same line.

    What is wrong stands in the value, and that is where one looks, and hovers.
    """
    value = under(linted.template, tuple(getattr(match, "path", None) or ()))
    start, end = getattr(value, "start_mark", None), getattr(value, "end_mark", None)
    line, column, end_line, end_column = _mark(match)
    if start and end and start.line == end.line == end_line and start.column >= end_column:
        end_column = end.column
    return line, column, end_line, end_column


def _range(document: Snapshot, mark: Mark) -> types.Range:
    line, column, end_line, end_column = (max(0, number) for number in mark)
    start, end = (
        types.Position(*document.position(line, column)),
        types.Position(*document.position(end_line, end_column)),
    )
    return document.position_codec.range_to_client_units(document.lines, types.Range(start, end))


def moved(shown: list[types.Diagnostic], change: types.TextDocumentContentChangeEvent) -> list[types.Diagnostic]:
    """Return findings where they are after a change of the text: those below it move with their lines."""
    if not isinstance(change, types.TextDocumentContentChangePartial):
        return shown
    start, end = change.range.start.line, change.range.end.line
    more = len(_LINE_END.findall(change.text)) - (end - start)
    if not more:
        return shown
    for diagnostic in shown:
        for position in (diagnostic.range.start, diagnostic.range.end):
            if position.line > end or (position.line == end and position.character >= change.range.end.character):
                position.line = max(start, position.line + more)
    return shown
