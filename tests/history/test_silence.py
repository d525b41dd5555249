"""W9670, W9671 and W9672 say nothing where there is nothing to compare with."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from changes import (
    NEW,
    OLD,
    changes,
    ids,
    with_environment,
)

from cfn_upc_rules._history import git

if TYPE_CHECKING:
    from repositories import Repository


def test_what_has_no_base_is_silent(tmp_path: Path, repository: Repository) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text(NEW, encoding="utf-8")
    assert ids(outside) == ids(outside, "main") == []
    unborn = repository.write("template.yaml", NEW)
    assert ids(unborn) == []
    repository.commit("other.yaml", "")
    assert ids(repository.write("untracked.yaml", NEW)) == []


def test_without_git_there_is_silence(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit("template.yaml", OLD)
    path = repository.write("template.yaml", NEW)
    monkeypatch.setenv("PATH", str(repository.folder))
    assert ids(path) == ids(path, "main") == []


def test_a_program_beside_the_user_is_not_git(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit("template.yaml", OLD)
    path = repository.write("template.yaml", NEW)
    fake = repository.write("git", f"#!/bin/sh\ntouch {repository.folder}/ran\n")
    fake.chmod(0o755)
    monkeypatch.chdir(repository.folder)
    for folder in (".", "", str(repository.folder)):
        monkeypatch.setenv("PATH", folder)
        assert ids(path) == []
    assert not (repository.folder / "ran").exists()


@pytest.mark.parametrize("broken", ["folder", "file", "link"])
def test_what_only_looks_like_a_repository_is_silent(repository: Repository, broken: str) -> None:
    outer = repository.commit("inner/template.yaml", OLD)
    mark = outer.parent / ".git"
    if broken == "folder":
        mark.mkdir()
    elif broken == "file":
        mark.write_text("gitdir: /nowhere\n", encoding="utf-8")
    else:
        mark.symlink_to("/nowhere")
    path = repository.write("inner/template.yaml", NEW)
    assert ids(path) == []
    [found] = changes(path, "main")
    assert "can't be told (option base): git says: fatal: not a git repository" in found.message


def test_a_repository_of_another_owner_is_silent(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit("template.yaml", OLD)
    path = repository.write("template.yaml", NEW)
    with_environment(monkeypatch, "GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert ids(path) == []
    [found] = changes(path, "main")
    assert "detected dubious ownership" in found.message


def test_a_slow_git_is_given_up(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit("template.yaml", OLD)
    path = repository.write("template.yaml", NEW)
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec /bin/sleep 60\n", encoding="utf-8")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", str(slow.parent))
    monkeypatch.setattr(git, "_SECONDS", 0.2)
    assert ids(path) == []
    [found] = changes(path, "main")
    assert "git took longer than" in found.message


def test_a_git_that_talks_nonsense_is_not_believed(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("template.yaml", OLD)
    path = repository.write("template.yaml", NEW)
    fake = tmp_path / "bin" / "git"
    fake.parent.mkdir()
    monkeypatch.setenv("PATH", str(fake.parent))
    for text in (
        "exit 3",
        "echo",
        "echo one two three; echo 1 2 3",
        "echo x commit 5; echo y blob 9",
        "printf '\\377\\n\\n'",
    ):
        fake.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        fake.chmod(0o755)
        assert ids(path) == []
    fake.write_text("no program", encoding="utf-8")
    assert ids(path) == []
