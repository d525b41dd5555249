"""The server: what it does at each message of the client (https://microsoft.github.io/language-server-protocol/).

Messages are handled on one thread, and texts linted on another, one at a time: of a document that is edited while it is
linted, the newest text is linted next, and findings of an older one are not shown. Code actions are made on a third,
which has each text that proves a fix linted on the second: what is typed meanwhile waits for one proof, not for all.
"""

from __future__ import annotations

import asyncio
import logging
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from cfn_upc_rules import __version__
from cfn_upc_rules._command.pages import page_of
from cfn_upc_rules._history.head import stamp_of
from cfn_upc_rules._server._code_actions import KINDS, code_actions
from cfn_upc_rules._server._diagnostics import diagnostics, moved
from cfn_upc_rules._server._documents import Documents, Snapshot, path_of
from cfn_upc_rules._server.configuration import FolderConfiguration, at_home, nearest
from cfn_upc_rules._server.hovering import hover_text
from cfn_upc_rules._server.linting import DocumentBase, Linted, Linter
from cfn_upc_rules._server.settings import ALL, SECTION, Settings, is_about_us, read_settings

if TYPE_CHECKING:
    from pathlib import Path

    from cfnlint.match import Match

_LOGGER = logging.getLogger(__name__)
# All of cfn-lint's rules take seconds: they wait until nobody has typed for so long.
_PAUSE = 0.5
_PASSED_OVER = "can't be used, so it is passed over"
_WATCHED = ("**/.cfnlintrc*", "**/*.{yaml,yml,json,template}")


class _OutdatedError(Exception):
    """Nobody waits for the code actions any more."""


class _Document:
    """An open document.

    Attributes:
        filename: its file.
        base: what the base holds of it.
        shown: the findings that the client has.
        was_template: whether the last text that could be read was a template.
        asked: how often it was asked for.
        task: what lints it now.
    """

    def __init__(self, filename: str) -> None:
        self.filename = filename
        self.base = DocumentBase(filename)
        self.shown: list[types.Diagnostic] = []
        self.was_template = False
        self.asked = 0
        self.task: asyncio.Task[None] | None = None


