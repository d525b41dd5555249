"""An edit, in the words of the domain: what is changed at which path of the template. Nothing here knows a text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cfn_upc_rules._template.nodes import Node
from cfn_upc_rules._template.values import intrinsic, under

if TYPE_CHECKING:
    from collections.abc import Callable

    from cfn_upc_rules._template.values import Path

PUT: Final = "put"
TAKE_OUT: Final = "take out"
ADD_ITEM: Final = "add item"
WAIT_FOR: Final = "wait for"
RENAME: Final = "rename"


class Change(NamedTuple):
    """One change of a template.

    Attributes:
        kind: what is done; one of the constants above.
        path: where.
        value: what is put there: a literal, a `Reference`, a `Text`, a tuple of these; the new name of a key.
    """

    kind: str
    path: Path
    value: Any = None


class Edit(NamedTuple):
    """What mends a finding.

    Attributes:
        changes: what is changed.
        is_safe: whether the template surely means this, and nothing that works today changes.
        why_not: why it can't be made here; "" where it can.
    """

    changes: tuple[Change, ...]
    is_safe: bool
    why_not: str = ""


def safe(*changes: Change) -> Edit:
    """Return an edit that the template surely means, and that changes nothing that works today."""
    return Edit(changes, is_safe=True)


def unsafe(*changes: Change) -> Edit:
    """Return an edit that is likely, but a choice, or replaces what is deployed."""
    return Edit(changes, is_safe=False)


def put(at: Node | Path, value: Any) -> Change:
    """Give a key this value: it is replaced, or added with the mappings above it that are missing."""
    return Change(PUT, _path(at), value)


def take_out(at: Node | Path) -> Change:
    """Take an item out of its list, or a key with its value out of its mapping."""
    return Change(TAKE_OUT, _path(at))


def add_item(at: Node | Path, value: Any) -> Change:
    """Add an item at the end of a list."""
    return Change(ADD_ITEM, _path(at), value)


def wait_for(logical_id: str, other: str) -> Change:
    """Let a resource depend on another one."""
    return Change(WAIT_FOR, ("Resources", logical_id, "DependsOn"), other)


def rename(path: Path, name: str) -> Change:
    """Give the key at the end of a path another name."""
    return Change(RENAME, path, name)


def rewrite(at: Node, write: Callable[[str], str]) -> tuple[Change, ...]:
    """Write a text anew, as it stands: within `Fn::Sub`, too. Nothing where what stands there is no text."""
    if isinstance(at.raw, str):
        return (put(at, write(str(at.raw))),)
    call = intrinsic(at.raw)
    if call is None or call[0] != "Fn::Sub":
        return ()
    path = (*at.path, "Fn::Sub") if isinstance(call[1], str) else (*at.path, "Fn::Sub", 0)
    text = call[1] if isinstance(call[1], str) else under(call[1], (0,))
    return (put(path, write(str(text))),) if isinstance(text, str) else ()


def _path(at: Node | Path) -> Path:
    return at.path if isinstance(at, Node) else at
