"""`ignore_checks` switches every rule off: in the template, on the resource, on the command line."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from support import Found, fixtures, included, lint_data, rule_of
from variants import decoded

FIXTURES = [p for p in fixtures("fail") if not p.with_name(p.name.replace(".fail.", ".base.")).exists()]


def of_rule(found: list[Found], rule: str) -> list[Found]:
    return [f for f in found if f.id == rule]


def ignoring(rule: str) -> dict[str, Any]:
    return {"cfn-lint": {"config": {"ignore_checks": [rule]}}}


@pytest.mark.parametrize("path", FIXTURES, ids=lambda p: p.name)
def test_each_way_of_switching_off(path: Path, tmp_path: Path) -> None:
    rule = rule_of(path)
    template = decoded(path)
    plain = of_rule(lint_data(tmp_path, template, include=included(path)), rule)
    if not plain:
        assert "merge-key" in path.name  # the merge key is in the YAML source only
        return
    assert of_rule(lint_data(tmp_path, template, include=included(path), options=("-i", rule)), rule) == []

    whole = deepcopy(template)
    whole["Metadata"] = ignoring(rule)
    assert of_rule(lint_data(tmp_path, whole, include=included(path)), rule) == []

    on_resources = deepcopy(template)
    reported = {f.path[1] for f in plain if f.path[:1] == ("Resources",)} & set(template["Resources"])
    for name in reported:
        body = on_resources["Resources"][name]
        body["Metadata"] = {**body.get("Metadata", {}), **ignoring(rule)}
    left = of_rule(lint_data(tmp_path, on_resources, include=included(path)), rule)
    elsewhere = [f for f in plain if f.path[:1] != ("Resources",) or f.path[1] not in reported]  # Globals, a loop
    assert [f.message for f in left] == [f.message for f in elsewhere]
