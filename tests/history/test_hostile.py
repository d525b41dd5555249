"""W9670, W9671 and W9672 in a hostile repository, and in a hostile environment."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from changes import (
    NEW,
    OLD,
    WEB,
    changes,
    client,
    ids,
    template,
    with_environment,
)
from repositories import ENVIRONMENT, Repository

from cfn_upc_rules._history import base_version


def test_no_program_of_the_repository_runs(repository: Repository, tmp_path: Path) -> None:
    """Filters, text conversion, hooks, monitors, pagers and aliases are set; none may leave its mark."""
    marker = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {marker}\ncat\n", encoding="utf-8")
    program.chmod(0o755)
    repository.commit(".gitattributes", "*.yaml filter=evil diff=evil merge=evil text=auto\n")
    repository.commit("template.yaml", OLD)
    repository.commit("other.yaml", template(OtherClient=client()))
    for name in (
        "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.gitProxy", "core.askPass",
        "core.alternateRefsCommand", "diff.external", "diff.evil.command", "diff.evil.textconv", "filter.evil.clean",
        "filter.evil.smudge", "filter.evil.process", "merge.evil.driver", "pager.cat-file", "pager.ls-tree",
        "sequence.editor", "gpg.program", "credential.helper", "uploadpack.packObjectsHook", "interactive.diffFilter",
    ):  # fmt: skip
        repository.git("config", name, str(program))
    for name in ("cat-file", "merge-base", "ls-tree", "ls-files"):
        repository.git("config", f"alias.{name}", f"!{program}")
    repository.git("config", "filter.evil.required", "true")
    hooks = repository.folder / ".git" / "hooks"
    for name in (
        "post-index-change",
        "reference-transaction",
        "post-checkout",
        "pre-commit",
        "fsmonitor-watchman",
    ):
        shutil.copy(program, hooks / name)
    repository.git("config", "core.hooksPath", str(hooks))
    marker.unlink(missing_ok=True)

    path = repository.write("template.yaml", NEW)
    assert ids(path) == ["W9670"]
    assert ids(path, "main") == ["W9670"]
    path.rename(repository.folder / "moved.yaml")
    assert ids(repository.folder / "moved.yaml") == ["W9670"]
    assert not marker.exists()
    subprocess.run(["git", "diff"], cwd=repository.folder, env=ENVIRONMENT, capture_output=True, check=False)
    assert marker.exists()  # with a plain git command they do run


@pytest.mark.parametrize("missing", ["", "GIT_NO_LAZY_FETCH", "GIT_ALLOW_PROTOCOL"])
def test_a_partial_clone_fetches_nothing(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    """Each of the two guards is enough: older versions of git know one of them only."""
    repository.commit("template.yaml", OLD)
    repository.commit("template.yaml", template(WebClient=WEB, Topic={"Type": "AWS::SNS::Topic"}))
    repository.git("config", "uploadpack.allowFilter", "true")
    partial = Repository(tmp_path / "partial")
    partial.git("remote", "add", "origin", repository.folder.as_uri())
    partial.git("fetch", "--quiet", "--filter=blob:none", "origin", "main")
    partial.git("checkout", "--quiet", "FETCH_HEAD")
    marker = tmp_path / "ran"
    for name in ("remote.origin.uploadpack", "core.sshCommand"):
        partial.git("config", name, f"touch {marker}; git-upload-pack")
    with_environment(monkeypatch, missing, None)
    path = partial.write("template.yaml", NEW)
    assert ids(path) == ["W9670"]
    for url in (repository.folder.as_uri(), "ssh://host/path", f"ext::touch {marker}"):
        partial.git("config", "remote.origin.url", url)
        [found] = changes(path, "HEAD~1")
        assert "Changes since 'HEAD~1' can't be told" in found.message
    partial.git("update-ref", "--no-deref", "HEAD", "HEAD~1")
    assert ids(path) == []
    assert not marker.exists()
    plain = ["git", "-c", "protocol.ext.allow=always", "cat-file", "-t", "HEAD:template.yaml"]
    subprocess.run(plain, cwd=partial.folder, env=ENVIRONMENT, capture_output=True, check=False)
    assert marker.exists()  # with a plain git command it does fetch


def test_a_bare_repository_in_the_tree_is_not_taken(repository: Repository, tmp_path: Path) -> None:
    """A folder that is itself laid out as a bare repository, in one whose `.git` is broken."""
    repository.commit("template.yaml", OLD)
    victim = tmp_path / "victim"
    shutil.copytree(repository.folder / ".git", victim)
    (victim / ".git").write_text("", encoding="utf-8")
    (victim / "template.yaml").write_text(NEW, encoding="utf-8")
    assert ids(victim / "template.yaml") == []


def test_variables_of_a_hook_are_not_believed(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("template.yaml", OLD)
    path = repository.write("template.yaml", NEW)
    other = Repository(tmp_path / "other")
    other.commit("template.yaml", template(OtherClient=client()))
    monkeypatch.chdir(other.folder)
    for name, value in (
        ("GIT_DIR", ".git"),
        ("GIT_DIR", str(other.folder / ".git")),
        ("GIT_WORK_TREE", str(other.folder)),
        ("GIT_INDEX_FILE", ".git/next-index-1.lock"),
        ("GIT_OBJECT_DIRECTORY", str(other.folder / ".git" / "objects")),
        ("GIT_NAMESPACE", "x"),
        ("GIT_PREFIX", "sub/"),
        ("GIT_CEILING_DIRECTORIES", str(repository.folder)),
        ("GIT_TRACE", str(tmp_path / "trace")),
        ("GIT_CONFIG_PARAMETERS", "'alias.x=y' nonsense"),
    ):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            [found] = changes(path)
            assert "was 'WebClient' in HEAD" in found.message, name
    assert not (tmp_path / "trace").exists()


def test_a_replaced_object_is_not_believed(repository: Repository) -> None:
    path = repository.commit("template.yaml", OLD)
    old = repository.git("rev-parse", "HEAD:template.yaml")
    path.write_text(NEW, encoding="utf-8")
    new = repository.git("hash-object", "-w", "template.yaml")
    repository.git("replace", old, new)
    assert ids(path) == ["W9670"]


def test_a_huge_base_is_left_alone(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit("template.yaml", OLD)
    path = repository.write("template.yaml", NEW)
    monkeypatch.setattr(base_version, "_LARGEST", 10)
    assert ids(path) == []


def test_nothing_in_the_repository_changes(repository: Repository) -> None:
    repository.commit("template.yaml", OLD)
    path = repository.write("template.yaml", NEW)

    def state() -> dict[Path, tuple[int, bytes]]:
        files = [file for file in repository.folder.rglob("*") if file.is_file()]
        return {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in files}

    before = state()
    assert ids(path) == ["W9670"]
    assert ids(path, "main") == ["W9670"]
    assert state() == before
