"""`ignore_checks` switches every rule off: in the template, on the resource, on the command line."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from repositories import Repository
from support import RULE_IDS, TRANSLATES_SAM, Found, applications, fixtures, included, lint_data, rule_of
from variants import decoded

FIXTURES = [path for path in fixtures("fail") if rule_of(path)]


class Linted:
    """A failing fixture, linted as JSON; beside its base version in git, where it has one."""

    def __init__(self, path: Path, folder: Path) -> None:
        self.rule = rule_of(path)
        self.template = decoded(path)
        self._folder = folder
        self._include = included(path)
        base = path.with_name(path.name.replace(".fail.", ".base."))
        self._base: str | None = ""
        if base.exists():
            Repository(folder).commit("template.json", json.dumps(decoded(base)))
            self._base = None

    def findings(self, template: dict[str, Any], *options: str) -> list[Found]:
        found = lint_data(self._folder, template, include=self._include, base=self._base, options=options)
        return [f for f in found if f.id == self.rule]

    def ignoring(self) -> dict[str, Any]:
        return {"cfn-lint": {"config": {"ignore_checks": [self.rule]}}}


def merged(metadata: Any, more: dict[str, Any]) -> dict[str, Any]:
    return {**metadata, **more} if isinstance(metadata, dict) else more


def resource_of(found: Found, template: dict[str, Any]) -> str | None:
    """Return the resource of the file that a finding sits in; what a loop made is none."""
    if len(found.path) > 1 and found.path[0] == "Resources" and found.path[1] in template["Resources"]:
        return str(found.path[1])
    return None


@pytest.mark.second_tier
@pytest.mark.parametrize("path", FIXTURES, ids=lambda p: p.name)
def test_each_way_of_switching_off(path: Path, tmp_path: Path) -> None:
    if TRANSLATES_SAM and path.name.startswith("E9602-sam"):
        pytest.skip("this cfn-lint's SAM translator refuses the template, or writes the resource and its Metadata anew")
    linted = Linted(path, tmp_path)
    plain = linted.findings(linted.template)
    if not plain:
        assert "merge-key" in path.name  # the merge key is in the YAML source only
        return
    assert linted.findings(linted.template, "-i", linted.rule) == []

    whole = deepcopy(linted.template)
    whole["Metadata"] = merged(whole.get("Metadata"), linted.ignoring())
    assert linted.findings(whole) == []

    on_resources = deepcopy(linted.template)
    for name in {resource_of(f, linted.template) for f in plain} - {None}:
        body = on_resources["Resources"][name]
        body["Metadata"] = merged(body.get("Metadata"), linted.ignoring())
    elsewhere = [f for f in plain if resource_of(f, linted.template) is None]  # Globals, Outputs, a loop
    assert [f.message for f in linted.findings(on_resources)] == [f.message for f in elsewhere]


@pytest.mark.second_tier
def test_what_sits_in_no_resource_is_ignored_by_the_template_only(tmp_path: Path) -> None:
    """Metadata on every resource leaves a finding in `Globals`, in `Outputs` or at `Resources` itself as it is."""
    places = set()
    for number, path in enumerate(FIXTURES):
        folder = tmp_path / str(number)
        folder.mkdir()
        linted = Linted(path, folder)
        outside = [f for f in linted.findings(linted.template) if len(f.path) < 2 or f.path[0] != "Resources"]
        if not outside:
            continue
        places.add(str(outside[0].path[0]))
        everywhere = deepcopy(linted.template)
        for body in everywhere["Resources"].values():
            if isinstance(body, dict):
                body["Metadata"] = merged(body.get("Metadata"), linted.ignoring())
        left = [f.message for f in linted.findings(everywhere)]
        assert all(f.message in left for f in outside), path.name
        everywhere["Metadata"] = merged(everywhere.get("Metadata"), linted.ignoring())
        assert linted.findings(everywhere) == []
    assert places == {"Globals", "Outputs", "Resources"}


def test_every_rule_is_among_them() -> None:
    """Those of several templates are switched off in `tests/application/test_applications.py`."""
    assert {rule_of(path) for path in FIXTURES + applications("fail")} == set(RULE_IDS)
