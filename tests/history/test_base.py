"""W9670, W9671 and W9672 against the base that is asked for."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from changes import (
    NEW,
    OLD,
    WEB,
    changes,
    client,
    configured,
    ids,
    template,
)
from repositories import Repository

from cfn_upc_rules._history import comparison


def test_an_empty_base_switches_off(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit("template.yaml", OLD)
    path = repository.write("template.yaml", NEW)
    monkeypatch.setattr(comparison, "base_version", None)
    assert ids(path, "") == []


def test_a_branch_is_compared_with_where_it_began(repository: Repository) -> None:
    repository.commit("template.yaml", OLD)
    repository.git("checkout", "--quiet", "-b", "topic")
    path = repository.commit("template.yaml", template(WebClient=WEB, Topic={"Type": "AWS::SNS::Topic"}))
    repository.git("checkout", "--quiet", "main")
    repository.commit("template.yaml", template(WebClient=WEB, OtherClient=client()))
    repository.git("checkout", "--quiet", "topic")
    assert ids(path, "main") == []
    repository.commit("template.yaml", NEW)
    assert ids(path) == []
    [found] = changes(path, "main")
    assert "was 'WebClient' in main" in found.message


def test_the_base_may_be_any_name_of_a_commit(repository: Repository) -> None:
    repository.commit("template.yaml", OLD)
    repository.git("tag", "-a", "-m", "", "v1.0")
    repository.git("branch", "feature/a-b")
    commit = repository.git("rev-parse", "HEAD")
    path = repository.commit("template.yaml", NEW)
    for base in ("HEAD~1", "HEAD^", "v1.0", "feature/a-b", commit, commit[:9], "refs/tags/v1.0"):
        assert ids(path, base) == ["W9670"], base
    assert ids(path, "main") == []


def test_the_three_rules_agree_on_the_base(repository: Repository) -> None:
    repository.commit("template.yaml", template(A=WEB, B=client(), C=client(ClientName="c")))
    path = repository.commit("template.yaml", template(X=WEB, B=client(GenerateSecret=True)))
    assert ids(path) == []
    assert sorted(ids(path, "HEAD~1")) == ["W9670", "W9671", "W9672"]
    assert sorted(ids(path, "HEAD~1", options=("--ignore-checks", "W9670"))) == ["W9671", "W9672"]
    assert sorted(ids(path, "", options=("--ignore-checks", "W9670"))) == []


def test_git_is_asked_once_for_the_three_rules(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []
    run = subprocess.run

    def counting(command: list[str], *args: Any, **kwargs: Any) -> Any:
        commands.append([word for word in command if word.startswith(("cat-file", "ls-", "merge-base"))])
        return run(command, *args, **kwargs)

    path = repository.commit("template.yaml", OLD)
    topics = repository.commit("topics.yaml", yaml.safe_dump({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}))
    untracked = repository.write("untracked.yaml", topics.read_text(encoding="utf-8") + "\n")
    monkeypatch.setattr(subprocess, "run", counting)

    def asked(path: Path, base: str | None = None) -> list[str]:
        commands.clear()
        ids(path, base)
        return [command for [command] in commands]

    assert asked(path) == ["cat-file"]
    assert asked(topics) == ["cat-file"]
    assert asked(untracked) == ["cat-file"]
    assert asked(path, "") == []
    assert asked(path, "--all") == []
    path.write_text(NEW, encoding="utf-8")
    assert asked(path) == ["cat-file", "cat-file"]
    assert asked(path, "main") == ["cat-file", "merge-base", "cat-file", "cat-file"]


@pytest.mark.parametrize("base", ["--output=x", "-p", "--", "-", "a\nb"])
def test_a_base_can_not_be_an_option(repository: Repository, base: str, tmp_path: Path) -> None:
    repository.commit("template.yaml", OLD)
    [found] = changes(repository.write("template.yaml", template(configured(base), SpaClient=WEB)))
    assert f"W9670 is not configured right: option 'base' takes a git revision, not {base!r}" in found.message
    assert not [file for file in tmp_path.rglob("x") if ".git" not in file.parts]


@pytest.mark.parametrize("base", ["no-such-branch", "HEAD~7", "main:template.yaml", "0" * 40, "HEAD --batch", "{}"])
def test_an_unknown_base_is_said_once(repository: Repository, base: str) -> None:
    repository.commit("template.yaml", OLD)
    [found] = changes(repository.write("template.yaml", template(configured(base), SpaClient=WEB)))
    assert found.id == "W9670"
    assert f"Changes since '{base}' can't be told (option base): git knows no revision '{base}'. Fetch" in found.message
    assert ids(repository.write("template.yaml", template(configured(base)))) == []


def test_a_shallow_clone(repository: Repository, tmp_path: Path) -> None:
    repository.commit("template.yaml", template(A=client()))
    repository.commit("template.yaml", OLD)
    shallow = Repository(tmp_path / "shallow")
    shallow.git("fetch", "--quiet", "--depth=1", repository.folder.as_uri(), "main")
    shallow.git("checkout", "--quiet", "FETCH_HEAD")
    path = shallow.write("template.yaml", NEW)
    assert ids(path) == ["W9670"]
    [found] = changes(path, "HEAD~1")
    assert "git knows no revision 'HEAD~1'. Fetch that revision: a shallow clone has" in found.message


def test_two_shallow_histories_are_compared_as_they_are(repository: Repository, tmp_path: Path) -> None:
    repository.commit("template.yaml", OLD)
    repository.git("checkout", "--quiet", "-b", "topic")
    repository.commit("template.yaml", NEW)
    shallow = Repository(tmp_path / "shallow")
    shallow.git("remote", "add", "origin", repository.folder.as_uri())
    shallow.git("fetch", "--quiet", "--depth=1", "origin", "main", "topic")
    shallow.git("checkout", "--quiet", "origin/topic")
    assert ids(shallow.folder / "template.yaml", "origin/main") == ["W9670"]
