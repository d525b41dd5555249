"""What is wrong in a configuration, a template or a message is said in a sentence, and the server goes on."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from sessions import PORTAL, Session, ids, in_session

from cfn_upc_rules._server import _lsp
from cfn_upc_rules._server._documents import Documents
from cfn_upc_rules._server.configuration import FolderConfiguration
from cfn_upc_rules._server.linting import DocumentBase, Linted, Linter
from cfn_upc_rules._server.settings import Settings

pytestmark = pytest.mark.second_tier


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a template in a folder of its own."""
    file = tmp_path / "work" / "template.yaml"
    file.parent.mkdir()
    file.write_text(PORTAL, encoding="utf-8")
    return file


@pytest.mark.parametrize("said", ["override_spec: nope.json\n", "append_rules: [nope_module]\n"])
def test_what_a_trusted_folder_loads_may_be_missing(path: Path, said: str) -> None:
    """It is told once, and the folder's configuration is passed over."""
    file = path.parent / ".cfnlintrc"
    file.write_text(f"{said}ignore_checks: [E9610]\n", encoding="utf-8")
    options = {"rules": "all", "trustWorkspace": True}

    async def work(session: Session) -> None:
        session.open(path)
        assert ids(await session.diagnostics(path, 1)) == ["E9610"]
        session.change(path, 2, f"{PORTAL}# more\n")
        assert ids(await session.diagnostics(path, 2)) == ["E9610"]

    session = in_session(path.parent, work, options)
    [problem] = session.shown
    assert problem.startswith(f"cfn-upc-rules: {file} can't be used, so it is passed over: ")
    assert session.logged == []


@pytest.mark.parametrize("broken", ["home", "folder", "both"])
def test_the_file_that_is_broken_is_named(path: Path, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    """And the other one counts; it is told again when it was mended and is broken anew."""
    home = path.parent.parent
    monkeypatch.setenv("HOME", str(home))
    files = {"home": home / ".cfnlintrc", "folder": path.parent / ".cfnlintrc"}
    named = [file for name, file in files.items() if broken in (name, "both")]
    for name, file in files.items():
        good = f"ignore_checks: [{'E9610' if name == 'home' else 'W1001'}]\nmerge_configs: true\n"
        file.write_text("a: [\n" if file in named else good, encoding="utf-8")

    async def work(session: Session) -> None:
        session.open(path)
        assert ids(await session.diagnostics(path, 1)) == ([] if broken == "folder" else ["E9610"])
        assert {said.split()[1] for said in session.shown} == set(map(str, named))
        assert not any("\n" in said for said in session.shown)
        for version, text in ((2, "ignore_checks: [W1001]\n"), (3, "b: [\n")):
            for file in named:
                file.write_text(text, encoding="utf-8")
            session.change(path, version, f"{PORTAL}# {version}\n")
            await session.diagnostics(path, version)
        assert sorted(said.split()[1] for said in session.shown) == sorted(map(str, named * 2))

    assert in_session(path.parent, work).logged == []


@pytest.mark.parametrize(
    "before",
    [
        "Metadata:\n",
        "Metadata:\n  cfn-lint:\n",
        "Metadata:\n  cfn-lint:\n    config:\n",
        "Metadata: [a]\n",
        "Metadata: {cfn-lint: a}\n",
    ],
)
def test_half_typed_metadata(path: Path, before: str) -> None:
    """Says nothing yet."""
    linter = Linter(FolderConfiguration(None, Settings()), plugin_only=True)
    linted = linter.lint(str(path), before + PORTAL, DocumentBase(str(path)))
    assert [match.rule.id for match in linted.matches] == ["E9610"]
    assert not linted.has_unknown_regions


@pytest.mark.parametrize("place", ["template", "folder"])
def test_regions_that_there_are_not(path: Path, place: str) -> None:
    """It is told once, and those that cfn-lint knows count, or its default."""
    text = PORTAL
    if place == "folder":
        (path.parent / ".cfnlintrc").write_text("regions: [xx]\n", encoding="utf-8")
    else:
        text += "Metadata: {cfn-lint: {config: {regions: [xx]}}}\n"

    async def work(session: Session) -> None:
        session.open(path, text)
        assert ids(await session.diagnostics(path, 1)) == ["E9610"]
        session.change(path, 2, f"{text}# more\n")
        assert ids(await session.diagnostics(path, 2)) == ["E9610"]

    session = in_session(path.parent, work)
    assert session.shown == [f"cfn-upc-rules: {path}: the 'regions' that cfn-lint doesn't know are passed over."]
    assert session.logged == []


@pytest.mark.parametrize("error", [ValueError("no"), SystemExit(1)])
def test_a_text_that_can_not_be_linted_keeps_its_findings(
    path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    """They are shown for the new version, and the log says why."""
    server = _lsp.make()
    uri, said = path.as_uri(), list[Any]()
    server.protocol._workspace = Documents(None)
    server.workspace.put_text_document(types.TextDocumentItem(uri, "yaml", 1, PORTAL))
    server.documents[uri] = _lsp._Document(str(path))
    monkeypatch.setattr(server, "text_document_publish_diagnostics", said.append)
    monkeypatch.setattr(server, "window_log_message", said.append)

    def fail(*_: object) -> Linted:
        raise error

    async def lint() -> None:
        server.changed(uri)
        task = server.documents[uri].task
        assert task is not None
        await task

    asyncio.run(lint())
    [found] = said
    assert [one.code for one in found.diagnostics] == ["E9610"]
    server.workspace.update_text_document(
        types.VersionedTextDocumentIdentifier(version=2, uri=uri), types.TextDocumentContentChangeWholeDocument("a")
    )
    monkeypatch.setattr(Linter, "lint", fail)
    asyncio.run(lint())
    assert "can't be linted" in said[1].message
    assert (said[2].version, said[2].diagnostics) == (2, found.diagnostics)


def test_a_configuration_that_changes_while_a_text_is_linted_counts(path: Path) -> None:
    """The text is linted again."""
    clients = "".join(PORTAL[PORTAL.index("  Portal") :].replace("Portal", f"Portal{number}") for number in range(60))
    file = path.parent / ".cfnlintrc"

    async def work(session: Session) -> None:
        session.open(path)
        await session.diagnostics(path, 1)
        session.change(path, 2, PORTAL + clients)
        await session.client.text_document_hover_async(
            types.HoverParams(types.TextDocumentIdentifier(path.as_uri()), types.Position(0, 0))
        )
        file.write_text("ignore_checks: [E9610]\n", encoding="utf-8")
        changed = types.FileEvent(file.as_uri(), types.FileChangeType.Created)
        session.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))
        await session.wait(lambda: not session.published[-1].diagnostics, "no finding")

    in_session(path.parent, work)


