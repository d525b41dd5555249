"""Which new client took the place of which old one."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from cfn_upc_rules._cognito.stack import pools
from cfn_upc_rules._template.resources import Resource
from cfn_upc_rules._template.values import Reference, boolean, scalar_text, spelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cfn_upc_rules._template.stack import Stack

# More than all else together: nobody gives a display name to another client.
_SAME_NAME: Final = 10.0
# Less than the least that two clients with anything in common have.
_NOTHING: Final = 0.001


def successors(
    base: Stack, gone: Sequence[Resource], stack: Stack, come: Sequence[Resource]
) -> dict[str, list[Resource]]:
    """Return the new clients that may have taken the place of each old one, the likeliest first.

    Each new client goes to the old one that it is most like. One that is left over may stand in for any, where
    the conditions of the others don't hold.

    Args:
        base: the old stack.
        gone: its clients that are gone, at least in some scenario.
        stack: the stack as it is now.
        come: its clients that are new.
    """
    before = [(client, _Traits(base, client)) for client in gone]
    after = [(client, _Traits(stack, client)) for client in come]
    pairs = [(old, new, _likeness(one, other)) for (old, one), (new, other) in product(before, after)]
    pairs = sorted((pair for pair in pairs if pair[2] > _NOTHING), key=lambda pair: pair[2], reverse=True)
    found: dict[str, list[Resource]] = {client.id: [] for client in gone}
    taken = set()
    for old, new, _ in pairs:
        if old.id not in stack.resources and new.id not in taken and not found[old.id]:
            found[old.id].append(new)
            taken.add(new.id)
    for old, new, _ in pairs:
        if new.id not in taken:
            found[old.id].append(new)
    return found


def is_renamed(base: Stack, old: str, stack: Stack, new: str) -> bool:
    """Return whether the one pool is gone, and the other has come."""
    return _is_only_in(base, old, stack) and _is_only_in(stack, new, base)


def _is_only_in(stack: Stack, pool: str, other: Stack) -> bool:
    return pool in {resource.id for resource in pools(stack)} and pool not in other.resources


class _Traits:
    """What a client can be recognized by."""

    def __init__(self, stack: Stack, client: Resource) -> None:
        """Take it from the client and from who refers to it."""
        self.stack = stack
        self.id = client.id
        properties = client.body.get("Properties")
        properties = dict(properties) if isinstance(properties, dict) else {}
        if boolean(properties.get("GenerateSecret")) is False:
            del properties["GenerateSecret"]
        pool = properties.pop("UserPoolId", None)
        self.pool = stack.read_as_is(pool)
        self.written_pool = _plain(pool)
        self.name = properties.get("ClientName")
        self.properties = {key: _plain(value) for key, value in properties.items()}
        self.uses = frozenset(
            (name, use.below)
            for use in stack.uses(client)
            for name in ((use.by.id, use.by.type) if isinstance(use.by, Resource) else (f"Outputs/{use.by.name}", ""))
        )


def _likeness(old: _Traits, new: _Traits) -> float:
    """Return how likely a new client is the old one under another name."""
    keys = {*old.properties, *new.properties}
    alike = sum(_overlap(old.properties.get(key), new.properties.get(key)) for key in keys)
    return (
        _SAME_NAME * (old.name is not None and old.name == new.name)
        + _same_pool(old, new)
        + alike / max(len(keys), 1)
        + _overlap(old.uses, new.uses)
        # The logical IDs only decide between equals.
        + _NOTHING * SequenceMatcher(None, old.id, new.id).ratio()
    )


def _same_pool(old: _Traits, new: _Traits) -> bool:
    """Return whether the pool is the same, or was renamed too."""
    if isinstance(old.pool, Reference) and isinstance(new.pool, Reference):
        before, after = old.pool.target, new.pool.target
        return before == after or is_renamed(old.stack, before, new.stack, after)
    return bool(old.written_pool == new.written_pool != _plain(None))


def _plain(value: Any) -> Any:
    """Return a value that can be compared: a set for a list, else a text."""
    if isinstance(value, list):
        return frozenset(spelled(item, "") for item in value)
    text = scalar_text(value)
    return spelled(value, "") if text is None else text


def _overlap(one: Any, other: Any) -> float:
    """Return from 0 to 1 how much two values have in common."""
    if isinstance(one, frozenset) and isinstance(other, frozenset) and one | other:
        return len(one & other) / len(one | other)
    return float(one == other and bool(one))
