"""The reports for CI systems are what their formats demand."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from sarif import errors
from support import ROOT, fixtures

from cfn_upc_rules._command import cli
from cfn_upc_rules.rules import rules

EXAMPLE = ROOT / "examples" / "web-app.yaml"
# With the rules of cfn-lint, which take their time.
FULL = pytest.param((), marks=pytest.mark.second_tier)
OURS = {rule.id: rule for rule in rules().values()}


def report(folder: Path, kind: str, *arguments: str, files: list[Path]) -> str:
    """Return a report that the command writes."""
    path = folder / f"report.{kind}"
    given = ["-f", kind, "--output-file", str(path), "-c", "I", "-x", "W9670:base=", *arguments, "--", *map(str, files)]
    assert cli.main(given)
    return path.read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [FULL, ("--plugin-only",), ("--plugin-only", "--jobs", "2")], ids=" ".join)
def test_sarif_is_valid_and_names_the_rules(arguments: tuple[str, ...], tmp_path: Path) -> None:
    document = json.loads(report(tmp_path, "sarif", *arguments, files=[EXAMPLE, *fixtures("fail")[:6]]))
    assert errors(document) == []
    (run,) = document["runs"]
    described = {rule["id"]: rule for rule in run["tool"]["driver"]["rules"]}
    levels = {"E": "error", "W": "warning", "I": "note"}
    found = [result for result in run["results"] if result["ruleId"] in OURS]
    assert {"E9610", "W9620", "I9606"} <= {result["ruleId"] for result in found}
    for result in found:
        assert result.get("level", "warning") == levels[result["ruleId"][0]]
        assert described[result["ruleId"]]["helpUri"] == OURS[result["ruleId"]].source_url


@pytest.mark.parametrize("arguments", [FULL, ("--plugin-only",)], ids=" ".join)
def test_sarif_of_a_broken_template(arguments: tuple[str, ...], tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("Resources:\n  A:\n    Type: AWS::Cognito::UserPoolClient\n   B: [\n", encoding="utf-8")
    document = json.loads(report(tmp_path, "sarif", *arguments, files=[broken]))
    assert errors(document) == []
    assert [result["ruleId"] for result in document["runs"][0]["results"]] == ["E0000"]


def test_sarif_without_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "compose.yaml"
    empty.write_text("services: {}\n", encoding="utf-8")
    assert cli.main(["--plugin-only", "-f", "sarif", "--", str(empty)]) == 0
    document = json.loads(capsys.readouterr().out)
    assert errors(document) == []
    assert document["runs"][0]["results"] == []


def test_the_schema_is_a_schema() -> None:
    assert errors({"version": "2.1.0"})
    assert errors({"version": "2.1.0", "runs": [{"tool": {"driver": {}}, "results": []}]})


@pytest.mark.parametrize("arguments", [FULL, ("--plugin-only",)], ids=" ".join)
def test_junit_can_be_read(arguments: tuple[str, ...], tmp_path: Path) -> None:
    root = ET.fromstring(report(tmp_path, "junit", *arguments, files=[EXAMPLE]))
    assert root.tag == "testsuites"
    cases = {case.get("name", ""): case for case in root.iter("testcase")}
    (name,) = [name for name in cases if name.startswith("E9610 ")]
    failure = cases[name].find("failure")
    assert failure is not None
    assert f"{EXAMPLE}:46:7" in (failure.get("message") or "")
    passed = [name for name in cases if name.startswith("E9602 ")]
    assert all(cases[name].find("failure") is None for name in passed)
    failed = [case for case in cases.values() if case.find("failure") is not None]
    assert int(root.get("failures", "0")) == len(failed)


@pytest.mark.parametrize("arguments", [FULL, ("--plugin-only",), ("--plugin-only", "--jobs", "2")], ids=" ".join)
def test_json_tells_the_advice_apart(arguments: tuple[str, ...], tmp_path: Path) -> None:
    broken = tmp_path / "broken.yaml"
    broken.write_text("Resources:\n  A:\n    Type: AWS::Cognito::UserPoolClient\n   B: [\n", encoding="utf-8")
    found = json.loads(report(tmp_path, "json", *arguments, files=[EXAMPLE, broken]))
    advice = {match["Rule"]["Id"]: match.get("Advice") for match in found}
    assert advice["E9610"] == "Set UserPoolId to !Ref CustomerPool"
    assert advice["E0000"] is None
    ours = [match for match in found if match["Rule"]["Id"] in OURS]
    assert all(f" {match['Advice']}." in match["Message"] for match in ours)
