"""Other forms of a fixture, generated from it: the same mistakes must be found in each."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import cfnlint.decode

from cfn_upc_rules._cognito.types import CLIENT

ALWAYS = "UpcVariantHolds"


def decoded(path: Path) -> dict[str, Any]:
    """Return a fixture as plain data, without marks of its file."""
    template, problems = cfnlint.decode.decode(str(path))
    assert not problems, problems
    copy: dict[str, Any] = plain(template)
    return copy


def plain(value: Any) -> Any:
    """Return a copy without cfn-lint's node classes."""
    if isinstance(value, dict):
        return {str(key) if isinstance(key, str) else key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return str(value) if isinstance(value, str) else value


def as_json(template: dict[str, Any]) -> dict[str, Any]:
    """The template as it is: the test writes it as JSON."""
    return template


def under_condition(template: dict[str, Any]) -> dict[str, Any]:
    """Every client and everything else without a condition exists under one and the same condition."""
    template = _with_condition(template)
    for body in template["Resources"].values():
        body.setdefault("Condition", ALWAYS)
    return template


def through_if(template: dict[str, Any]) -> dict[str, Any]:
    """Every property of a client stands in both branches of an `Fn::If`."""
    template = _with_condition(template)
    for body in _clients(template):
        for name, value in body.get("Properties", {}).items():
            body["Properties"][name] = {"Fn::If": [ALWAYS, value, deepcopy(value)]}
    return template


def properties_through_if(template: dict[str, Any]) -> dict[str, Any]:
    """All properties of a client stand in both branches of one `Fn::If`."""
    template = _with_condition(template)
    for body in _clients(template):
        if body.get("Properties"):
            body["Properties"] = {"Fn::If": [ALWAYS, body["Properties"], deepcopy(body["Properties"])]}
    return template


def with_serverless_transform(template: dict[str, Any]) -> dict[str, Any]:
    """The same resources in a SAM template."""
    template = deepcopy(template)
    transforms = template.get("Transform", [])
    transforms = transforms if isinstance(transforms, list) else [transforms]
    template["Transform"] = list(dict.fromkeys([*transforms, "AWS::Serverless-2016-10-31"]))
    return template


def in_for_each(template: dict[str, Any]) -> dict[str, Any]:
    """Every client is the one copy of a loop."""
    template = deepcopy(template)
    template["Transform"] = ["AWS::LanguageExtensions", *_transforms(template)]
    for index, (name, body) in enumerate(list(template["Resources"].items())):
        if body.get("Type") == CLIENT and name.isalnum():
            loop = {f"Fn::ForEach::Loop{index}": [f"Name{index}", [name], {f"${{Name{index}}}": body}]}
            template["Resources"] = {
                key: value
                for old, kept in template["Resources"].items()
                for key, value in (loop.items() if old == name else [(old, kept)])
            }
    return template


def without_clients(template: dict[str, Any]) -> dict[str, Any]:
    """The clients are gone: the ID of each is a parameter of its name."""
    template = deepcopy(template)
    gone = [name for name, body in template["Resources"].items() if body.get("Type") == CLIENT]
    for name in gone:
        del template["Resources"][name]
        template.setdefault("Parameters", {})[name] = {"Type": "String"}
    changed: dict[str, Any] = _without_attributes(template, gone)
    return changed


def _without_attributes(value: Any, gone: list[str]) -> Any:
    """Replace every attribute of what is gone by a reference to the parameter, and drop what waits for it."""
    if isinstance(value, list):
        return [_without_attributes(item, gone) for item in value]
    if not isinstance(value, dict):
        return value
    [name, *_] = value.get("Fn::GetAtt") or [""]
    if name in gone:
        return {"Ref": name}
    waits = value.get("DependsOn") or []
    if set(waits if isinstance(waits, list) else [waits]) & set(gone):
        value = {key: item for key, item in value.items() if key != "DependsOn"}
    return {key: _without_attributes(item, gone) for key, item in value.items()}


def _transforms(template: dict[str, Any]) -> list[str]:
    declared = template.get("Transform", [])
    return list(declared) if isinstance(declared, list) else [declared]


def _with_condition(template: dict[str, Any]) -> dict[str, Any]:
    template = deepcopy(template)
    template.setdefault("Parameters", {})["UpcVariantStage"] = {"Type": "String"}
    holds = {"Fn::Equals": [{"Ref": "UpcVariantStage"}, "yes"]}
    template.setdefault("Conditions", {})[ALWAYS] = holds
    return template


def _clients(template: dict[str, Any]) -> list[dict[str, Any]]:
    return [body for body in template["Resources"].values() if body.get("Type") == CLIENT]


VARIANTS = (
    as_json,
    under_condition,
    through_if,
    properties_through_if,
    with_serverless_transform,
    in_for_each,
)
