"""How messages show a value that is to be written: as YAML or as JSON, whichever the template is."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.stack import Stack

_NAMED = 3


def ref(stack: Stack, logical_id: str) -> str:
    """Return a reference to a resource as it would be typed."""
    return _json({"Ref": logical_id}) if stack.is_json else f"!Ref {logical_id}"


def get_att(stack: Stack, logical_id: str, attribute: str) -> str:
    """Return an attribute of a resource as it would be typed."""
    return _json({"Fn::GetAtt": [logical_id, attribute]}) if stack.is_json else f"!GetAtt {logical_id}.{attribute}"


def sub(stack: Stack, text: str) -> str:
    """Return a text with references in it as it would be typed."""
    return _json({"Fn::Sub": text}) if stack.is_json else f'!Sub "{text}"'


def entry(stack: Stack, key: str, value: Any) -> str:
    """Return a key with a literal value as it would be typed."""
    return f'"{key}": {_json(value)}' if stack.is_json else f"{key}: {str(value).lower() if value is True else value}"


def refs(stack: Stack, resources: Sequence[Resource], otherwise: str) -> str:
    """Return references to the first few resources, any of which fits; other words where there are none."""
    return " or ".join(ref(stack, resource.id) for resource in resources[:_NAMED]) or otherwise


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
