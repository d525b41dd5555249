"""`--changed`: templates that have changed since a revision, and those that they are nested in."""

from __future__ import annotations

from pathlib import Path

import pytest
from repositories import Repository

from cfn_upc_rules._command import cli

CLIENT = "Resources:\n  %s: {Type: 'AWS::Cognito::UserPoolClient', Properties: {UserPoolId: ''}}\n"
METADATA = "Metadata: {cfn-lint: {config: {configure_rules: %s}}}\n"
NESTED = "  N%d: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: %s}}\n"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Return a repository: root > middle > leaf, and two templates that stand alone."""
    made = Repository(tmp_path / "work")
    made.write("leaf.yaml", CLIENT % "Leaf")
    made.write("parts/middle.yaml", CLIENT % "Middle" + NESTED % (1, "../leaf.yaml"))
    made.write("root.yaml", CLIENT % "Root" + NESTED % (1, "parts/middle.yaml"))
    made.write("alone.yaml", CLIENT % "Alone" + NESTED % (1, "https://s3.amazonaws.com/b/leaf.yaml"))
    made.commit("other.yaml", CLIENT % "Other")
    monkeypatch.chdir(made.folder)
    return made


def linted(capsys: pytest.CaptureFixture[str], *arguments: str) -> set[str]:
    """Return the templates of which something is found: something is in each of them."""
    cli.main(["--plugin-only", "-f", "parseable", *arguments])
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return {line.split(":")[0] for line in out.splitlines()}


def test_what_changed_and_its_parents(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert linted(capsys, "--changed") == set()
    repository.write("leaf.yaml", CLIENT % "Leaf" + "# changed\n")
    assert linted(capsys, "--changed") == {"leaf.yaml", "parts/middle.yaml", "root.yaml"}
    assert linted(capsys, "--tracked", "--changed", "--", "*f.yaml") == {"leaf.yaml"}
    assert linted(capsys, "--changed", "--", "root.yaml") == {"root.yaml"}
    repository.git("commit", "--quiet", "--all", "--message", "Leaf")
    assert linted(capsys, "--changed") == set()
    assert linted(capsys, "--changed", "--since", "HEAD~1") == {"leaf.yaml", "parts/middle.yaml", "root.yaml"}
    repository.write("other.yaml", CLIENT % "Other" + "# changed\n")
    assert linted(capsys, "--changed", "--since=HEAD~1") == {
        "leaf.yaml",
        "parts/middle.yaml",
        "root.yaml",
        "other.yaml",
    }
    # One that is new, one that has moved, and one that git doesn't know.
    repository.write("new.yaml", CLIENT % "New")
    repository.git("add", "new.yaml")
    repository.git("mv", "alone.yaml", "moved.yaml")
    repository.write("untracked.yaml", CLIENT % "Untracked")
    assert linted(capsys, "--changed") == {"new.yaml", "moved.yaml", "other.yaml"}


def test_others_changes_are_none_of_ours(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.git("switch", "--quiet", "--create", "ours")
    repository.commit("other.yaml", CLIENT % "Other" + "# ours\n")
    repository.git("switch", "--quiet", "main")
    repository.commit("alone.yaml", CLIENT % "Alone" + "# theirs\n")
    repository.git("switch", "--quiet", "ours")
    assert linted(capsys, "--changed", "--since", "main") == {"other.yaml"}


def test_below_the_current_folder(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.write("leaf.yaml", CLIENT % "Leaf" + "# changed\n")
    monkeypatch.chdir(repository.folder / "parts")
    # What has changed lies above, its parent lies here.
    assert linted(capsys, "--changed") == {"middle.yaml"}
    repository.git("checkout", "--quiet", "leaf.yaml")
    assert linted(capsys, "--changed") == set()
    repository.write("parts/middle.yaml", CLIENT % "Middle" + "# changed\n")
    assert linted(capsys, "--changed") == {"middle.yaml"}


def test_a_name_that_only_cfn_lint_can_read_may_be_any(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.commit("folded.yaml", CLIENT % "Folded" + NESTED % (1, '"leaf\\x2eyaml"'))
    repository.write("leaf.yaml", CLIENT % "Leaf" + "# changed\n")
    assert "folded.yaml" in linted(capsys, "--changed")


def test_windows_newlines_are_no_change(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.git("config", "core.autocrlf", "true")
    text = (CLIENT % "Other").replace("\n", "\r\n")
    (repository.folder / "other.yaml").write_bytes(text.encode())
    assert linted(capsys, "--changed") == set()
    (repository.folder / "other.yaml").write_bytes(f"{text}# changed\r\n".encode())
    assert linted(capsys, "--changed") == {"other.yaml"}


def test_links_and_repositories_within(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    (repository.folder / "link.yaml").symlink_to("other.yaml")
    repository.git("add", "link.yaml")
    repository.git("commit", "--quiet", "--message", "A link")
    assert linted(capsys, "--changed") == set()
    repository.write("other.yaml", CLIENT % "Other" + "# changed\n")
    assert linted(capsys, "--changed") == {"link.yaml", "other.yaml"}
    # A folder that has become a repository of its own, with what was tracked here.
    Repository(repository.folder / "parts")
    assert linted(capsys, "--changed") == {"link.yaml", "other.yaml", "parts/middle.yaml", "root.yaml"}


@pytest.mark.usefixtures("repository")
@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--changed", "--since", "gone"], "what has changed since 'gone' can't be told (--changed): git knows no"),
        (["--changed", "--since", "a\nb"], "what has changed since 'a\\nb' can't be told (--changed): git knows no"),
        (["--changed", "--since", "--fix"], "--since takes a git revision, not '--fix'"),
        (["--changed", "--since="], "--since takes a git revision, not ''"),
    ],
)
def test_what_can_not_be_used(arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(arguments) == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"cfn-upc-lint: {said}")


def test_without_a_commit_or_a_change(
    tmp_path: Path, repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--plugin-only", "--changed", "-f", "json"]) == 0
    assert capsys.readouterr() == ("[]\n", "cfn-upc-lint: no file that fits has changed since HEAD\n")
    empty = Repository(tmp_path / "empty")
    empty.write("a.yaml", CLIENT % "A")
    empty.git("add", "a.yaml")
    monkeypatch.chdir(empty.folder)
    assert cli.main(["--changed"]) == 1
    assert "git knows no revision 'HEAD'" in capsys.readouterr().err
    assert repository.folder.is_dir()


def test_the_base_of_change_safety(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    pool = "  Pool: {Type: 'AWS::Cognito::UserPool'}\n"
    client = CLIENT.replace("''", "!Ref Pool, ClientName: a")
    repository.commit("web.yaml", client % "Web" + pool)
    repository.commit("web.yaml", client % "Shop" + pool)

    def rules(*arguments: str) -> str:
        cli.main(["--plugin-only", "-f", "parseable", *arguments, "--", "web.yaml"])
        return capsys.readouterr().out

    assert "W9670" not in rules()
    assert "'Shop' was 'Web' in HEAD~1" in rules("--since", "HEAD~1")
    cli.main(["--plugin-only", "--since", "HEAD~1", "--jobs", "2", "--", "web.yaml", "root.yaml"])
    assert "'Shop' was 'Web' in HEAD~1" in capsys.readouterr().out
    # The options of other rules are as they were, and what is configured counts.
    configuration = "configure_rules:\n  W9621: {variables: [A]}\n"
    repository.write(".cfnlintrc", configuration)
    assert "'Shop' was 'Web' in HEAD~1" in rules("--since", "HEAD~1")
    assert "W9670" not in rules("--since", "HEAD~1", "-x", "W9670:base=HEAD")
    repository.write(".cfnlintrc", configuration + '  W9670: {base: ""}\n')
    assert "W9670" not in rules("--since", "HEAD~1")
    repository.write(".cfnlintrc", "configure_rules:\n  W9621: {no_such: [A]}\n")
    assert "W9621 is not configured right" in rules("--since", "HEAD~1")
    # A template takes it away from nobody.
    (repository.folder / ".cfnlintrc").unlink()
    repository.write("web.yaml", client % "Shop" + pool + METADATA % '{W9670: {base: ""}}')
    assert "option 'base' belongs in .cfnlintrc" in rules("--since", "HEAD~1")
    repository.write("web.yaml", "Resources:\n" + pool + METADATA % '{W9670: {base: ""}}')
    assert "W9672" in rules("--since", "HEAD~1")
    repository.write("web.yaml", client % "Shop" + pool + METADATA % "{W9621: {variables: [A]}}")
    assert "'Shop' was 'Web' in HEAD~1" in rules("--since", "HEAD~1")
    # A template without a client had one.
    repository.write("web.yaml", "Resources:\n  T: {Type: 'AWS::SNS::Topic'}\n")
    repository.git("commit", "--quiet", "--all", "--message", "Gone")
    assert "W9672" not in rules()
    assert "W9672" in rules("--since", "HEAD~1")
    assert "W9670:Changes since 'gone' can't be told" not in rules("--since", "gone")


@pytest.fixture
def pull_request(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """Return the merge of a pull request into `main`, which changes other.yaml, in GitHub's environment."""
    repository.git("switch", "--quiet", "--create", "change")
    repository.commit("other.yaml", CLIENT % "Other" + "# changed\n")
    repository.git("switch", "--quiet", "--detach", "main")
    repository.git("merge", "--quiet", "--no-ff", "--no-edit", "change")
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    monkeypatch.setenv("GITHUB_SHA", repository.git("rev-parse", "HEAD"))
    return repository


