"""The CDK plugin in real syntheses, and `sam validate --lint`, as docs/cdk-sam.md and the plugin's page have them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from clients import BIN, block, put
from repositories import ENVIRONMENT
from support import ROOT, lint

from cfn_upc_rules import __version__
from cfn_upc_rules._template.construct_paths import construct_path

PLUGIN = ROOT / "integrations" / "cdk"
PLUGIN_PAGE = "../integrations/cdk/README.md"
SAM = ROOT / ".clients" / "sam" / "bin"
# What is shown of a construct: its severity, its path, the rule.
_SHOWN = (
    r"^(FATAL|ERROR|WARNING|INFO) .*\(cfn-upc-rules\)\n   (\S*).*\n"
    r"(?:   Suggested fix: .*\n)?   .*cfn-upc-rules::([\w-]+)"
)

second_tier = pytest.mark.second_tier
client = pytest.mark.client


def test_the_plugin_has_the_version_and_the_licence_of_the_package() -> None:
    package, lock = (json.loads((PLUGIN / name).read_text("utf-8")) for name in ("package.json", "package-lock.json"))
    assert package["version"] == lock["version"] == lock["packages"][""]["version"] == __version__
    assert (PLUGIN / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_the_lockfile_names_no_host_of_packages() -> None:
    lock = json.loads((PLUGIN / "package-lock.json").read_text("utf-8"))
    assert [name for name, package in lock["packages"].items() if "resolved" in package] == []


# -- the CDK -------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def modules() -> Path:
    """Return the plugin's directory of packages; skip where it is not installed, or Node is too old."""
    node = shutil.which("node")
    if node is None:
        pytest.skip("Node is not installed")
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    if int(version.removeprefix("v").partition(".")[0]) < 20:
        pytest.skip(f"Node is {version.strip()}, and the CDK wants 20")
    installed = PLUGIN / "node_modules"
    if not (installed / "aws-cdk" / "package.json").exists():
        pytest.skip("the packages of integrations/cdk are not installed: make clients")
    return installed


