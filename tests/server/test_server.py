"""The real server, as an editor talks to it."""

from __future__ import annotations

import random
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from lsprotocol import types
from sessions import PORTAL, Session, ids, in_session
from support import ROOT

if TYPE_CHECKING:
    from repositories import Repository

pytestmark = pytest.mark.second_tier

_RIGHT = PORTAL.replace("!GetAtt Pool.Arn", "!Ref Pool")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a template in a folder of its own."""
    file = tmp_path / "template.yaml"
    file.write_text(PORTAL, encoding="utf-8")
    return file


def test_findings_come_while_one_types(path: Path) -> None:
    """At once, without saving, for the newest text; and they go when the document is closed."""

    async def work(session: Session) -> None:
        session.open(path)
        [finding] = await session.diagnostics(path, 1)
        assert finding.code == "E9610"
        assert finding.severity == types.DiagnosticSeverity.Error
        assert finding.source == "cfn-upc-rules"
        assert (finding.range.start.line, finding.range.start.character) == (6, 6)
        assert finding.code_description is not None
        assert finding.code_description.href.startswith("https://docs.aws.amazon.com/")
        assert finding.related_information is not None
        [pool] = finding.related_information
        assert (pool.location.range.start.line, pool.message) == (1, "'Pool' is defined here")
        session.change(path, 2, "!Ref Pool", at=(6, 18, 6, 34))
        assert await session.diagnostics(path, 2) == []
        session.close(path)
        await session.wait(lambda: session.published[-1].version is None, "an empty list")
        assert not session.published[-1].diagnostics

    in_session(path.parent, work)


@pytest.mark.parametrize("with_versions", [True, False])
def test_a_key_mends_a_finding(path: Path, *, with_versions: bool) -> None:
    """The quick fix of a finding, and all safe fixes of the file; of the kinds that the client wants."""
    edits = types.WorkspaceEditClientCapabilities(document_changes=with_versions)
    capabilities = types.ClientCapabilities(workspace=types.WorkspaceClientCapabilities(workspace_edit=edits))

    async def work(session: Session) -> None:
        session.open(path)
        [finding] = await session.diagnostics(path, 1)

        async def ask(*kinds: str) -> list[types.CodeAction]:
            context = types.CodeActionContext([finding], only=list(kinds) or None)
            document = types.TextDocumentIdentifier(path.as_uri())
            asked = types.CodeActionParams(document, finding.range, context)
            found = await session.client.text_document_code_action_async(asked) or ()
            return [one for one in found if isinstance(one, types.CodeAction)]

        fix, *others = await ask()
        assert (fix.title, fix.is_preferred) == ("Set UserPoolId to !Ref Pool (E9610)", True)
        assert [one.title for one in others] == [
            "Ignore E9610 for 'Portal'",
            "Ignore E9610 in this template",
            "Fix 1 finding safely",
        ]
        assert fix.edit is not None
        if with_versions:
            [change] = fix.edit.document_changes or ()
            assert isinstance(change, types.TextDocumentEdit)
            assert change.text_document.version == 1
            [edit] = change.edits
        else:
            [[edit]] = (fix.edit.changes or {}).values()
        assert isinstance(edit, types.TextEdit)
        assert (edit.range.start.line, edit.range.end.line) == (6, 6)
        assert [one.kind for one in await ask("source.fixAll")] == ["source.fixAll.cfn-upc-rules"]
        assert {one.kind for one in await ask("quickfix")} == {"quickfix"}
        assert await ask("refactor") == []

    in_session(path.parent, work, capabilities=capabilities)


def test_hover_shows_the_page_of_the_rule(path: Path) -> None:
    """Where a finding stands, and nowhere else."""

    async def work(session: Session) -> None:
        session.open(path)
        await session.diagnostics(path, 1)
        document = types.TextDocumentIdentifier(path.as_uri())
        asked = types.HoverParams(document, types.Position(6, 8))
        hover = await session.client.text_document_hover_async(asked)
        assert hover is not None
        assert isinstance(hover.contents, types.MarkupContent)
        assert hover.contents.value.startswith("### E9610")
        asked.position = types.Position(1, 2)
        assert await session.client.text_document_hover_async(asked) is None

    in_session(path.parent, work)


def test_columns_are_utf16(path: Path) -> None:
    """A character beyond the first plane counts two."""
    web = "{Type: AWS::Cognito::UserPoolClient, Properties: {ClientName: 'a😀b', UserPoolId: !GetAtt Pool.Arn}}"
    text = f"{_RIGHT}  Web: {web}\n"

    async def work(session: Session) -> None:
        session.open(path, text)
        found = {one.code: one for one in await session.diagnostics(path, 1)}
        start = found["E9610"].range.start
        line = text.splitlines()[start.line]
        assert line.encode("utf-16-le")[2 * start.character :].decode("utf-16-le").startswith("UserPoolId")

    in_session(path.parent, work)


def test_half_typed_text_keeps_its_findings(path: Path) -> None:
    """They move with the lines, and what can't be read is said, until it can."""

    async def work(session: Session) -> None:
        session.open(path)
        await session.diagnostics(path, 1)
        session.change(path, 2, "# more\n# more\nBad: [\n", at=(0, 0, 0, 0))
        found = await session.diagnostics(path, 2)
        assert ids(found) == ["E0000", "E9610"]
        assert [one.range.start.line for one in found if one.code == "E9610"] == [9]
        session.change(path, 3, "", at=(2, 0, 3, 0))
        assert ids(await session.diagnostics(path, 3)) == ["E9610"]

    in_session(path.parent, work)