@pytest.mark.parametrize("ours", [{}, None, {"rules": "plugin"}])
def test_a_setting_that_is_removed_is_as_at_the_start(path: Path, ours: Any) -> None:
    """And the settings of others are none of ours."""

    async def work(session: Session) -> None:
        def say(settings: Any) -> None:
            session.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))

        session.open(path)
        assert ids(await session.diagnostics(path, 1)) == ["E9610"]
        say({"cfn-upc-rules": {"ignoreChecks": ["E9610"]}})
        await session.wait(lambda: not session.published[-1].diagnostics, "no finding")
        say({"yaml": {"x": 1}, "python": {}})
        session.change(path, 2, f"{PORTAL}# more\n")
        assert ids(await session.diagnostics(path, 2)) == []
        say({"cfn-upc-rules": ours})
        await session.wait(lambda: session.published[-1].diagnostics, "the finding")

    assert in_session(path.parent, work).shown == []


@pytest.mark.parametrize("uri", ["file://[::1/x.yaml", "file:///tmp/a%00b.yaml", ""])
def test_a_uri_that_names_no_file(path: Path, uri: str) -> None:
    """The document is passed over, whatever becomes of it."""

    async def work(session: Session) -> None:
        document = types.VersionedTextDocumentIdentifier(version=2, uri=uri)
        client = session.client
        client.text_document_did_open(types.DidOpenTextDocumentParams(types.TextDocumentItem(uri, "yaml", 1, PORTAL)))
        change = types.TextDocumentContentChangeWholeDocument("a: 1\n")
        client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))
        client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))
        session.open(path)
        assert ids(await session.diagnostics(path, 1)) == ["E9610"]

    assert in_session(path.parent, work).logged == []


def test_a_folder_that_is_removed_configures_nothing(path: Path) -> None:
    """Even if the workspace began with it."""
    (path.parent / ".cfnlintrc").write_text("ignore_checks: [E9610]\n", encoding="utf-8")

    async def work(session: Session) -> None:
        session.open(path)
        assert await session.diagnostics(path, 1) == []
        folder = types.WorkspaceFolder(path.parent.as_uri(), "")
        event = types.WorkspaceFoldersChangeEvent(added=[], removed=[folder])
        session.client.workspace_did_change_workspace_folders(types.DidChangeWorkspaceFoldersParams(event))
        await session.wait(lambda: session.published[-1].diagnostics, "the finding")

    in_session(path.parent, work)
