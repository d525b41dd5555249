"""Nothing crashes across templates: any value at any place of any of them, for E9730, E9731, W9732 and the picture."""

from __future__ import annotations

import random
import traceback
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from support import Found, applications, lint, templates_in
from variants import decoded
from wholes import CLIENT, POOL, att, child, found, function, nested, parent, write

from cfn_upc_rules._application.drawing import FORMATS
from cfn_upc_rules._application.graph import graph_of
from cfn_upc_rules._command.exporting import exports_among, importing

JUNK: list[Any] = [
    None,
    True,
    7,
    -1.5,
    "",
    "text",
    "${",
    "${a.b.c}",
    "{{resolve:ssm:a}}",
    [],
    [[]],
    {},
    {"a": 1},
    {"Ref": 5},
    {"Ref": "Nobody"},
    {"Ref": "AWS::NoValue"},
    {"Fn::GetAtt": []},
    {"Fn::GetAtt": "Auth"},
    {"Fn::GetAtt": ["Auth", "Outputs."]},
    {"Fn::GetAtt": ["Auth", {"Ref": "x"}]},
    {"Fn::Sub": []},
    {"Fn::Sub": ["${a}", {"a": []}]},
    {"Fn::If": []},
    {"Fn::If": ["Nobody", 1, 2]},
    {"Fn::If": [[], {}, {}]},
    {"Fn::ImportValue": {"Fn::ImportValue": 5}},
    {"Fn::Transform": 5},
    {"Fn::Join": ["", 5]},
    {"Fn::FindInMap": [5]},
    {"Condition": 5},
    {"Fn::Equals": [1]},
]


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place for key, item in below for place in ((*path, key), *places(item, (*path, key)))]


def put(template: dict[str, Any], path: tuple[Any, ...], value: Any) -> None:
    for key in path[:-1]:
        template = template[key]
    template[path[-1]] = value


def linted(path: Path) -> list[Found]:
    """Return what is found; nothing where cfn-lint fails by itself."""
    try:
        return lint(path)
    except Exception as error:
        if any("cfn_upc_rules" in frame.filename for frame in traceback.extract_tb(error.__traceback__)):
            raise
        return []


def crashes(paths: list[Path]) -> list[Found]:
    """Return the crashes of our rules, and draw the picture."""
    with importing(exports_among([str(path) for path in paths])):
        found = [finding for path in paths for finding in linted(path)]
        drawn = graph_of([str(path) for path in paths], [])
    for draw in FORMATS.values():
        draw(drawn).encode("utf-8")
    return [finding for finding in found if finding.id == "E0002"]


@pytest.mark.parametrize("application", applications("fail"), ids=lambda path: path.name)
@pytest.mark.parametrize("seed", [0, *(pytest.param(seed, marks=pytest.mark.second_tier) for seed in range(1, 40))])
def test_any_value_at_any_place(application: Path, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    chance = random.Random(f"{application.name}{seed}")
    whole = {path.relative_to(application): decoded(path) for path in templates_in(application)}
    for template in whole.values():
        for _ in range(chance.randrange(3)):
            put(template, chance.choice(places(template)), deepcopy(chance.choice(JUNK)))
    assert crashes([write(tmp_path, str(name), template) for name, template in whole.items()]) == []


@pytest.mark.second_tier
@pytest.mark.parametrize(
    "section", ["Parameters", "Conditions", "Mappings", "Outputs", "Resources", "Transform", "Rules", "Globals"]
)
def test_any_value_in_place_of_a_section(section: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for junk in JUNK:
        auth = {"Resources": {"Pool": POOL, "Client": CLIENT}, "Outputs": {"PoolId": {"Value": {"Ref": "Pool"}}}}
        root = parent(value=att("Auth", "Outputs.PoolId"), Auth=nested("auth.json"))
        paths = [
            write(tmp_path, "auth.json", {**auth, section: junk}),
            write(tmp_path, "child.json", {**child(), section: junk}),
            write(tmp_path, "root.json", root),
        ]
        assert crashes(paths) == []


def test_logical_ids_that_look_like_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A logical ID of the parent that is what one of the nested stack is called in the application."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "child.json", child())
    odd = {
        "App/Handler": {"Type": "AWS::SNS::Topic"},
        "Other/Handler": function({"Ref": "Pool"}),
        "a:b": POOL,
        "App/": POOL,
    }
    root = parent(**odd, Auth=nested("auth.json"), **{"Nobody/X": function(att("Auth", "Outputs.PoolId"))})
    write(tmp_path, "auth.json", {"Resources": {"Pool": POOL}, "Outputs": {"PoolId": {"Value": {"Ref": "Pool"}}}})
    path = write(tmp_path, "root.json", root)
    assert crashes([path]) == []


@pytest.mark.parametrize("depth", [50, 150, 250])
def test_a_value_nested_deeply(depth: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Either it is followed, or nothing is said."""
    monkeypatch.chdir(tmp_path)
    deep: Any = {"Ref": "ClientId"}
    for _ in range(depth):
        deep = {"Fn::Join": ["", [deep]]}
    write(tmp_path, "child.json", child(deep))
    path = write(tmp_path, "root.json", parent())
    assert crashes([path]) == []
    assert depth > 50 or len(found(path)) == 1