@pytest.mark.parametrize("text", ["services:\n  web: [", "a: 1\n", "Resources: ["])
def test_what_was_never_a_template_has_no_finding(path: Path, text: str) -> None:
    """No YAML file of somebody else is accused."""

    async def work(session: Session) -> None:
        session.open(path, text)
        assert await session.diagnostics(path, 1) == []

    in_session(path.parent, work)


def test_the_nearest_configuration_is_watched(path: Path) -> None:
    """It counts as it is now, whether or not the editor tells of its change."""
    file = path.parent / ".cfnlintrc"

    async def work(session: Session) -> None:
        session.open(path)
        assert ids(await session.diagnostics(path, 1)) == ["E9610"]
        file.write_text("ignore_checks: [E9610]\n", encoding="utf-8")
        changed = types.FileEvent(file.as_uri(), types.FileChangeType.Created)
        session.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([changed]))
        await session.wait(lambda: not session.published[-1].diagnostics, "no finding")
        file.write_text("ignore_check: [E9610]\n", encoding="utf-8")
        session.change(path, 2, f"{PORTAL}# more\n")
        assert ids(await session.diagnostics(path, 2)) == ["E9610"]
        [said] = session.shown
        assert "can't be used, so it is passed over: Invalid configuration key 'ignore_check'" in said

    in_session(path.parent, work)


def test_the_client_is_asked_for_settings(path: Path) -> None:
    """Where it can be asked; a wrong one is said once."""
    capabilities = types.ClientCapabilities(workspace=types.WorkspaceClientCapabilities(configuration=True))

    async def work(session: Session) -> None:
        session.settings = {"ignoreChecks": ["E9610"], "rule": "all"}
        session.open(path)
        await session.wait(lambda: session.published and not session.published[-1].diagnostics, "no finding")
        session.settings = {"ignoreChecks": []}
        session.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings=None))
        await session.wait(lambda: session.published[-1].diagnostics, "the finding")
        [said] = session.shown
        assert said.startswith("cfn-upc-rules: there is no setting 'rule'")

    in_session(path.parent, work, capabilities=capabilities)


def test_all_rules_are_an_option(path: Path) -> None:
    """Then cfn-lint's own speak, too."""

    async def work(session: Session) -> None:
        session.open(path, f"{_RIGHT}      NoSuchProperty: 1\n")
        found = await session.diagnostics(path, 1)
        assert [(one.code, one.source) for one in found] == [("E3002", "cfn-lint")]

    in_session(path.parent, work, {"rules": "all"})


@pytest.mark.parametrize("trusted", [False, True])
def test_a_folder_that_is_not_trusted_loads_no_code(path: Path, *, trusted: bool) -> None:
    """Unless the client says that it is."""
    mark = path.parent / "loaded"
    (path.parent / "rules").mkdir()
    (path.parent / "rules" / "evil.py").write_text(f"open({str(mark)!r}, 'w').close()\n", encoding="utf-8")
    (path.parent / ".cfnlintrc").write_text(f"append_rules: [{path.parent}/rules]\n", encoding="utf-8")

    async def work(session: Session) -> None:
        session.open(path)
        assert "E9610" in ids(await session.diagnostics(path, 1))

    in_session(path.parent, work, {"rules": "all", "trustWorkspace": trusted})
    assert mark.exists() == trusted


def test_no_finding_of_an_old_version_comes_after_a_newer_text(path: Path) -> None:
    """Two hundred edits as fast as they can be sent; only newer versions are published, and at last the newest."""

    async def work(session: Session) -> None:
        session.open(path)
        for version in range(2, 202):
            session.change(path, version, PORTAL if version % 2 else _RIGHT)
        assert await session.diagnostics(path, 201) != []
        versions = [one.version or 0 for one in session.published]
        assert versions == sorted(set(versions))

    in_session(path.parent, work)


