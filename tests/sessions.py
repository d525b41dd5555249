"""A language client that talks to the real server, for the tests."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from lsprotocol import types
from pygls.lsp.client import LanguageClient

SERVER = Path(sys.executable).with_name("cfn-upc-language-server")
# A template with one mistake: E9610 in the last line.
PORTAL = """\
Resources:
  Pool:
    Type: AWS::Cognito::UserPool
  Portal:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !GetAtt Pool.Arn
"""
_Result = TypeVar("_Result")


class Session:
    """A client and its server.

    Attributes:
        client: the client.
        published: the diagnostics that the server published, oldest first.
        logged: what the server wrote to the client's log.
        shown: what it showed to the user.
        settings: what the client answers when it is asked for settings.
    """

    def __init__(self) -> None:
        """Take notes of what the server says."""
        self.client = LanguageClient("tests", "1")
        self.published: list[types.PublishDiagnosticsParams] = []
        self.logged: list[str] = []
        self.shown: list[str] = []
        self.settings: Any = None
        on: Callable[[str], Callable[[Callable[..., Any]], Any]] = self.client.feature

        @on(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
        def _(said: types.PublishDiagnosticsParams) -> None:
            self.published.append(said)

        @on(types.WINDOW_LOG_MESSAGE)
        def _(said: types.LogMessageParams) -> None:
            self.logged.append(said.message)

        @on(types.WINDOW_SHOW_MESSAGE)
        def _(said: types.ShowMessageParams) -> None:
            self.shown.append(said.message)

        @on(types.WORKSPACE_CONFIGURATION)
        def _(_: types.ConfigurationParams) -> Sequence[Any]:
            return [self.settings]

        @on(types.CLIENT_REGISTER_CAPABILITY)
        def _(_: types.RegistrationParams) -> None:
            return None

    async def start(
        self, root: Path, options: Any = None, capabilities: types.ClientCapabilities | None = None
    ) -> None:
        """Start the server on a folder."""
        await self.client.start_io(str(SERVER))
        folder = types.WorkspaceFolder(root.as_uri(), root.name)
        await self.client.initialize_async(
            types.InitializeParams(
                capabilities=capabilities or types.ClientCapabilities(),
                root_uri=root.as_uri(),
                workspace_folders=[folder],
                initialization_options=options,
            )
        )
        self.client.initialized(types.InitializedParams())

    async def stop(self) -> int:
        """End the server as an editor does; return its exit code."""
        await self.client.shutdown_async(None)
        server: Any = self.client._server
        self.client.exit(None)
        code: int = await asyncio.wait_for(server.wait(), 10)
        await self.client.stop()  # type: ignore[no-untyped-call]
        return code

    def open(self, path: Path, text: str | None = None) -> None:
        """Open a document."""
        said = path.read_text(encoding="utf-8") if text is None else text
        item = types.TextDocumentItem(path.as_uri(), "yaml", 1, said)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    def change(self, path: Path, version: int, text: str, at: tuple[int, int, int, int] | None = None) -> None:
        """Change a document: its whole text, or what stands between two positions."""
        change: types.TextDocumentContentChangeEvent = types.TextDocumentContentChangeWholeDocument(text)
        if at is not None:
            line, column, end_line, end_column = at
            between = types.Range(types.Position(line, column), types.Position(end_line, end_column))
            change = types.TextDocumentContentChangePartial(between, text)
        document = types.VersionedTextDocumentIdentifier(version=version, uri=path.as_uri())
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    def save(self, path: Path) -> None:
        """Say that a document was saved."""
        document = types.TextDocumentIdentifier(path.as_uri())
        self.client.text_document_did_save(types.DidSaveTextDocumentParams(document))

    def close(self, path: Path) -> None:
        """Close a document."""
        document = types.TextDocumentIdentifier(path.as_uri())
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(document))

    async def wait(self, wanted: Callable[[], _Result | None], what: str) -> _Result:
        """Return what is waited for as soon as it is there.

        Raises:
            AssertionError: it did not come.
        """
        for _ in range(3000):
            found = wanted()
            if found:
                return found
            await asyncio.sleep(0.01)
        message = f"{what} did not come; logged: {''.join(self.logged)[-500:]!r}, shown: {self.shown[-3:]}"
        raise AssertionError(message)

    async def diagnostics(self, path: Path, version: int) -> list[types.Diagnostic]:
        """Return the findings of a version of a document."""
        uri = path.as_uri()
        said = await self.wait(
            lambda: next((one for one in self.published if one.uri == uri and one.version == version), None),
            f"version {version}",
        )
        return list(said.diagnostics)


def in_session(root: Path, work: Callable[[Session], Awaitable[None]], options: Any = None, **more: Any) -> Session:
    """Do something in a session with a server that was started on a folder; return it when it has ended well."""

    async def run() -> Session:
        session = Session()
        await session.start(root, options, **more)
        await work(session)
        assert await session.stop() == 0
        return session

    return asyncio.run(asyncio.wait_for(run(), 240))


def ids(diagnostics: Sequence[types.Diagnostic]) -> list[str]:
    """Return the IDs of findings."""
    return sorted(str(diagnostic.code) for diagnostic in diagnostics)
