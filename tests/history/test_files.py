"""W9670, W9671 and W9672 wherever the file is, and wherever it was."""

from __future__ import annotations

from pathlib import Path

import pytest
from changes import (
    NEW,
    OLD,
    changed,
    changes,
    client,
    ids,
    template,
)
from repositories import Repository


def test_a_file_given_in_any_way(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit("stacks/web/template.yaml", OLD)
    path = repository.write("stacks/web/template.yaml", NEW)
    link, folder = tmp_path / "link.yaml", tmp_path / "folder"
    link.symlink_to(path)
    folder.symlink_to(path.parent)
    for start, name in (
        (tmp_path, path),
        (tmp_path, "repository/stacks/web/template.yaml"),
        (path.parent, "template.yaml"),
        (path.parent, "../../stacks/./web/template.yaml"),
        (tmp_path, link),
        (Path("/"), folder / "template.yaml"),
    ):
        monkeypatch.chdir(start)
        assert ids(Path(name)) == ["W9670"], name


@pytest.mark.parametrize(
    "name",
    [
        "a b.yaml",
        "été.yaml",
        "-x.yaml",
        "a:b.yaml",
        "*.yaml",
        "a\tb.yaml",
        "a\nb.yaml",
        ":(top)a.yaml",
        "a\u3000b.yaml",
    ],
)
def test_a_file_of_any_name(repository: Repository, name: str) -> None:
    (found,) = [[f.id for f in changed(repository, OLD, NEW, name)]]
    assert found == ([] if "\n" in name else ["W9670"])


def test_a_worktree(repository: Repository, tmp_path: Path) -> None:
    repository.commit("template.yaml", OLD)
    repository.git("worktree", "add", "--quiet", "-b", "other", str(tmp_path / "tree"))
    path = tmp_path / "tree" / "template.yaml"
    assert ids(path) == []
    path.write_text(NEW, encoding="utf-8")
    assert ids(path) == ["W9670"]


def test_a_submodule_has_a_history_of_its_own(repository: Repository, tmp_path: Path) -> None:
    inner = Repository(tmp_path / "inner")
    inner.commit("template.yaml", OLD)
    repository.commit("readme", "")
    repository.git("submodule", "--quiet", "add", str(inner.folder), "sub")
    repository.git("commit", "--quiet", "--message", "submodule")
    path = repository.folder / "sub" / "template.yaml"
    assert ids(path) == []
    path.write_text(NEW, encoding="utf-8")
    assert ids(path) == ["W9670"]


def test_a_detached_head(repository: Repository) -> None:
    repository.commit("template.yaml", OLD)
    repository.git("checkout", "--quiet", "--detach")
    assert ids(repository.write("template.yaml", NEW)) == ["W9670"]


def test_sha256_objects(tmp_path: Path) -> None:
    repository = Repository(tmp_path, "--object-format=sha256")
    assert ids(repository.commit("template.yaml", OLD)) == []
    assert ids(repository.write("template.yaml", NEW)) == ["W9670"]


def test_line_endings_are_no_change(repository: Repository) -> None:
    path = repository.commit("template.yaml", OLD)
    path.write_bytes(OLD.replace("\n", "\r\n").encode())
    assert ids(path) == []


def test_a_moved_file_is_followed(repository: Repository) -> None:
    old = repository.commit("template.yaml", OLD)
    new = repository.folder / "stacks" / "auth.yml"
    new.parent.mkdir()
    old.rename(new)
    assert ids(new) == []
    new.write_text(NEW, encoding="utf-8")
    assert ids(new) == ["W9670"]
    repository.git("add", "--all")
    assert ids(new) == ["W9670"]
    repository.git("commit", "--quiet", "--message", "moved")
    assert ids(new) == []
    assert ids(new, "HEAD~1") == ["W9670"]


def test_the_moved_file_is_the_one_most_alike(repository: Repository) -> None:
    other = template(OtherClient=client(), Topic={"Type": "AWS::SNS::Topic"})
    repository.commit("a.yaml", other)
    repository.commit("b.yaml", OLD)
    for name in "ab":
        (repository.folder / f"{name}.yaml").unlink()
    [found] = changes(repository.write("c.yaml", NEW))
    assert "'SpaClient' was 'WebClient'" in found.message


def test_a_new_file_is_no_moved_one(repository: Repository) -> None:
    repository.commit("template.yaml", OLD)
    assert ids(repository.write("copy.yaml", NEW)) == []
    (repository.folder / "template.yaml").unlink()
    different = template(**{f"Topic{number}": {"Type": "AWS::SNS::Topic"} for number in range(20)}, SpaClient=client())
    assert ids(repository.write("copy.yaml", different)) == []


def test_a_file_that_a_sparse_checkout_leaves_out_was_not_moved(repository: Repository) -> None:
    repository.commit("a/template.yaml", OLD)
    repository.commit("b/readme", "")
    repository.git("sparse-checkout", "set", "b")
    assert not (repository.folder / "a").exists()
    assert ids(repository.write("b/template.yaml", NEW)) == []