def test_two_servers_on_one_folder(path: Path) -> None:
    """Neither minds the other."""

    async def work(session: Session) -> None:
        session.open(path)
        await session.diagnostics(path, 1)
        other = Session()
        await other.start(path.parent)
        other.open(path)
        assert ids(await other.diagnostics(path, 1)) == ["E9610"]
        assert await other.stop() == 0
        session.change(path, 2, _RIGHT)
        assert await session.diagnostics(path, 2) == []

    in_session(path.parent, work)


def test_a_document_that_is_nowhere(tmp_path: Path) -> None:
    """Not yet saved, in a folder that isn't there, or in no file system."""
    nowhere = tmp_path / "not" / "there" / "template.yaml"

    async def work(session: Session) -> None:
        item = types.TextDocumentItem("untitled:Untitled-1", "yaml", 1, PORTAL)
        session.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        session.open(nowhere, PORTAL)
        assert ids(await session.diagnostics(nowhere, 1)) == ["E9610"]

    session = in_session(tmp_path, work)
    assert session.logged == []


def test_it_stays_alive(path: Path) -> None:
    """Ten thousand edits at random: it still answers, logs no error, and its memory does not grow."""
    seed = random.Random(19)
    text = (ROOT / "examples" / "web-app.yaml").read_text(encoding="utf-8")

    async def work(session: Session) -> None:
        server: Any = session.client._server
        session.open(path, text)
        await session.diagnostics(path, 1)
        memory = 0
        for version in range(2, 10_002):
            line, pieces = seed.randrange(120), ("[", "{", ": ", "\n", "  ", "x", "Fn::If", "&a *a", "😀", "- ", "<<: ")
            if version % 500 == 0:
                session.change(path, version, text)
                await session.diagnostics(path, version)
                if version == 5000:  # whatever is kept for good is there by now
                    memory = _memory(server.pid)
            else:
                column = seed.randrange(30)
                session.change(path, version, seed.choice(pieces), at=(line, column, line, column + seed.randrange(3)))
        session.change(path, 10_002, text)
        assert len(await session.diagnostics(path, 10_002)) == 6
        assert _memory(server.pid) < memory * 1.2

    session = in_session(path.parent, work)
    assert session.logged == []


def _memory(pid: int) -> int:
    """Return how many KiB a process holds."""
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        pytest.skip("what a process holds is read from /proc")
    [line] = [line for line in status.read_text().splitlines() if line.startswith("VmRSS")]
    return int(line.split()[1])


def test_messages_in_any_order(path: Path) -> None:
    """What is asked of a document that is not open, or is closed again, has no answer and does no harm."""
    other = path.with_name("other.yaml")

    async def work(session: Session) -> None:
        session.close(other)
        session.save(other)
        for file in (other, path):
            asked = types.HoverParams(types.TextDocumentIdentifier(file.as_uri()), types.Position(6, 8))
            assert await session.client.text_document_hover_async(asked) is None
        everywhere = types.Range(types.Position(0, 0), types.Position(99, 0))
        document = types.TextDocumentIdentifier(other.as_uri())
        action = types.CodeActionParams(document, everywhere, types.CodeActionContext([]))
        assert not await session.client.text_document_code_action_async(action)
        session.open(path)
        session.close(path)
        session.open(path)
        session.open(path)
        session.change(path, 2, _RIGHT)
        assert not await session.diagnostics(path, 2)
        session.close(path)
        session.close(path)

    assert in_session(path.parent, work).logged == []


def test_a_change_of_a_nested_stack_lints_its_parent(repository: Repository) -> None:
    """As soon as the child is saved; children are looked for in the template's repository."""
    tmp_path = repository.folder
    for file in (ROOT / "examples" / "application").iterdir():
        shutil.copy(file, tmp_path)
    parent, child = tmp_path / "root.yaml", tmp_path / "web.yaml"

    async def work(session: Session) -> None:
        session.open(parent)
        assert ids(await session.diagnostics(parent, 1)) == ["E9730"]
        session.open(child)
        text = child.read_text(encoding="utf-8").replace(
            "USER_POOL_CLIENT_ID: !Ref OfficeClientId", "POOL: !Ref OfficeClientId"
        )
        child.write_text(text, encoding="utf-8")
        session.change(child, 2, text)
        session.save(child)
        uri = parent.as_uri()
        await session.wait(
            lambda: [one for one in session.published if one.uri == uri][-1].diagnostics == (), "no E9730"
        )

    assert in_session(tmp_path, work).logged == []


def test_a_folder_without_rights(path: Path) -> None:
    """What can't be read is passed over."""
    folder = path.parent / "closed"
    folder.mkdir()
    shutil.copy(path, folder)
    folder.chmod(0)
    try:

        async def work(session: Session) -> None:
            session.open(folder / path.name, PORTAL)
            assert ids(await session.diagnostics(folder / path.name, 1)) == ["E9610"]

        assert in_session(path.parent, work).logged == []
    finally:
        folder.chmod(0o755)
