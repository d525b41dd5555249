"""E9730, E9731, W9732: every application yields exactly what its templates mark, each template linted by itself.

So does each in other forms: as JSON, under a Condition, through Fn::If, in SAM; and each finding can be switched off.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from support import Found, applications, expected, lint, ours, rule_of, templates_in
from variants import ALWAYS, as_json, decoded, under_condition, with_serverless_transform
from wholes import write

from cfn_upc_rules._command.exporting import exports_among, importing


def findings(application: Path) -> dict[Path, list[Found]]:
    """Return what is found in each template of a run over all of them."""
    templates = templates_in(application)
    with importing(exports_among([str(path) for path in templates])):
        return {path: ours(lint(path)) for path in templates}


@pytest.mark.parametrize("application", applications("fail"), ids=lambda path: path.name)
def test_a_failing_application_yields_what_it_marks(application: Path) -> None:
    marked = {path: expected(path) for path in templates_in(application)}
    assert rule_of(application) in {mark.id for marks in marked.values() for mark in marks}
    for path, found in findings(application).items():
        assert [(f.line, f.id) for f in found] == [(mark.line, mark.id) for mark in marked[path]]
        for finding, mark in zip(found, marked[path], strict=True):
            assert mark.column in (None, finding.column), finding
            assert mark.text in finding.message, finding


@pytest.mark.parametrize("application", applications("pass"), ids=lambda path: path.name)
def test_a_passing_application_yields_nothing(application: Path) -> None:
    assert all("expect:" not in path.read_text(encoding="utf-8") for path in templates_in(application))
    assert [found for found in findings(application).values() if found] == []


def handed_through_if(template: dict[str, Any]) -> dict[str, Any]:
    """Whatever is handed over stands in both branches of an `Fn::If`, and so does every output."""
    template = under_condition({**template, "Resources": deepcopy(template["Resources"])})
    values = [
        mapping.get("Parameters", {}) for mapping in (b.get("Properties", {}) for b in template["Resources"].values())
    ]
    for handed in values:
        for name, value in handed.items():
            handed[name] = {"Fn::If": [ALWAYS, value, deepcopy(value)]}
    for output in template.get("Outputs", {}).values():
        output["Value"] = {"Fn::If": [ALWAYS, output["Value"], deepcopy(output["Value"])]}
    return template


def said(found: dict[Path, list[Found]]) -> Counter[tuple[str, str]]:
    """Count the findings; the words may name the new condition."""
    return Counter((f.id, f.message.split(" (when")[0].split(". ")[0]) for findings in found.values() for f in findings)


def written(application: Path, folder: Path, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Path:
    """Write an application in another form."""
    for path in templates_in(application):
        write(folder, str(path.relative_to(application)), change(decoded(path)))
    return folder


@pytest.mark.second_tier
@pytest.mark.parametrize("variant", [as_json, under_condition, with_serverless_transform, handed_through_if])
@pytest.mark.parametrize("application", applications("fail") + applications("pass"), ids=lambda path: path.name)
def test_an_application_in_another_form(
    application: Path, variant: Callable[[Any], Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    plain, found = said(findings(application)), said(findings(written(application, tmp_path, variant)))
    if (application.name, variant) == ("E9731-import.fail", handed_through_if):
        assert found == Counter()  # whether conditions of two stacks hold together can't be told
    elif variant is handed_through_if:  # once in each branch
        assert set(found) == set(plain)
    else:
        assert found == plain


@pytest.mark.parametrize("application", applications("fail"), ids=lambda path: path.name)
def test_a_finding_is_switched_off_where_it_is(
    application: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ignoring = {"cfn-lint": {"config": {"ignore_checks": ["E9730", "E9731", "W9732"]}}}

    def on_resources(template: dict[str, Any]) -> dict[str, Any]:
        for body in template["Resources"].values():
            body["Metadata"] = {**body.get("Metadata", {}), **ignoring}
        return template

    for change in (lambda template: {**template, "Metadata": ignoring}, on_resources):
        assert said(findings(written(application, tmp_path, change))) == Counter()
