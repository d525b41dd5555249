"""How messages show a value that is to be written: as YAML or as JSON, whichever the template is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cfn_upc_rules._template.typed import raw_of, typed
from cfn_upc_rules._template.values import Reference

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.stack import Stack

_NAMED = 3


def written(stack: Stack, value: Any) -> str:
    """Return a value (a literal, a reference, a text with references) as it would be typed."""
    return typed(raw_of(value), is_json=stack.is_json)


def ref(stack: Stack, logical_id: str) -> str:
    """Return a reference to a resource as it would be typed."""
    return written(stack, Reference(logical_id))


def get_att(stack: Stack, logical_id: str, attribute: str) -> str:
    """Return an attribute of a resource as it would be typed."""
    return written(stack, Reference(logical_id, attribute))


def entry(stack: Stack, key: str, value: Any) -> str:
    """Return a key with a literal value as it would be typed."""
    return f"{written(stack, key)}: {written(stack, value)}"


def refs(stack: Stack, resources: Sequence[Resource], otherwise: str) -> str:
    """Return references to the first few resources, any of which fits; other words where there are none."""
    return " or ".join(ref(stack, resource.id) for resource in resources[:_NAMED]) or otherwise
