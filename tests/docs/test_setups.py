"""The set-ups of docs/ci.md and docs/editors.md do what the pages say, taken from the pages' own text."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema
import pytest
import yaml
from action import ACTION, act, annotated, run
from clients import BIN, EXAMPLE, block, put
from repositories import Repository
from support import ROOT

pytestmark = pytest.mark.second_tier
PAGES = ("ci.md", "editors.md")
INSTALL = "pip install ./vendor/cfn-upc-rules"


@pytest.fixture
def project(tmp_path: Path) -> Repository:
    """Return a repository with one template among other files."""
    repository = Repository(tmp_path / "project")
    repository.write("stacks/app.yaml", EXAMPLE.read_text(encoding="utf-8"))
    repository.write("compose.yaml", "services: {}\n")
    repository.write("list.yaml", "- AWS::Cognito::UserPoolClient\n")
    repository.commit("package.json", "{}\n")
    return repository


def shell(project: Repository, command: str) -> int:
    """Run a command of a CI system, as they do; return its exit code."""
    return run(project, "bash", "-eo", "pipefail", "-c", command).returncode


def commands(steps: list[str]) -> list[str]:
    """Return the commands of a job but the installation, which must be there."""
    (install,) = [step for step in steps if step.startswith("pip install")]
    assert install.startswith(INSTALL)
    return [step for step in steps if step != install]


def named() -> list[tuple[str, str]]:
    """Return pages and names of all blocks that are files."""
    texts = {page: (ROOT / "docs" / page).read_text(encoding="utf-8") for page in PAGES}
    return [(page, name) for page, text in texts.items() for name in re.findall(r"<!-- file: (\S+) -->", text)]


def test_each_block_is_run_by_a_test() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("*.py"))
    assert len(named()) > 10
    assert [name for _, name in named() if f'"{name}"' not in tests] == []


@pytest.mark.parametrize(("page", "name"), [item for item in named() if item[1].endswith((".yml", ".yaml"))])
def test_blocks_of_yaml_can_be_read(page: str, name: str) -> None:
    assert yaml.safe_load(block(page, name))


def test_the_github_workflow_writes_sarif(project: Repository) -> None:
    workflow = yaml.safe_load(block("ci.md", ".github/workflows/sarif.yml"))
    steps = workflow["jobs"]["user-pool-clients"]["steps"]
    (lint,) = commands([step["run"] for step in steps if "run" in step])
    assert shell(project, lint) == 6
    report = json.loads((project.folder / steps[-1]["with"]["sarif_file"]).read_text(encoding="utf-8"))
    results = report["runs"][0]["results"]
    assert "E9610" in {result["ruleId"] for result in results}
    places = {result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for result in results}
    assert places == {"stacks/app.yaml"}


def test_the_github_workflow_annotates(project: Repository) -> None:
    workflow = yaml.safe_load(block("ci.md", ".github/workflows/annotations.yml"))
    checkout, *steps = workflow["jobs"]["user-pool-clients"]["steps"]
    assert checkout["with"]["fetch-depth"] == 2
    (lint,) = commands([step["run"] for step in steps])
    project.git("switch", "--quiet", "--create", "change")
    project.commit("new.yaml", EXAMPLE.read_text(encoding="utf-8"))
    project.git("switch", "--quiet", "main")
    project.git("merge", "--quiet", "--no-ff", "--no-edit", "change")
    summary = project.folder / "summary.md"
    github = {"GITHUB_BASE_REF": "main", "GITHUB_SHA": project.git("rev-parse", "HEAD")}
    done = run(project, "bash", "-eo", "pipefail", "-c", lint, GITHUB_STEP_SUMMARY=str(summary), **github)
    assert done.returncode == 6, done.stderr
    assert {one.properties["file"] for one in annotated(done.stdout)} == {"new.yaml"}
    assert "3 errors, 3 warnings." in summary.read_text(encoding="utf-8")


def test_gitlab_gets_a_code_quality_report(project: Repository) -> None:
    job = yaml.safe_load(block("ci.md", ".gitlab-ci.yml"))["user-pool-clients"]
    (lint,) = commands(job["script"])
    report = project.folder / job["artifacts"]["reports"]["codequality"]
    assert shell(project, lint) == 6
    found = json.loads(report.read_text(encoding="utf-8"))
    assert {"E9610", "W9620"} <= {one["check_name"] for one in found}
    assert {one["location"]["path"] for one in found} == {"stacks/app.yaml"}
    # In a merge request GitLab says what is merged into: here the template had another client.
    base = project.git("rev-parse", "HEAD")
    changed = EXAMPLE.read_text(encoding="utf-8").replace("StorefrontClientAdmin", "AdminClient")
    project.commit("stacks/app.yaml", changed)
    assert run(project, "bash", "-c", lint, CI_MERGE_REQUEST_DIFF_BASE_SHA=base).returncode == 6
    assert "W9670" in report.read_text(encoding="utf-8")


def test_junit_reports_of_a_job(project: Repository) -> None:
    job = yaml.safe_load(block("ci.md", "junit.gitlab-ci.yml"))["user-pool-clients"]
    (lint,) = commands(job["script"])
    assert shell(project, lint) == 6
    root = ET.parse(project.folder / job["artifacts"]["reports"]["junit"]).getroot()
    failed = {case.get("name", "")[:5] for case in root.iter("testcase") if case.find("failure") is not None}
    assert {"E9610", "W9620"} <= failed


def test_a_baseline_hides_what_was_there(project: Repository) -> None:
    assert shell(project, block("ci.md", "baseline.sh")) == 0
    later = block("ci.md", "with-baseline.sh")
    assert shell(project, later) == 0
    project.commit("stacks/new.yaml", EXAMPLE.read_text(encoding="utf-8"))
    assert shell(project, later) == 6


def test_the_schema_of_the_options_is_found(project: Repository) -> None:
    (command,) = re.findall(
        r"`(cfn-upc-lint explain --schema > \S+)`", (ROOT / "docs" / "editors.md").read_text("utf-8")
    )
    assert shell(project, command) == 0
    put(project.folder, "editors.md", ".cfnlintrc.yaml", ".vscode/settings.json")
    text = (project.folder / ".cfnlintrc.yaml").read_text(encoding="utf-8")
    (named,) = re.findall(r"^# yaml-language-server: \$schema=(\S+)$", text, re.MULTILINE)
    schema = json.loads((project.folder / named).read_text(encoding="utf-8"))
    jsonschema.validate(yaml.safe_load(text), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(yaml.safe_load(text.replace("variables", "variable")), schema)
    settings = json.loads((project.folder / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    assert settings["yaml.schemas"] == {f"./{named}": [".cfnlintrc", ".cfnlintrc.yaml", ".cfnlintrc.yml"]}
    # cfn-lint takes the file, and the variable that it accepts.
    found = run(project, "cfn-lint", "--format", "parseable", "--", "stacks/app.yaml").stdout
    assert "E9610" in found
    assert "not configured right" not in found


@pytest.fixture
def vendored(project: Repository, tmp_path: Path) -> Path:
    """Return the copy for CI, made in the project from a repository of this plugin as the working tree has it."""
    plugin = Repository(tmp_path / "plugin")
    copy = block("ci.md", "vendor.sh")
    for name in re.findall(r"[\w./]+", copy.partition("HEAD")[2].partition("|")[0]):
        (plugin.folder / name).parent.mkdir(exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, plugin.folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, plugin.folder / name)
    plugin.git("add", "--all")
    plugin.git("commit", "--quiet", "--message", "As it is")
    assert shell(project, copy.replace("/path/to/cfn-upc-rules", str(plugin.folder))) == 0
    return project.folder / "vendor" / "cfn-upc-rules"


def test_the_copy_for_ci_can_be_installed(project: Repository, vendored: Path, tmp_path: Path) -> None:
    command = (
        *shlex.split(INSTALL),
        "--no-deps",
        "--quiet",
        "--disable-pip-version-check",
        "--target",
        str(tmp_path / "in"),
    )
    done = run(project, sys.executable, "-m", *command)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "in" / "cfn_upc_rules" / "_rule.py").is_file()
    assert (tmp_path / "in" / "cfn_upc_rules" / "_pages" / "E9610.md").is_file()
    for name in ("action.yml", "tools/action.sh"):
        assert (vendored / name).read_bytes() == (ROOT / name).read_bytes()


@pytest.mark.usefixtures("vendored")
def test_super_linter_finds_the_vendored_rules(project: Repository) -> None:
    put(project.folder, "ci.md", ".github/linters/.cfnlintrc.yml")
    # Its command, as its configuration of linters has it.
    config = ".github/linters/.cfnlintrc.yml"
    done = run(project, "cfn-lint", "--config-file", config, "stacks/app.yaml")
    assert "E9610" in done.stdout
    assert done.returncode == 6


@pytest.mark.usefixtures("vendored")
def test_megalinter_finds_the_rules(project: Repository) -> None:
    put(project.folder, "ci.md", ".mega-linter.yml", ".cfnlintrc.yml")
    # Its command, as its description of cfn-lint has it.
    for arguments in (("--config-file", ".cfnlintrc.yml"), ()):
        done = run(project, "cfn-lint", *arguments, "stacks/app.yaml")
        assert "E9610" in done.stdout
        assert done.returncode == 6


@pytest.mark.parametrize("program", ["cfn-lint", "cfn-upc-lint"])
def test_what_cloudformation_linter_runs(program: str, project: Repository) -> None:
    put(project.folder, "editors.md", ".cfnlintrc")
    template = project.folder / "stacks" / "app.yaml"
    done = run(project, str(BIN / program), "--format", "json", "--", str(template))
    assert "E9610" in {found["Rule"]["Id"] for found in json.loads(done.stdout)}


def test_what_the_aws_language_server_runs(project: Repository, tmp_path: Path) -> None:
    program = str(BIN / "cfn-upc-lint")
    template = project.folder / "stacks" / "app.yaml"
    done = run(project, program, "--format", "json", str(template))
    found = json.loads(done.stdout)
    assert {"E9610", "W9604"} <= {match["Rule"]["Id"] for match in found}
    assert {match["Level"] for match in found} == {"Error", "Warning"}
    assert done.returncode == 6
    # It takes an exit code above 14, or what is no JSON, for a failure.
    fine = tmp_path / "fine.yaml"
    fine.write_text("Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n", encoding="utf-8")
    done = run(project, program, "--format", "json", str(fine))
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_the_workflow_and_the_page_name_the_inputs_of_the_action() -> None:
    workflow = yaml.safe_load(block("ci.md", ".github/workflows/action.yml"))
    uses = [step["uses"] for step in workflow["jobs"]["user-pool-clients"]["steps"]]
    assert uses[-1] == "./vendor/cfn-upc-rules"
    assert workflow["jobs"]["user-pool-clients"]["steps"][0]["with"] == {"fetch-depth": 2}
    rows = re.findall(r"^\| (`[^|]*`) \|([^|]*)\|", (ROOT / "docs" / "ci.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert {name for row, _ in rows for name in re.findall(r"`([^`]+)`", row)} == set(ACTION["inputs"])
    for row, default in rows:
        first = re.findall(r"`([^`]+)`", row)[0]
        given = re.findall(r"`([^`]+)`", default)
        assert given == ([ACTION["inputs"][first]["default"]] if ACTION["inputs"][first]["default"] else [])


def parsed(text: str) -> set[tuple[str, str]]:
    """Return IDs and files of findings in the parseable format."""
    return {(line.split(":")[5], line.split(":")[0]) for line in text.splitlines() if line.count(":") > 5}


def test_the_action(project: Repository, tmp_path: Path) -> None:
    project.commit("stacks/with blank.yaml", EXAMPLE.read_text(encoding="utf-8"))
    project.write("untracked.yaml", EXAMPLE.read_text(encoding="utf-8"))
    done = act(project, tmp_path, format="parseable")
    assert done.returncode == 6, done.stderr
    assert {name for _, name in parsed(done.stdout)} == {"stacks/app.yaml", "stacks/with blank.yaml"}
    assert {rule[1:3] for rule, _ in parsed(done.stdout)} == {"96"}

    # Several lines, as `|` in a workflow makes them.
    done = act(
        project,
        tmp_path,
        files="no.yaml\nstacks/app.yaml\n",
        plugin_only="false",
        format="parseable",
        arguments="-c I\n-i W\n",
    )
    assert {name for _, name in parsed(done.stdout)} == {"stacks/app.yaml"}
    assert {rule[0] for rule, _ in parsed(done.stdout)} == {"E", "I"}
    assert done.returncode == 10

    done = act(project, tmp_path, format="sarif", output_file="out.sarif", arguments="--non-zero-exit-code none")
    assert (done.returncode, done.stdout) == (0, "")
    assert json.loads((project.folder / "out.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]

    done = act(project, tmp_path, files="*.nothing", format="json", output_file="none.json")
    assert done.returncode == 0
    assert json.loads((project.folder / "none.json").read_text(encoding="utf-8")) == []
    assert "git knows no file that fits: *.nothing" in done.stderr

    # In a container the checkout may belong to another user.
    done = act(project, tmp_path, stranger=True)
    assert done.returncode == 6, done.stderr
    (project.folder / ".git").rename(tmp_path / "no repository")
    done = act(project, tmp_path)
    assert done.returncode not in (0, 2, 4, 6)
    assert "not a git repository" in done.stderr

    # What an earlier step installed is not what this one asks for.
    done = act(project, tmp_path, cfn_lint="==0.0.0.1")
    assert "No matching distribution found for cfn-lint" in done.stderr
