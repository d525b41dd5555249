"""How messages show a value that is to be written: as YAML or as JSON, whichever the template is.

Who has a tool write the template doesn't edit it: then a message says in words what the value is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cfn_upc_rules._cognito.types import CLIENT, IDENTITY_POOL, POOL
from cfn_upc_rules._template.typed import raw_of, typed
from cfn_upc_rules._template.values import Reference, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cfn_upc_rules._template.nodes import View
    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.stack import Stack

_MOST_NAMED = 3
_WITH_ID = (CLIENT, IDENTITY_POOL, POOL)


def written(stack: Stack, value: Any) -> str:
    """Return a value (a literal, a reference, a text with references) as it would be typed, or in words."""
    if stack.is_synthesised:
        return _in_words(stack, value)
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


def waiting(other: View) -> str:
    """Return how to make a resource wait for another one."""
    if other.stack.is_synthesised:
        return f"Let it depend on {other} (node.addDependency)"
    return f"Set DependsOn to {other}"


def refs(stack: Stack, resources: Sequence[Resource], otherwise: str) -> str:
    """Return references to the first few resources, any of which fits; other words where there are none."""
    return " or ".join(ref(stack, resource.id) for resource in resources[:_MOST_NAMED]) or otherwise


def _in_words(stack: Stack, value: Any) -> str:
    if isinstance(value, Reference):
        target = stack.resources.get(value.target)
        what = value.attribute or ("ID" if target is not None and target.type in _WITH_ID else "Ref")
        return f"the {what} of '{stack.name_of(value.target)}'"
    if isinstance(value, Text):
        return " + ".join(_in_words(stack, part) for part in value.parts)
    return typed(raw_of(value), is_json=False)