@pytest.fixture(scope="module")
def plugin(modules: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the plugin as it is built from this checkout."""
    built = tmp_path_factory.mktemp("plugin")
    shutil.copy(PLUGIN / "package.json", built)
    node(modules, PLUGIN, "typescript/bin/tsc", "--project", "tsconfig.build.json", "--outDir", str(built / "out"))
    return built


@pytest.fixture
def app(tmp_path: Path, modules: Path, plugin: Path) -> Path:
    """Return a directory of an app that has the plugin."""
    packages = tmp_path / "node_modules"
    packages.mkdir()
    shutil.copytree(plugin, packages / "cfn-upc-rules-cdk")  # Node looks for its peers from where it lies
    for name in ("aws-cdk", "aws-cdk-lib", "constructs", "@types"):
        (packages / name).symlink_to(modules / name)
    return tmp_path


def node(modules: Path, folder: Path, program: str, *arguments: str) -> None:
    done = subprocess.run(
        ["node", str(modules / program), *arguments], cwd=folder, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def synth(folder: Path, *arguments: str, path: Path | None = BIN) -> tuple[int, str]:
    """Synthesise; return the exit code, and what the terminal shows."""
    names = [str(path)] if path else []
    environment = {**ENVIRONMENT, "PATH": os.pathsep.join([*names, str(Path(str(shutil.which("node"))).parent)])}
    command = ["node", "node_modules/aws-cdk/bin/cdk", "synth", "--quiet", "--no-notices", *arguments]
    done = subprocess.run(
        command,
        cwd=folder,
        env={**environment, "CDK_DISABLE_CLI_TELEMETRY": "true", "HOME": str(folder)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stderr + done.stdout


def shown(text: str) -> set[tuple[str, str, str]]:
    """Return what the CDK shows of our findings: severity, the construct's path, the rule."""
    found = re.findall(_SHOWN, text, re.MULTILINE)
    return {(severity, path.removesuffix("/Resource"), rule) for severity, path, rule in found}


@second_tier
@client
def test_the_plugins_page_shows_what_the_terminal_does(app: Path, modules: Path) -> None:
    put(app, PLUGIN_PAGE, "app.ts")
    options = [
        "--ignoreConfig",
        "--module",
        "node16",
        "--target",
        "es2022",
        "--strict",
        "--skipLibCheck",
        "--sourceMap",
    ]
    node(modules, app, "typescript/bin/tsc", *options, "app.ts")
    code, text = synth(app, "--app", "node --enable-source-maps app.js")
    assert code == 1
    assert output(PLUGIN / "README.md", "cdk synth --quiet") in text


@second_tier
@client
@pytest.mark.parametrize("library", ["aws-cdk-lib", "aws-cdk-lib-lowest"])
def test_a_stack_a_nested_stack_and_a_stage(app: Path, modules: Path, library: str) -> None:
    (app / "node_modules" / "aws-cdk-lib").unlink()
    (app / "node_modules" / "aws-cdk-lib").symlink_to(modules / library)
    shutil.copy(PLUGIN / "test" / "app" / "app.mjs", app)
    code, text = synth(app, "**", "--app", "node app.mjs")
    assert code == 1
    assert shown(text) == {
        ("ERROR", "Shop/Members/Machine", "E9630"),
        ("ERROR", "Shop/Tools/Pool/Job", "E9652"),
        ("ERROR", "Prod/Shop/Members/Machine", "E9630"),
        ("ERROR", "Prod/Shop/Tools/Pool/Job", "E9652"),
    }
    assert "   Suggested fix: Set GenerateSecret: true\n" in text
    if library == "aws-cdk-lib":  # older ones don't tell the line
        lines = (PLUGIN / "test" / "app" / "app.mjs").read_text("utf-8").splitlines()
        places = {int(line) for line in re.findall(r"app\.mjs:(\d+):\d+\nERROR", text)}
        assert {lines[line - 1].strip().split("'")[1] for line in places} == {"Machine", "Job"}


@second_tier
@client
def test_what_is_acknowledged_is_no_error_and_configuration_counts(app: Path) -> None:
    text = (PLUGIN / "test" / "app" / "app.mjs").read_text("utf-8")
    acknowledged = "Validations.of(app).acknowledge({ id: 'cfn-upc-rules::E9630', reason: 'known' });\n"
    (app / "app.mjs").write_text(text + acknowledged, encoding="utf-8")
    (app / ".cfnlintrc").write_text("ignore_checks: [E9652]\ninclude_checks: [I9606]\n", encoding="utf-8")
    code, shows = synth(app, "**", "--app", "node app.mjs")
    assert code == 0
    assert {(severity, rule) for severity, _, rule in shown(shows)} == {("INFO", "I9606")}


@second_tier
@client
def test_a_missing_command_fails_and_says_how_to_get_it(app: Path) -> None:
    shutil.copy(PLUGIN / "test" / "app" / "app.mjs", app)
    code, text = synth(app, "--app", "node app.mjs", path=None)
    assert code == 1
    assert shown(text) == {("FATAL", "", "not-run")}
    assert "FATAL There is no command cfn-upc-lint: install the Python package cfn-upc-rules (pip install" in text


@second_tier
@client
def test_the_command_after_the_synthesis(app: Path) -> None:
    text = (PLUGIN / "test" / "app" / "app.mjs").read_text("utf-8")
    without = re.sub(r"^.*(cfn-upc-rules-cdk|addPlugins).*\n", "", text, flags=re.MULTILINE)
    (app / "app.mjs").write_text(without, encoding="utf-8")
    synthesis, command = block("cdk-sam.md", "cdk.sh").splitlines()
    assert synthesis == "cdk synth --quiet"
    assert synth(app, "--app", "node app.mjs")[0] == 0
    done = in_shell(command, app, BIN)
    assert done.returncode == 2
    assert len(re.findall(r"^E9630 'Shop/Members/Machine' ", done.stdout, re.MULTILINE)) == 1
    assert len(re.findall(r"^E9630 'Prod/Shop/Members/Machine' ", done.stdout, re.MULTILINE)) == 1


@second_tier
@client
def test_the_newest_cdk_makes_what_was_synthesised_before(app: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The templates of tests/cdk were made once; of what the CDK makes now, the same is found."""
    monkeypatch.chdir(app)  # nested stacks are read below it
    shutil.copy(ROOT / "tests" / "cdk" / "app.mjs", app)
    code, text = synth(app, "--app", "node app.mjs")
    assert code == 0, text
    assert found_in(app / "cdk.out") == found_in(ROOT / "tests" / "cdk" / "templates")


def found_in(folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Return what is found in synthesised templates, by the construct."""
    found: dict[str, list[tuple[str, str]]] = {}
    for path in sorted(folder.glob("*.template.json")):
        resources: dict[Any, Any] = json.loads(path.read_text(encoding="utf-8"))["Resources"]
        for finding in lint(path, include=("I96", "I97")):
            at = construct_path(resources[finding.path[1]])
            found.setdefault(at, []).append((finding.id, re.sub(r"[0-9A-F]{8}", "", finding.message)))
    return found


# -- SAM -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a directory with a template and the rules; skip where SAM is not installed."""
    if not (SAM / "sam").exists():
        pytest.skip("SAM is not installed: make clients")
    put(tmp_path, "cdk-sam.md", "template.yaml", ".cfnlintrc")
    return tmp_path


def in_shell(command: str, folder: Path, path: Path) -> subprocess.CompletedProcess[str]:
    """Run a command with a PATH and nothing else: no region, no credentials."""
    environment = {"PATH": f"{path}:/usr/bin:/bin", "HOME": str(folder), "SAM_CLI_TELEMETRY": "0"}
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@second_tier
@client
def test_sam_validates_a_template(project: Path) -> None:
    done = in_shell(block("cdk-sam.md", "sam.sh"), project, SAM)
    assert done.returncode == 1
    assert done.stdout + done.stderr == output(ROOT / "docs" / "cdk-sam.md", "sam.sh")
    right = (project / "template.yaml").read_text("utf-8").replace("!GetAtt Members.Arn", "!Ref Members")
    (project / "template.yaml").write_text(right, encoding="utf-8")
    assert in_shell(block("cdk-sam.md", "sam.sh"), project, SAM).returncode == 0


@second_tier
@client
def test_samconfig_switches_it_on(project: Path) -> None:
    put(project, "cdk-sam.md", "samconfig.toml")
    done = in_shell("sam validate", project, SAM)
    assert done.returncode == 1
    assert "[[E9610: " in done.stdout
    (project / ".cfnlintrc").unlink()
    assert in_shell("sam validate", project, SAM).returncode == 0


@second_tier
@client
def test_a_warning_fails_and_can_be_left_out(project: Path) -> None:
    text = (project / "template.yaml").read_text("utf-8").replace("!GetAtt Members.Arn", "!Ref Members")
    function = "  Job:\n    Type: AWS::Serverless::Function\n    Properties:\n      Runtime: python3.13\n"
    function += "      Handler: a.b\n      InlineCode: a = 1\n      Description: !Ref StorefrontClient\n"
    (project / "template.yaml").write_text(text + function, encoding="utf-8")
    assert in_shell("sam validate --lint", project, SAM).returncode == 1
    rc = project / ".cfnlintrc"
    rc.write_text(rc.read_text("utf-8") + "ignore_checks: [W]\n", encoding="utf-8")
    assert in_shell("sam validate --lint", project, SAM).returncode == 0


@second_tier
@client
def test_what_sam_says_of_rules_that_are_not_there(project: Path) -> None:
    (project / ".cfnlintrc").write_text("append_rules: [no_such_rules]\n", encoding="utf-8")
    done = in_shell("sam validate --lint", project, SAM)
    assert done.returncode != 0
    assert "UnexpectedRuleException" in done.stdout + done.stderr


def output(page: Path, command: str) -> str:
    """Return what a page shows below `<!-- output: command -->`."""
    pattern = rf"^<!-- output: {re.escape(command)} -->\n```console\n(.*?)^```$"
    (found,) = re.findall(pattern, page.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return str(found)
