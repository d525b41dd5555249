"""Which files had a client in the base: git is asked once for all of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from changes import (
    OLD,
    template,
)
from repositories import Repository

from cfn_upc_rules._command import files
from cfn_upc_rules._history import base_version, git

if TYPE_CHECKING:
    import pytest


def test_a_client_is_gone_where_git_does_not_have_all_of_the_base(repository: Repository, tmp_path: Path) -> None:
    """In doubt the file is looked at: in a partial clone, or with a configuration that names another working tree."""
    repository.git("config", "uploadpack.allowFilter", "true")
    for number in range(3):
        repository.commit(f"{number}.yaml", OLD + f"# {number}\n")
    partial = Repository(tmp_path / "partial")
    partial.git("remote", "add", "origin", repository.folder.as_uri())
    partial.git("fetch", "--quiet", "--filter=blob:none", "origin", "main")
    partial.git("update-ref", "refs/heads/main", "FETCH_HEAD")
    gone = [str(partial.write(f"{number}.yaml", "Resources: {}\n")) for number in range(3)]
    assert files.had_client(gone) == gone

    repository.git("config", "core.worktree", str(tmp_path))
    gone = [str(repository.write(f"{number}.yaml", "Resources: {}\n")) for number in range(3)]
    assert files.had_client(gone) == gone


def test_git_is_asked_once_for_many_files_without_a_client(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = template(Pool={"Type": "AWS::Cognito::UserPool"})
    for number in range(20):
        repository.write(f"stacks/{number}.yaml", without)
    repository.write("new name.yaml", OLD)
    repository.commit("deep/er/had.yaml", OLD)
    for name in ("stacks/1.yaml", "new name.yaml", "deep/er/had.yaml", "added.yaml", "line\nbreak.yaml"):
        repository.write(name, without + "# edited\n")
    (repository.folder / "link.yaml").symlink_to("deep/er/had.yaml")
    outside = tmp_path / "outside.yaml"
    outside.write_text(without, encoding="utf-8")
    asked = []
    run = git.Git._run

    def counted(self: Any, stdin: bytes, *arguments: str, **how: Any) -> bytes:
        asked.append(arguments)
        return run(self, stdin, *arguments, **how)

    monkeypatch.setattr(git.Git, "_run", counted)
    monkeypatch.chdir(repository.folder)
    present, names = files.sort_out([str(outside), *(str(path) for path in sorted(Path().rglob("*.yaml")))])
    assert not present
    assert sorted(files.had_client(names)) == ["deep/er/had.yaml", "link.yaml", "new name.yaml"]
    assert [arguments[0] for arguments in asked] == ["grep"]
    assert len(files.had_client(names, "HEAD^{commit}")) == 3
    assert files.had_client([name for name in names if name.startswith("stacks")]) == []
    assert files.had_client(names, "no-such-branch") == []
    assert files.had_client(names, "") == []
    asked.clear()
    assert files.had_client([str(outside)]) == []
    assert not asked
    monkeypatch.setattr(base_version, "_AT_ONCE", 50)
    assert len(files.had_client(names)) == 3
    assert len(asked) > 3
    assert max(len(" ".join(arguments[arguments.index("--") + 1 :])) for arguments in asked) <= 50
