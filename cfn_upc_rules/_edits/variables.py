"""Edits of environments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cfn_upc_rules._edits.edit import Change, add_item, put
from cfn_upc_rules._template.typed import Entries

if TYPE_CHECKING:
    from cfn_upc_rules._cognito.environments import Environment


def declare(environment: Environment, name: str, value: Any) -> Change:
    """Declare a variable: an entry of a map, or an item with Name and Value at the end of a list."""
    if not environment.is_list:
        return put((*environment.node.path, name), value)
    item = Entries((("Name", name), ("Value", value)))
    return put(environment.node, (item,)) if environment.node.absent else add_item(environment.node, item)
