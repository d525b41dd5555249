"""Documents whose lines are those of the client, and of cfn-lint's places in them.

pygls ends lines where Python's `str.splitlines` does, the protocol at CR, LF and both alone
(https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#textDocuments), and PyYAML,
whose places cfn-lint tells, also at three letters of Unicode.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from contextlib import suppress
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pygls.uris import to_fs_path
from pygls.workspace import TextDocument, Workspace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lsprotocol import types

_LINE = re.compile(r"[^\n\r]*(?:\r\n|\n|\r)|[^\n\r]+")
_PYYAML_LINE = re.compile(r"[^\n\r\x85\u2028\u2029]*(?:\r\n|[\n\r\x85\u2028\u2029])|[^\n\r\x85\u2028\u2029]+")


class Document(TextDocument):
    """A document with the protocol's lines."""

    @property
    def lines(self) -> Sequence[str]:
        """Return the lines, each with its end."""
        return tuple(_LINE.findall(self.source))


class Snapshot(Document):
    """A document that does not change any more, so that it is split into lines once."""

    @cached_property
    def lines(self) -> Sequence[str]:
        """Return the lines, each with its end."""
        return tuple(_LINE.findall(self.source))

    @cached_property
    def _starts(self) -> tuple[list[int], list[int]]:
        """Return where each line starts, for the protocol and for PyYAML."""
        pyyaml = _PYYAML_LINE.findall(self.source)
        return [0, *accumulate(map(len, self.lines))], [0, *accumulate(map(len, pyyaml))]

    def position(self, line: int, column: int) -> tuple[int, int]:
        """Return where in the protocol's lines a place is that cfn-lint tells; both count letters, from 0."""
        protocol, pyyaml = self._starts
        if len(protocol) == len(pyyaml) or line >= len(pyyaml):
            return line, column
        offset = pyyaml[line] + column
        found = bisect_right(protocol, offset) - 1
        return found, offset - protocol[found]


class Documents(Workspace):
    """A workspace of such documents; what has a URI that can't be read is passed over."""

    def put_text_document(self, text_document: types.TextDocumentItem, notebook_uri: str | None = None) -> None:
        """Add a document."""
        with suppress(ValueError):
            super().put_text_document(text_document, notebook_uri)

    def update_text_document(
        self, text_doc: types.VersionedTextDocumentIdentifier, change: types.TextDocumentContentChangeEvent
    ) -> None:
        """Change a document."""
        if unquote(text_doc.uri) in self.text_documents:
            super().update_text_document(text_doc, change)

    def _create_text_document(
        self, doc_uri: str, source: str | None = None, version: int | None = None, language_id: str | None = None
    ) -> Document:
        return Document(
            doc_uri, source, version, language_id, sync_kind=self._sync_kind, position_codec=self._position_codec
        )


def path_of(uri: str) -> str | None:
    """Return the file of a URI; None where it names none."""
    try:
        path = to_fs_path(uri)
    except ValueError:
        return None
    return path if path and "\0" not in path else None
