"""Applications as data: what the tests of this folder write into a folder and lint."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from support import Found, lint, ours

POOL = {"Type": "AWS::Cognito::UserPool"}
CLIENT = {
    "Type": "AWS::Cognito::UserPoolClient",
    "Properties": {"UserPoolId": {"Ref": "Pool"}, "GenerateSecret": True},
}


def function(client_id: Any) -> dict[str, Any]:
    """Return a function that holds a client's ID."""
    properties = {"Environment": {"Variables": {"USER_POOL_CLIENT_ID": client_id}}}
    return {"Type": "AWS::Lambda::Function", "Properties": properties}


def nested(url: Any, **parameters: Any) -> dict[str, Any]:
    """Return a nested stack."""
    return {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url, "Parameters": parameters}}


def att(name: str, attribute: str) -> dict[str, Any]:
    """Return an attribute of a resource."""
    return {"Fn::GetAtt": [name, attribute]}


def write(folder: Path, name: str, template: Any) -> Path:
    """Write a template, as data or as a text."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(template if isinstance(template, str) else json.dumps(template), encoding="utf-8")
    return path


def child(value: Any = None) -> dict[str, Any]:
    """Return a template with a parameter `ClientId` that its function holds."""
    return {
        "Parameters": {"ClientId": {"Type": "String"}},
        "Resources": {"Handler": function({"Ref": "ClientId"} if value is None else value)},
    }


def parent(url: Any = "child.json", value: Any = None, **further: Any) -> dict[str, Any]:
    """Return a template that hands a value, by default its pool's ID, to a nested stack."""
    handed = {"Ref": "Pool"} if value is None else value
    return {"Resources": {"Pool": POOL, "App": nested(url, ClientId=handed), **further}}


def found(path: Path, **how: Any) -> list[Found]:
    """Return what is found across templates, and no other rule of ours has a word."""
    findings = ours(lint(path, **how))
    assert {finding.id for finding in findings} <= {"E9730", "E9731", "W9732"}, findings
    return findings
