"""Every way in which cfn-lint loads rules gives the same findings, each ID once.

Two environments are made, with the lowest and the newest supported cfn-lint: that takes a minute.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from support import ROOT

pytestmark = pytest.mark.second_tier
# Rules of cfn-lint's own: left out, they take no time.
CORE = [f"{severity}{number}" for severity in "EW" for number in range(1, 9)]
TEMPLATES = ("examples/web-app.yaml", "tests/fixtures/E9610-cases.fail.yaml", "tests/fixtures/W9620-wired.fail.yaml")
Findings = list[tuple[Any, ...]]


class Place:
    """An environment with cfn-lint, and copies of the package around it."""

    def __init__(self, folder: Path, cfn_lint: str, wheel: Path) -> None:
        self.folder = folder
        self.wheel = wheel
        self.bin = folder / "venv" / "bin"
        self.templates = folder / "templates"
        self.templates.mkdir(parents=True)
        for name in TEMPLATES:
            shutil.copy(ROOT / name, self.templates)
        run(sys.executable, "-m", "venv", str(folder / "venv"))
        self.pip("install", cfn_lint, "PyYAML")

    def pip(self, *arguments: str) -> None:
        run(str(self.bin / "python"), "-m", "pip", "-qq", "--disable-pip-version-check", *arguments)

    def findings(self, rules: str | None, cwd: Path | None = None) -> Findings:
        """Return what cfn-lint prints with `--append-rules=rules`, without it for None."""
        append = [] if rules is None else [f"--append-rules={rules}"]
        files = sorted(str(path) for path in self.templates.iterdir())
        command = [str(self.bin / "cfn-lint"), *append, "--format", "json", "-i", *CORE, "--", *files]
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, cwd=cwd or self.folder, env=environment()
        )
        assert "Traceback" not in done.stderr, done.stderr
        found = [
            (
                Path(match["Filename"]).name,
                match["Location"]["Start"]["LineNumber"],
                match["Location"]["Start"]["ColumnNumber"],
                match["Rule"]["Id"],
                match["Message"],
            )
            for match in json.loads(done.stdout)
            if match["Rule"]["Id"][1:3] == "96" or match["Rule"]["Id"] == "E0002"
        ]
        assert "E0002" not in {rule for *_, rule, _ in found}
        return found

    def copy(self, name: str) -> Path:
        """Return a copy of the package, as somebody vendors it."""
        target = self.folder / name
        shutil.rmtree(target, ignore_errors=True)
        return Path(shutil.copytree(ROOT / "cfn_upc_rules", target, ignore=shutil.ignore_patterns("__pycache__")))


def environment() -> dict[str, str]:
    """Return an environment in which nothing but the virtual environment is imported from."""
    return {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "COVERAGE_PROCESS_START")}


def run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment())
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT))
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session", params=["cfn-lint==1.38.0", "cfn-lint<2"], ids=["lowest", "newest"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Place:
    return Place(tmp_path_factory.mktemp("place"), request.param, wheel)


def without(place: Place) -> dict[str, Callable[[], Findings]]:
    """Return the ways that need no installed plugin."""

    def link() -> Findings:
        target = place.folder / "linked"
        if not target.exists():
            target.symlink_to(place.copy("target_of_link"))
        return place.findings(str(target))

    def root() -> Findings:
        checkout = place.folder / "checkout"
        checkout.mkdir(exist_ok=True)
        place.copy("checkout/cfn_upc_rules")
        return place.findings("cfn_upc_rules", cwd=checkout)

    def settings() -> Findings:
        project = place.folder / "project"
        project.mkdir(exist_ok=True)
        place.copy("project/rules_of_others")
        (project / ".cfnlintrc").write_text("append_rules:\n  - rules_of_others\n", encoding="utf-8")
        return place.findings(None, cwd=project)

    return {
        "a bare directory": lambda: place.findings(str(place.copy("bare/cfn_upc_rules"))),
        "vendored under another name": lambda: place.findings(str(place.copy("lint/upc_checks"))),
        "a symbolic link": link,
        "the same name in the repository's root": root,
        ".cfnlintrc with a directory": settings,
    }


def test_all_ways_give_the_same(place: Place) -> None:
    found = {f"{name}, not installed": way() for name, way in without(place).items()}
    place.pip("install", "--no-deps", str(place.wheel))
    installed: dict[str, Callable[[], Findings]] = {
        "the package": lambda: place.findings("cfn_upc_rules"),
        "its rules": lambda: place.findings("cfn_upc_rules.rules"),
        "from another directory": lambda: place.findings("cfn_upc_rules", cwd=place.templates),
        ".cfnlintrc": lambda: _settings(place, "cfn_upc_rules"),
        "beside a copy": lambda: place.findings(str(place.copy("beside/cfn_upc_rules"))),
    }
    found |= {f"{name}, from the wheel": way() for name, way in {**installed, **without(place)}.items()}
    place.pip("uninstall", "--yes", "cfn-upc-rules")
    place.pip("install", "--no-deps", "--editable", str(ROOT))
    found |= {f"{name}, editable": way() for name, way in installed.items()}
    expected = found["the package, from the wheel"]
    assert {"E9610", "W9620", "E9622", "W9604"} <= {rule for *_, rule, _ in expected}
    assert len(expected) == len(set(expected))
    for name, findings in found.items():
        assert findings == expected, name
    place.pip("uninstall", "--yes", "cfn-upc-rules")


@pytest.mark.parametrize("installed", ["wheel", "editable"])
def test_a_checkout_wins_over_another_version(place: Place, installed: str) -> None:
    """In directory mode the copy's rules run with the copy's helpers, whatever is installed."""
    place.pip("install", "--no-deps", *([str(place.wheel)] if installed == "wheel" else ["--editable", str(ROOT)]))
    copy = place.copy("other_version/cfn_upc_rules")
    for name, old, new in (
        ("_cognito/wrong_ids.py", "has no UserPoolId", "HAS NO POOL"),
        ("_rule.py", 'AWS: "', 'AWS SAYS "'),
    ):
        text = (copy / name).read_text(encoding="utf-8")
        assert old in text
        (copy / name).write_text(text.replace(old, new), encoding="utf-8")
    original = place.findings("cfn_upc_rules")
    assert any("has no UserPoolId" in message for *_, message in original)
    assert any('AWS: "' in message for *_, message in original)
    changed = [
        (*where, message.replace("has no UserPoolId", "HAS NO POOL").replace('AWS: "', 'AWS SAYS "'))
        for *where, message in original
    ]
    assert place.findings(str(copy)) == changed
    assert place.findings("cfn_upc_rules", cwd=copy.parent) == changed
    place.pip("uninstall", "--yes", "cfn-upc-rules")


def _settings(place: Place, rules: str) -> Findings:
    project = place.folder / "settings"
    project.mkdir(exist_ok=True)
    (project / ".cfnlintrc").write_text(f"append_rules:\n  - {rules}\n", encoding="utf-8")
    return place.findings(None, cwd=project)
