"""The benchmark's templates hold what they promise; `.ci/run` runs the benchmark itself."""

from __future__ import annotations

import importlib
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from support import CFN_LINT, ROOT, TRANSLATES_SAM, lint, ours

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.second_tier
sys.path.insert(0, str(ROOT / "benchmarks"))
templates = importlib.import_module("templates")
upstream = importlib.import_module("upstream")


def _count(template: dict[str, Any]) -> int:
    resources = template["Resources"]
    return sum(len(body[1]) if name.startswith("Fn::ForEach") else 1 for name, body in resources.items())


@pytest.mark.parametrize("count", [1, 7, 25, 60, 100, 500])
def test_mixed_templates_have_as_many_resources_as_asked_for(count: int) -> None:
    assert _count(templates.mixed(count)) == count


@pytest.mark.parametrize("name", templates.HARD)
def test_hard_templates_have_as_many_resources_as_promised(name: str) -> None:
    count, make = templates.HARD[name]
    assert _count(make()) == count


def test_generated_templates_are_the_same_every_time() -> None:
    assert templates.text(templates.mixed(30)) == templates.text(templates.mixed(30))
    assert yaml.safe_load(templates.text(templates.mixed(30))) == templates.mixed(30)


def test_hard_templates_have_what_makes_them_hard() -> None:
    assert len(templates.conditions()["Conditions"]) == 200
    assert templates.text(templates.substitutions()).count("Fn::Sub:") >= 100
    client = str(templates.conditional_client()["Resources"]["Office1"])
    assert all(f"'Is{n}'" in client for n in range(1, 13))


def test_files_without_a_client_have_none() -> None:
    assert "UserPoolClient" not in templates.text(templates.without_client(12))


@pytest.mark.skipif(TRANSLATES_SAM, reason="cfn-lint translated SAM then, and judges what comes out")
@pytest.mark.parametrize("count", [12, 25])
def test_core_finds_nothing_in_mixed_templates(count: int, tmp_path: Path) -> None:
    path = tmp_path / "mixed.yaml"
    path.write_text(templates.text(templates.mixed(count)), encoding="utf-8")
    found = lint(path, core=True)
    assert [f for f in found if f not in ours(found)] == []


@pytest.mark.skipif(CFN_LINT != (1, 58), reason="upstream.py changes the inside of cfn-lint 1.58")
def test_the_changes_upstream_change_no_finding(tmp_path: Path) -> None:
    path = tmp_path / "mixed.yaml"
    path.write_text(templates.text(templates.mixed(25)), encoding="utf-8")
    script = [sys.executable, str(ROOT / "benchmarks" / "upstream.py")]
    for changes in ("none", *upstream.CHANGES, ",".join(upstream.CHANGES)):
        done = subprocess.run([*script, changes, str(path)], capture_output=True, text=True, check=False, cwd=tmp_path)
        assert [f"{f.id} {f.message}" for f in ours(lint(path))] == done.stdout.splitlines()[:1], changes
        assert not done.stderr