WARNING = "::warning title=cfn-upc-rules::What the pull request changes can't be told: "


def test_a_pull_request_is_taken_from_the_environment(
    pull_request: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ("--changed", "--pull-request")
    assert linted(capsys, *asked) == {"other.yaml"}  # the branch was not fetched: the first parent counts
    pull_request.git("update-ref", "refs/remotes/origin/main", "main")
    assert linted(capsys, *asked) == {"other.yaml"}
    assert linted(capsys, *asked, "--since", "HEAD") == set()
    pull_request.git("update-ref", "-d", "refs/remotes/origin/main")
    monkeypatch.setenv("GITHUB_SHA", pull_request.git("rev-parse", "main"))
    assert len(linted(capsys, *asked)) == 5
    monkeypatch.delenv("GITHUB_BASE_REF")
    assert len(linted(capsys, *asked)) == 5


@pytest.mark.usefixtures("pull_request")
@pytest.mark.parametrize("branch", ["gone", "a\nb", "--all", "\udcff"])
def test_a_pull_request_that_can_not_be_told(
    branch: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_BASE_REF", branch)
    monkeypatch.setenv("GITHUB_SHA", "0" * 40)
    assert cli.main(["--plugin-only", "--pull-request", "-f", "quiet", "--", "other.yaml"]) == 2
    assert capsys.readouterr().err.startswith(WARNING)


def test_a_pull_request_without_a_repository(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_BASE_REF", "main")
    (repository.folder / ".git").rename(tmp_path / "elsewhere")
    assert cli.main(["--plugin-only", "--pull-request", "-f", "quiet", "--", "other.yaml"]) == 2
    assert capsys.readouterr().err.startswith(WARNING)
    (repository.folder / ".git").mkdir()
    assert cli.main(["--plugin-only", "--pull-request", "-f", "quiet", "--", "other.yaml"]) == 2
    assert capsys.readouterr().err.startswith(WARNING)
