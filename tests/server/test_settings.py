"""What an editor can set, and the configuration of a document's folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cfn_upc_rules import _server
from cfn_upc_rules._history.head import mark_of
from cfn_upc_rules._server import main
from cfn_upc_rules._server.configuration import nearest
from cfn_upc_rules._server.settings import Settings, read_settings

if TYPE_CHECKING:
    from repositories import Repository


@pytest.mark.parametrize(
    ("said", "settings"),
    [
        (None, Settings()),
        ({"cfn-upc-rules": None}, Settings()),
        ({"rules": "all"}, Settings(rules="all")),
        ({"cfn-upc-rules": {"ignoreChecks": ["W9604"]}}, Settings(ignore_checks=("W9604",))),
        ({"includeChecks": ["I"], "trustWorkspace": True}, Settings(trusted=True, include_checks=("I",))),
        ({"configureRules": {"E9601": {"pattern": "x"}}}, Settings(configure_rules={"E9601": {"pattern": "x"}})),
    ],
)
def test_settings_are_read(said: Any, settings: Settings) -> None:
    """By the names of the page, alone or within the server's section."""
    assert read_settings(said, Settings(), at_start=True) == (settings, [])


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"cfn-upc-rules": 5}, "the settings 'cfn-upc-rules' must be a mapping"),
        ([], "the settings 'cfn-upc-rules' must be a mapping"),
        ({"rule": "all"}, "there is no setting 'rule' (settings: rules, trustWorkspace, "),
        ({"rules": "some"}, "the setting 'rules' must be 'plugin' or 'all'"),
        ({"ignoreChecks": "W9604"}, "the setting 'ignoreChecks' must be a list of rule IDs"),
        ({"configureRules": []}, "the setting 'configureRules' must be a mapping"),
        ({"trustWorkspace": 1}, "the setting 'trustWorkspace' must be true or false"),
        ({"trustWorkspace": True}, "the setting 'trustWorkspace' counts only among the initialization options"),
    ],
)
def test_what_can_not_be_used_is_said(said: Any, problem: str) -> None:
    """In one sentence, and changes nothing."""
    settings, [sentence] = read_settings(said, Settings())
    assert settings == Settings()
    assert sentence.startswith(problem)


def test_the_nearest_configuration_counts(tmp_path: Path) -> None:
    """Of the document's folder or one above it, up to the workspace's root and no further."""
    (tmp_path / ".cfnlintrc").touch()
    root = tmp_path / "workspace"
    folder = root / "stacks" / "web"
    folder.mkdir(parents=True)
    document = str(folder / "template.yaml")
    assert nearest(document, [str(root)]) is None
    (root / ".cfnlintrc.yaml").touch()
    assert nearest(document, [str(root)]) == root / ".cfnlintrc.yaml"
    (root / "stacks" / ".cfnlintrc").touch()
    assert nearest(document, [str(tmp_path / "other"), str(root)]) == root / "stacks" / ".cfnlintrc"
    assert nearest(document, [str(tmp_path / "other")]) is None


def test_head_has_a_mark(repository: Repository, tmp_path: Path) -> None:
    """It differs after a commit, after a checkout, and not after a change of the working tree."""
    path = repository.commit("a.yaml", "one")
    first = mark_of("HEAD", str(path))
    path.write_text("two", encoding="utf-8")
    assert mark_of("HEAD", str(path)) == first
    repository.commit("a.yaml", "two")
    second = mark_of("HEAD", str(path))
    assert second != first
    repository.git("checkout", "--quiet", "--detach", "HEAD~1")
    assert mark_of("HEAD", str(path)) != second
    tree = tmp_path / "tree"
    repository.git("worktree", "add", "--quiet", "-b", "other", str(tree))
    third = mark_of("HEAD", str(tree / "a.yaml"))
    repository.git("-C", str(tree), "commit", "--quiet", "--allow-empty", "-m", "more")
    assert mark_of("HEAD", str(tree / "a.yaml")) != third


@pytest.mark.parametrize("base", ["other", "other~1", "origin/other", "v1"])
def test_another_revision_has_a_mark(repository: Repository, base: str) -> None:
    """It differs once the branch, what was fetched of it, or the tag is moved, and HEAD is not."""
    path = repository.commit("a.yaml", "one")
    repository.commit("a.yaml", "two")
    ref = {"other": "refs/heads/other", "v1": "refs/tags/v1"}.get(base[:5], "refs/remotes/origin/other")
    repository.git("update-ref", ref, "HEAD")
    first, head = mark_of(base, str(path)), mark_of("HEAD", str(path))
    assert mark_of(base, str(path)) == first
    repository.git("update-ref", ref, "HEAD~1")
    assert mark_of(base, str(path)) != first
    assert mark_of("HEAD", str(path)) == head


def test_what_was_fetched_has_a_mark(repository: Repository) -> None:
    """Whatever it was, and so has a table of branches."""
    path = repository.commit("a.yaml", "one")
    for name in ("FETCH_HEAD", "reftable/tables.list"):
        before = mark_of("main", str(path))
        file = repository.folder / ".git" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text("a\n", encoding="utf-8")
        assert mark_of("main", str(path)) != before


def test_outside_a_repository_there_is_no_head(tmp_path: Path) -> None:
    """So nothing moves."""
    assert mark_of("HEAD", str(tmp_path / "a.yaml")) == ()


def test_the_command_says_what_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    """Help, version, and one sentence for what it does not take."""
    assert main.main(["--help"]) == 0
    assert "takes no arguments but these" in capsys.readouterr().out
    assert main.main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("cfn-upc-language-server 0")
    assert main.main(["--tcp"]) == 1
    assert capsys.readouterr().err == (
        "cfn-upc-language-server: there is no argument '--tcp': run cfn-upc-language-server --help\n"
    )


def test_the_version_is_no_success_where_the_server_can_not_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An editor asks for it before it starts a server."""
    monkeypatch.setattr(main, "find_spec", lambda name: None if name == "pygls" else object())
    assert main.main(["--version"]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("cfn-upc-language-server 0")
    assert said.err == "cfn-upc-language-server: 'pygls' is missing: install cfn-upc-rules with its extra 'lsp'\n"


def test_without_pygls_there_is_a_sentence(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """It names the extra."""
    monkeypatch.delattr(_server, "_lsp", raising=False)  # another test may have loaded it
    monkeypatch.setitem(__import__("sys").modules, "cfn_upc_rules._server._lsp", None)
    assert main.main([]) == 1
    assert "with its extra 'lsp'" in capsys.readouterr().err
