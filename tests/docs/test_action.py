"""The action in a pull request: real repositories, checked out as actions/checkout does, in a made-up environment."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from action import Annotation, act, annotated, installed
from repositories import Repository

pytestmark = pytest.mark.second_tier

POOL = "Resources:\n  Pool: {Type: 'AWS::Cognito::UserPool'}\n"
CLIENT = "  %s: {Type: 'AWS::Cognito::UserPoolClient', Properties: {UserPoolId: !Ref Pool, ClientName: %s}}\n"
NO_POOL = "Resources:\n  Lonely: {Type: 'AWS::Cognito::UserPoolClient', Properties: {UserPoolId: ''}}\n"
NESTED = "  Auth: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: auth.yaml}}\n"
MERGE = "refs/pull/7/merge"


@pytest.fixture
def upstream(tmp_path: Path) -> Repository:
    """Return the repository on GitHub: a pull request renames a client, and `main` has gone on meanwhile."""
    repository = Repository(tmp_path / "upstream")
    repository.write("stacks/auth.yaml", POOL + CLIENT % ("Web", "web"))
    repository.write("stacks/root.yaml", NO_POOL + NESTED)
    repository.commit("stacks/other.yaml", NO_POOL)
    repository.git("switch", "--quiet", "--create", "rename")
    repository.commit("stacks/auth.yaml", POOL + CLIENT % ("Shop", "web"))
    repository.git("switch", "--quiet", "main")
    repository.commit("unrelated.txt", "On main, meanwhile\n")
    repository.git("switch", "--quiet", "--detach", "main")
    repository.git("merge", "--quiet", "--no-ff", "--no-edit", "rename")
    repository.git("update-ref", MERGE, "HEAD")
    repository.git("switch", "--quiet", "main")
    return repository


def checked_out(upstream: Repository, depth: int, folder: Path) -> Repository:
    """Return a checkout of the pull request, as actions/checkout makes it; depth 0 for the whole history."""
    checkout = Repository(folder)
    checkout.git("remote", "add", "origin", f"file://{upstream.folder}")
    what = [f"+{MERGE}:refs/remotes/pull/7/merge"]
    if depth:
        checkout.git("fetch", "--quiet", "--no-tags", f"--depth={depth}", "origin", *what)
    else:
        checkout.git("fetch", "--quiet", "origin", "+refs/heads/*:refs/remotes/origin/*", *what)
    checkout.git("checkout", "--quiet", "--force", "refs/remotes/pull/7/merge")
    return checkout


def pull_request(checkout: Repository, summary: Path, base: str = "main") -> dict[str, str]:
    """Return what GitHub's environment says in a pull request."""
    return {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": "pull_request",
        "GITHUB_BASE_REF": base,
        "GITHUB_HEAD_REF": "rename",
        "GITHUB_SHA": checkout.git("rev-parse", "HEAD"),
        "GITHUB_STEP_SUMMARY": str(summary),
        "GITHUB_WORKSPACE": str(checkout.folder),
    }


def places(found: list[Annotation]) -> set[tuple[str, str]]:
    return {(one.properties["file"], one.properties["title"]) for one in found}


LONELY = {("stacks/root.yaml", "E9610"), ("stacks/other.yaml", "E9610")}
RENAMED = {("stacks/auth.yaml", "W9670")}


@pytest.mark.parametrize(("depth", "revision"), [(0, "origin/main"), (2, "HEAD^1")])
def test_it_annotates_the_pull_request(upstream: Repository, tmp_path: Path, depth: int, revision: str) -> None:
    checkout = checked_out(upstream, depth, tmp_path / "work")
    summary = tmp_path / "summary.md"
    summary.write_text("An earlier step.\n", encoding="utf-8")
    done = act(checkout, installed(tmp_path), github=pull_request(checkout, summary))
    assert (done.returncode, done.stderr) == (6, "")
    found = annotated(done.stdout)
    assert len(found) == len(done.stdout.splitlines()) == 3
    assert places(found) == LONELY | RENAMED
    (renamed,) = [one for one in found if one.command == "warning"]
    assert renamed.message.startswith(f"'Shop' was 'Web' in {revision}: ")
    assert renamed.properties == {
        "file": "stacks/auth.yaml",
        "title": "W9670",
        "line": "3",
        "col": "3",
        "endLine": "3",
        "endColumn": "7",
    }
    lines = summary.read_text(encoding="utf-8").splitlines()
    assert lines[:4] == ["An earlier step.", "### cfn-upc-lint", "", "1 warning, 2 errors."]
    assert [line.split(" | ")[0] for line in lines if line.startswith("| ")] == [
        *("| Rule", "| W9670", "| E9610", "| E9610"),
    ]


