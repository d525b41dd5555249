"""The hooks, run by the real pre-commit: set up by the text of docs/ci.md."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import cfnlint.version
import pytest
from clients import ACTIVATED, EXAMPLE, block, require
from repositories import Repository
from support import ROOT

pytestmark = [pytest.mark.client, pytest.mark.second_tier]
PACKAGE = ("cfn_upc_rules", "pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml")
FILES = {
    "stacks/app.yaml": EXAMPLE.read_text(encoding="utf-8"),
    "stacks/web.template": EXAMPLE.read_text(encoding="utf-8"),
    "stacks/topic.yaml": "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties: {Wrong: 1}\n",
    "compose.yaml": "services: {}\n",
    "package.json": '{"name": "AWS::Cognito::UserPoolClient"}\n',
    "list.yaml": "- AWS::Cognito::UserPoolClient\n",
    "several.yaml": "a: AWS::Cognito::UserPoolClient\n---\nb: 1\n",
    "empty.yaml": "",
    ".github/workflows/ci.yml": "on: push\njobs: {}\n",
    "README.md": "AWS::Cognito::UserPoolClient\n",
}


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where pre-commit keeps the environments of this module."""
    return tmp_path_factory.mktemp("pre-commit")


@pytest.fixture(scope="module")
def plugin(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Return a repository of this plugin, as it stands in the working tree."""
    repository = Repository(tmp_path_factory.mktemp("plugin"))
    for name in PACKAGE:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, repository.folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, repository.folder)
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message", "Release")
    return repository


@pytest.fixture
def consumer(tmp_path: Path) -> Repository:
    """Return a repository with templates and other files."""
    repository = Repository(tmp_path / "consumer")
    for name, text in FILES.items():
        repository.write(name, text)
    repository.write("binary.json", "").write_bytes(b"\0\1\2\xff")
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message", "Begin")
    return repository


def pre_commit(repository: Repository, home: Path, *arguments: str) -> tuple[int, str]:
    """Run pre-commit in a repository; return its exit code and what it prints."""
    done = subprocess.run(
        [require("pre-commit"), *arguments],
        cwd=repository.folder,
        env={**ACTIVATED, "PRE_COMMIT_HOME": str(home), "PRE_COMMIT_COLOR": "never"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    said = done.stdout + done.stderr
    assert "Traceback" not in said
    assert "An unexpected error has occurred" not in said, said
    return done.returncode, said


def configure(consumer: Repository, name: str, repository: Repository, **changed: str) -> None:
    """Write a configuration of docs/ci.md, with a repository of this machine in it."""
    text = re.sub(r"repo: .*", f"repo: {repository.folder}", block("ci.md", name))
    for old, new in changed.items():
        assert old in text
        text = text.replace(old, new)
    consumer.write(".pre-commit-config.yaml", text)
    consumer.git("add", ".pre-commit-config.yaml")


def findings(said: str) -> set[tuple[str, str]]:
    """Return IDs and files of findings in cfn-lint's default format."""
    return set(re.findall(r"^([EWI]\d{4}) .*\n(\S+):\d+:\d+$", said, re.MULTILINE))


def test_the_manifest_is_valid(consumer: Repository, home: Path) -> None:
    code, said = pre_commit(consumer, home, "validate-manifest", str(ROOT / ".pre-commit-hooks.yaml"))
    assert code == 0, said


def test_try_repo(consumer: Repository, home: Path, plugin: Repository) -> None:
    code, said = pre_commit(consumer, home, "try-repo", str(plugin.folder), "cfn-upc-rules", "--all-files")
    assert code == 1, said
    found = findings(said)
    assert {name for _, name in found} == {"stacks/app.yaml", "stacks/web.template"}
    assert {"E9610", "W9620", "E9622"} <= {rule for rule, _ in found}


def test_a_repository_that_uses_the_hook(consumer: Repository, home: Path, plugin: Repository) -> None:
    configure(consumer, ".pre-commit-config.yaml", plugin)
    code, said = pre_commit(consumer, home, "run", "--all-files")
    assert code == 1, said
    assert {name for _, name in findings(said)} == {"stacks/app.yaml", "stacks/web.template"}
    assert {rule[1:3] for rule, _ in findings(said)} == {"96"}

    consumer.git("rm", "--quiet", "-f", "stacks/app.yaml", "stacks/web.template")
    consumer.git("commit", "--quiet", "--message", "Only files without a client are left")
    code, said = pre_commit(consumer, home, "run", "--all-files")
    assert code == 0, said
    assert not findings(said)

    configure(consumer, ".pre-commit-config.yaml", plugin, **{"id: cfn-upc-rules": "id: cfn-upc-rules-full"})
    consumer.write("template.yaml", FILES["stacks/app.yaml"])
    consumer.write("templates/topic.yaml", FILES["stacks/topic.yaml"])
    consumer.git("add", "--all")
    code, said = pre_commit(consumer, home, "run", "--all-files")
    assert code == 1, said
    assert {("E9610", "template.yaml"), ("E3002", "templates/topic.yaml")} <= findings(said)
    assert {name for _, name in findings(said)} == {"template.yaml", "templates/topic.yaml"}


def test_the_newest_commit_is_written_for_head(consumer: Repository, home: Path, plugin: Repository) -> None:
    configure(consumer, ".pre-commit-config.yaml", plugin)
    code, said = pre_commit(consumer, home, "autoupdate", "--bleeding-edge")
    assert code == 0, said
    written = (consumer.folder / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert f"rev: {plugin.git('rev-parse', 'HEAD')}\n" in written


def test_a_local_hook(consumer: Repository, home: Path) -> None:
    consumer.write(".pre-commit-config.yaml", block("ci.md", "local.yaml"))
    code, said = pre_commit(consumer, home, "run", "--all-files")
    assert code == 1, said
    assert {name for _, name in findings(said)} == {"stacks/app.yaml", "stacks/web.template"}


def test_the_hook_that_fixes(consumer: Repository, home: Path, plugin: Repository) -> None:
    config = re.sub(r"repo: .*", f"repo: {plugin.folder}", block("fixes.md", "fix.yaml"))
    consumer.write(".pre-commit-config.yaml", config)
    before = {name: (consumer.folder / name).read_bytes() for name in FILES}
    code, said = pre_commit(consumer, home, "run", "cfn-upc-fix", "--all-files")
    assert code == 1, said
    assert "files were modified by this hook" in said
    after = {name: (consumer.folder / name).read_bytes() for name in FILES}
    assert {name for name in FILES if after[name] != before[name]} == {"stacks/app.yaml", "stacks/web.template"}
    assert after["stacks/app.yaml"] == before["stacks/app.yaml"].replace(
        b"!GetAtt CustomerPool.Arn", b"!Ref CustomerPool"
    )


def test_a_renamed_client_is_found_before_the_commit(consumer: Repository, home: Path, plugin: Repository) -> None:
    configure(consumer, ".pre-commit-config.yaml", plugin)
    template = consumer.folder / "stacks" / "app.yaml"
    template.write_text(FILES["stacks/app.yaml"].replace("StorefrontClient", "ShopClient"), encoding="utf-8")
    consumer.git("add", "--all")
    code, said = pre_commit(consumer, home, "run")
    assert code == 1, said
    assert ("W9670", "stacks/app.yaml") in findings(said)


def test_arguments_and_files_of_the_user(consumer: Repository, home: Path, plugin: Repository) -> None:
    consumer.write("template.yaml", FILES["stacks/app.yaml"])
    consumer.git("add", "--all")
    configure(consumer, "with-arguments.yaml", plugin)
    code, said = pre_commit(consumer, home, "run", "--all-files")
    assert code == 1, said
    assert {name for _, name in findings(said)} == {"stacks/app.yaml", "stacks/web.template"}
    assert any(rule.startswith("I") for rule, _ in findings(said))

    # Without the errors the exit code passes, as --non-zero-exit-code=error says.
    configure(consumer, "with-arguments.yaml", plugin, **{"-c, I": "-c, I, -i, E"})
    code, said = pre_commit(consumer, home, "run", "--all-files", "--verbose")
    assert code == 0, said
    assert any(rule.startswith("W") for rule, _ in findings(said))


def test_the_hook_of_cfn_lint_with_our_rules(consumer: Repository, home: Path, plugin: Repository) -> None:
    # cfn-lint's repository can't be fetched where the tests run: this one has the same hook.
    upstream = Repository(consumer.folder.parent / "upstream")
    upstream.write(
        "pyproject.toml",
        '[project]\nname = "stand-in"\nversion = "1"\n'
        f'dependencies = ["cfn-lint=={cfnlint.version.__version__}"]\n[tool.setuptools]\npackages = []\n',
    )
    hook = "- id: cfn-lint\n  name: cfn-lint\n  entry: cfn-lint\n  language: python\n"
    upstream.commit(".pre-commit-hooks.yaml", hook + "  files: \\.(json|yaml|yml|template)$\n")
    upstream.git("tag", "v1.58.0")
    consumer.git("rm", "--quiet", "stacks/topic.yaml")
    ours = {"[/path/to/cfn-upc-rules]": f'["{plugin.folder}"]'}
    configure(consumer, "upstream.yaml", upstream, **ours)
    code, said = pre_commit(consumer, home, "run", "--all-files")
    assert code == 1, said
    assert {("E9610", "stacks/app.yaml"), ("W9620", "stacks/web.template")} <= findings(said)