class Server(LanguageServer):
    """The language server."""

    def __init__(self) -> None:
        """Begin without documents."""
        super().__init__(
            "cfn-upc-language-server", __version__, text_document_sync_kind=types.TextDocumentSyncKind.Incremental
        )
        self.settings = self.settings_at_start = Settings()
        self.problems_at_start: list[str] = []
        self.documents: dict[str, _Document] = {}
        self._linters: dict[Path | None, tuple[object, Linter]] = {}
        self._said: set[str] = set()
        self.pool = ThreadPoolExecutor(1, thread_name_prefix="lint")
        self.actions = ThreadPoolExecutor(1, thread_name_prefix="actions")

    def end(self) -> None:
        """Begin nothing more; what is linted now is waited for."""
        self.documents.clear()
        for pool in (self.actions, self.pool):
            pool.shutdown(wait=False, cancel_futures=True)

    # -- what the client is told -------------------------------------------------------------------

    def tell(self, problems: list[str]) -> None:
        """Show the user what is wrong with the settings, each sentence once."""
        for problem in problems:
            if problem not in self._said:
                self._said.add(problem)
                message = f"cfn-upc-rules: {problem}."
                self.window_show_message(types.ShowMessageParams(types.MessageType.Warning, message))

    def log(self, what: str) -> None:
        """Write to the client's log what went wrong in the server, and where; call it where an exception is handled."""
        message = f"{what}\n{traceback.format_exc()}"
        _LOGGER.error(message)
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, message))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Note an error of a message's handling; the server goes on."""
        self.log(f"{source}: {error}")

    # -- linting -----------------------------------------------------------------------------------

    def changed(self, uri: str) -> None:
        """Have a document linted, now or when that of an older text is done."""
        document = self.documents.get(uri)
        if document is None:
            return
        document.asked += 1
        if document.task is None or document.task.done():
            document.task = asyncio.get_running_loop().create_task(self._lint(uri, document))

    def all_changed(self) -> None:
        """Have all documents linted: something that they depend on has changed."""
        for uri in self.documents:
            self.changed(uri)

    async def _lint(self, uri: str, document: _Document) -> None:
        asked = 0
        while self.documents.get(uri) is document and document.asked != asked:
            asked = document.asked
            if self.settings.rules == ALL:
                await asyncio.sleep(_PAUSE)
            if document.asked == asked:
                await self._lint_once(uri, document)

    async def _lint_once(self, uri: str, document: _Document) -> None:
        text_document = self.workspace.get_text_document(uri)
        snapshot = self.snapshot(uri)
        loop = asyncio.get_running_loop()
        linted, found = None, list[types.Diagnostic]()
        try:
            lint = self.linter(document.filename).lint
            linted = await loop.run_in_executor(self.pool, lint, document.filename, snapshot.source, document.base)
            found = diagnostics(snapshot, linted)
        except (Exception, SystemExit):  # noqa: BLE001 - whatever it is, the server lives on
            self.log(f"{document.filename} can't be linted")
        if self.documents.get(uri) is not document or text_document.version != snapshot.version:
            return
        if linted is None:
            self._publish(uri, document, snapshot.version, document.shown)
            return
        if linted.has_unknown_regions:
            self.tell([f"{document.filename}: the 'regions' that cfn-lint doesn't know are passed over"])
        self._publish(uri, document, snapshot.version, self._to_show(document, linted, found))

    @staticmethod
    def _to_show(document: _Document, linted: Linted, found: list[types.Diagnostic]) -> list[types.Diagnostic]:
        """Return what is shown: of a text that can't be read, what was there before, and why, if it was a template."""
        if linted.is_template is None:
            document.shown = [one for one in document.shown if one.code != "E0000"]
            return [*document.shown, *found] if document.was_template else []
        document.was_template = linted.is_template
        return found

    def _publish(self, uri: str, document: _Document, version: int | None, shown: list[types.Diagnostic]) -> None:
        document.shown = shown
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, shown, version))

    def linter(self, filename: str) -> Linter:
        """Return the rules with the configuration of a file's folder, read again where that has changed."""
        file, home = nearest(filename, self.roots()), at_home()
        stamp = (self.settings, file and stamp_of(file), home, home and stamp_of(home))
        known = self._linters.get(file)
        if known is None or known[0] != stamp:
            known = self._linters[file] = (stamp, self._made(file, home))
        return known[1]

    def _made(self, file: Path | None, home: Path | None) -> Linter:
        """Return the rules with the configuration of a folder and the user's, but for what can't be used of them."""
        why: object = ""
        is_ours = self.settings.rules != ALL
        for used in ((file, home), (file, None), (None, home), (None, None)):
            try:
                linter = Linter(FolderConfiguration(used[0], self.settings, used[1]), plugin_only=is_ours)
            except (Exception, SystemExit) as problem:  # noqa: PERF203 - of cfn-lint, of any kind
                if used == (None, None):
                    raise
                why = problem
            else:
                break
        for one in used:  # it is told again when it is broken again
            self._said = {problem for problem in self._said if not problem.startswith(f"{one} {_PASSED_OVER}")}
        if isinstance(why, SystemExit) and not isinstance(why.code, str):
            why = "cfn-lint refuses a file that it names"
        said = " ".join(str(why).split())  # PyYAML's are several lines
        self.tell([f"{one} {_PASSED_OVER}: {said}" for one in (file, home) if one not in used])
        return linter

    def snapshot(self, uri: str) -> Snapshot:
        """Return an open document as it is now: it is looked at on another thread, while the client may go on."""
        document = self.workspace.get_text_document(uri)
        return Snapshot(uri, document.source, document.version, position_codec=document.position_codec)

    def roots(self) -> list[str]:
        """Return the workspace's folders."""
        folders = [path_of(uri) for uri in self.workspace.folders]
        return [folder for folder in (*folders, self.workspace.root_path) if folder]


def make() -> Server:
    """Return a server that answers all it can."""
    server = Server()
    # Handlers are called with the server and the message's parameters.
    for message, handler in (
        (types.INITIALIZE, _initialize),
        (types.INITIALIZED, _initialized),
        (types.SHUTDOWN, _shutdown),
        (types.TEXT_DOCUMENT_DID_OPEN, _did_open),
        (types.TEXT_DOCUMENT_DID_CHANGE, _did_change),
        (types.TEXT_DOCUMENT_DID_SAVE, _did_save),
        (types.TEXT_DOCUMENT_DID_CLOSE, _did_close),
        (types.TEXT_DOCUMENT_HOVER, _hover),
        (types.WORKSPACE_DID_CHANGE_CONFIGURATION, _did_change_configuration),
        (types.WORKSPACE_DID_CHANGE_WATCHED_FILES, _did_change_watched_files),
        (types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, _did_change_folders),
    ):
        server.feature(message)(handler)
    kinds = types.CodeActionOptions(code_action_kinds=KINDS)
    server.feature(types.TEXT_DOCUMENT_CODE_ACTION, kinds)(_code_action)
    return server


def run() -> None:
    """Serve the client at standard input and output until it says exit."""
    server = make()
    server.start_io()
    server.end()


def _initialize(server: Server, params: types.InitializeParams) -> None:
    begun = server.workspace
    folders = list(begun.folders.values())
    server.protocol._workspace = Documents(  # noqa: SLF001 - pygls has no other way to say what a document is
        None if folders else begun.root_uri, types.TextDocumentSyncKind.Incremental, folders, begun.position_encoding
    )
    at_start, server.problems_at_start = read_settings(params.initialization_options, Settings(), at_start=True)
    server.settings = server.settings_at_start = at_start