@pytest.mark.parametrize("changed_only", ["false", "true"])
def test_a_shallow_clone_says_what_it_lacks(upstream: Repository, tmp_path: Path, changed_only: str) -> None:
    checkout = checked_out(upstream, 1, tmp_path / "work")
    github = pull_request(checkout, tmp_path / "summary.md")
    done = act(checkout, installed(tmp_path), github=github, changed_only=changed_only)
    assert done.returncode == 2, done.stderr
    (said,) = annotated(done.stderr)
    assert (said.command, said.properties) == ("warning", {"title": "cfn-upc-rules"})
    assert "fetch-depth: 2" in said.message
    assert places(annotated(done.stdout)) == LONELY


@pytest.mark.parametrize("depth", [0, 2])
def test_only_what_changed_and_its_parents(upstream: Repository, tmp_path: Path, depth: int) -> None:
    checkout = checked_out(upstream, depth, tmp_path / "work")
    github = pull_request(checkout, tmp_path / "summary.md")
    done = act(checkout, installed(tmp_path), github=github, changed_only="true")
    assert done.returncode == 6, done.stderr
    assert places(annotated(done.stdout)) == {("stacks/root.yaml", "E9610"), *RENAMED}


def test_without_a_pull_request_all_is_linted(upstream: Repository, tmp_path: Path) -> None:
    checkout = checked_out(upstream, 1, tmp_path / "work")
    done = act(checkout, installed(tmp_path), changed_only="true")
    assert places(annotated(done.stdout)) == LONELY
    assert done.returncode == 2


def test_a_configured_base_counts(upstream: Repository, tmp_path: Path) -> None:
    checkout = checked_out(upstream, 0, tmp_path / "work")
    checkout.write(".cfnlintrc", 'configure_rules:\n  W9670: {base: ""}\n  E9610: {allow_external: true}\n')
    done = act(checkout, installed(tmp_path), github=pull_request(checkout, tmp_path / "summary.md"))
    assert places(annotated(done.stdout)) == LONELY


def test_the_checkout_of_another_user(upstream: Repository, tmp_path: Path) -> None:
    if os.getuid() != 0:
        pytest.skip("only root can give a repository away")
    checkout = checked_out(upstream, 2, tmp_path / "work")
    github = pull_request(checkout, tmp_path / "summary.md")
    for folder in (checkout.folder, checkout.folder / ".git"):
        os.chown(folder, 65534, 65534)
    done = act(checkout, installed(tmp_path), github=github, changed_only="true")
    assert places(annotated(done.stdout)) == {("stacks/root.yaml", "E9610"), *RENAMED}


def test_texts_of_a_stranger_stay_texts(upstream: Repository, tmp_path: Path) -> None:
    name = "stacks/a,line=1::error%0A$(touch pwned)`touch pwned`\n::error::b.yaml"
    upstream.write(name, NO_POOL.replace("Lonely", "'<img src=x>|[a](b)'"))
    upstream.git("add", "--all")
    upstream.git("commit", "--quiet", "--message", "Strange names")
    upstream.git("update-ref", MERGE, "HEAD")
    checkout = checked_out(upstream, 2, tmp_path / "work")
    summary = tmp_path / "summary.md"
    done = act(
        checkout,
        installed(tmp_path),
        github=pull_request(checkout, summary, base="$(touch${IFS}pwned);touch${IFS}pwned"),
        files="*.yaml $(touch${IFS}pwned) ;touch${IFS}pwned --output=pwned",
        arguments="-i `touch${IFS}pwned` $(touch${IFS}pwned)",
    )
    assert not list(tmp_path.rglob("pwned"))
    found = annotated(done.stdout)
    named = [one for one in found if one.properties.get("file") == name]
    assert {one.properties["title"] for one in named} >= {"E9610"}
    assert all(line.startswith("::") for line in done.stdout.splitlines())
    table = summary.read_text(encoding="utf-8")
    assert "&#60;img src=x&#62;&#124;&#91;a&#93;(b)" in table
    assert not set(table.replace("`cfn-upc-lint explain E9601`", "")) & set("<>[]`$")


@pytest.mark.parametrize("value", ["True", "yes", "'; touch pwned; '", "$(touch pwned)", "true\nfalse", "*"])
@pytest.mark.parametrize("name", ["plugin-only", "changed-only"])
def test_a_switch_is_true_or_false(upstream: Repository, tmp_path: Path, name: str, value: str) -> None:
    inputs: dict[str, Any] = {name.replace("-", "_"): value}
    done = act(upstream, installed(tmp_path), **inputs)
    assert done.returncode == 1
    assert done.stdout == f"::error title=cfn-upc-rules::The input {name} takes true or false\n"
    assert done.stderr == ""
    assert not list(tmp_path.rglob("pwned"))


def test_inputs_that_are_empty(upstream: Repository, tmp_path: Path) -> None:
    done = act(upstream, installed(tmp_path), files="", arguments="", changed_only="", output_file="")
    assert places(annotated(done.stdout)) == LONELY
