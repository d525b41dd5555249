"""What the templates of a run export, for those that import it.

The command puts it together before it lints (see `_command/exporting.py`); a template by itself knows of no other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeAlias

from cfn_upc_rules._template.values import Reference, mapping, parts_of

if TYPE_CHECKING:
    from cfn_upc_rules._application.members import Member
    from cfn_upc_rules._template.stack import Stack

# The pieces of an export's name: texts, and the names of parameters between them.
Key: TypeAlias = "tuple[str, ...]"

# What differs from stack to stack.
OF_STACK = ("AWS::StackName", "AWS::StackId", "AWS::NotificationARNs")


class Exported(NamedTuple):
    """An output of another template that is imported by its export's name."""

    member: Member
    output: str


class Run:
    """What is known of the run of the command that this process works for.

    Attributes:
        exports: the file, and the output in it, by the name of an export; of names that two have there is none.
    """

    exports: ClassVar[dict[Key, tuple[str, str]]] = {}


def key_of(stack: Stack, raw: Any) -> Key | None:
    """Return the name of an export, to be compared in structure; None for one that can't be told.

    Two templates that name a parameter alike in it are taken to mean the same value.
    """
    pieces: list[str] = []
    for part in parts_of(stack.read_as_is(raw)):
        if isinstance(part, Reference):
            known = part.target in stack.parameters or part.target.startswith("AWS::")
            if part.attribute or not known or part.target in OF_STACK:
                return None
            pieces.append(f"${{{part.target}}}")
        elif isinstance(part, str):
            pieces.append(part)
        else:
            return None
    return tuple(pieces) if any(pieces) else None


def exports_of(stack: Stack) -> dict[Key, str]:
    """Return the outputs that a template exports, by the name of the export; of names that two have there is none."""
    found: dict[Key, list[str]] = {}
    for name, body in mapping(stack.template.get("Outputs")).items():
        raw = mapping(mapping(body).get("Export")).get("Name")
        key = None if raw is None else key_of(stack, raw)
        if key is not None:
            found.setdefault(key, []).append(str(name))
    return {key: names[0] for key, names in found.items() if len(names) == 1}