async def _initialized(server: Server, _: types.InitializedParams) -> None:
    server.tell(server.problems_at_start)
    capabilities = server.client_capabilities.workspace
    watched = capabilities and capabilities.did_change_watched_files
    if watched and watched.dynamic_registration:
        watchers = [types.FileSystemWatcher(pattern) for pattern in _WATCHED]
        options = types.DidChangeWatchedFilesRegistrationOptions(watchers)
        registration = types.Registration("watch", types.WORKSPACE_DID_CHANGE_WATCHED_FILES, options)
        with suppress(Exception):  # the client may refuse: then a document is linted anew when it is saved
            await server.client_register_capability_async(types.RegistrationParams([registration]))
    await _ask_for_settings(server)


def _shutdown(server: Server, _: None) -> None:
    server.end()


async def _ask_for_settings(server: Server) -> None:
    """Ask the client for its settings, where it can be asked."""
    capabilities = server.client_capabilities.workspace
    if not (capabilities and capabilities.configuration):
        return
    asked = types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
    try:
        answers = await server.workspace_configuration_async(asked)
    except Exception:  # noqa: BLE001 - a client that says it can be asked, and can't
        server.log("The client's settings can't be read")
        return
    _take(server, answers[0] if answers else None)


def _take(server: Server, said: Any) -> None:
    # What was set once and is not any more, is as it was at the start.
    settings, problems = read_settings(said, server.settings_at_start)
    server.tell(problems)
    if settings != server.settings:
        server.settings = settings
        server.all_changed()


async def _did_change_configuration(server: Server, params: types.DidChangeConfigurationParams) -> None:
    if params.settings:
        if is_about_us(params.settings):
            _take(server, params.settings)
    else:
        await _ask_for_settings(server)


def _did_open(server: Server, params: types.DidOpenTextDocumentParams) -> None:
    uri = params.text_document.uri
    filename = path_of(uri)
    if filename:  # what lies in no file system has no folder, no base, and no children
        server.documents[uri] = _Document(filename)
        server.changed(uri)


def _did_change(server: Server, params: types.DidChangeTextDocumentParams) -> None:
    document = server.documents.get(params.text_document.uri)
    if document is not None:
        for change in params.content_changes:
            document.shown = moved(document.shown, change)
        server.changed(params.text_document.uri)


def _did_save(server: Server, _: types.DidSaveTextDocumentParams) -> None:
    for document in server.documents.values():
        document.base.forget()
    server.all_changed()  # one may be the child of another


def _did_close(server: Server, params: types.DidCloseTextDocumentParams) -> None:
    uri = params.text_document.uri
    if server.documents.pop(uri, None) is not None:
        server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, []))


def _hover(server: Server, params: types.HoverParams) -> types.Hover | None:
    """Return the pages of the rules that speak at a position."""
    document = server.documents.get(params.text_document.uri)
    there = [one for one in document.shown if _is_within(params.position, one.range)] if document else []
    pages = [page for one in {str(one.code): one for one in there} if (page := page_of(one))]
    if not pages:
        return None
    text = "\n\n---\n\n".join(map(hover_text, pages))
    return types.Hover(types.MarkupContent(types.MarkupKind.Markdown, text))


async def _code_action(server: Server, params: types.CodeActionParams) -> list[types.CodeAction]:
    """Return what can be done about the findings at a place, and about all of the document."""
    uri = params.text_document.uri
    document = server.documents.get(uri)
    if document is None:
        return []
    text_document = server.workspace.get_text_document(uri)
    snapshot = server.snapshot(uri)
    linter = server.linter(document.filename)

    def lint(text: str) -> list[Match]:
        if text_document.version != snapshot.version or server.documents.get(uri) is not document:
            raise _OutdatedError
        return server.pool.submit(linter.lint, document.filename, text, document.base).result().matches

    workspace = server.client_capabilities.workspace
    taken = workspace.workspace_edit if workspace else None
    work = partial(
        code_actions,
        snapshot,
        params,
        lint,
        with_versions=bool(taken and taken.document_changes),
    )
    try:
        offered = await asyncio.get_running_loop().run_in_executor(server.actions, work)
    except (_OutdatedError, SystemExit):
        return []
    return offered if text_document.version == snapshot.version else []


def _is_within(position: types.Position, place: types.Range) -> bool:
    return place.start <= position <= place.end


def _did_change_watched_files(server: Server, params: types.DidChangeWatchedFilesParams) -> None:
    if any(change.uri not in server.documents for change in params.changes):
        server.all_changed()


def _did_change_folders(server: Server, _: types.DidChangeWorkspaceFoldersParams) -> None:
    server.all_changed()
