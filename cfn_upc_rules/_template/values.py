"""What a value of a template is: a literal, a reference, a text of both, or unknown."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

Path: TypeAlias = tuple[str | int, ...]

DYNAMIC: Final = "{{resolve:"
_DYNAMIC_REFERENCE: Final = re.compile(r"(\{\{resolve:[^}]*\}\})")


class Reference(NamedTuple):
    """A `Ref` (no attribute) or `Fn::GetAtt` of a name: a resource, a parameter or a pseudo parameter."""

    target: str
    attribute: str = ""

    def __str__(self) -> str:
        """Return the reference as a reader of YAML would write it."""
        return f"!GetAtt {self.target}.{self.attribute}" if self.attribute else f"!Ref {self.target}"


class Text(NamedTuple):
    """A text with known and unknown pieces, in order: of `Fn::Sub`, `Fn::Join`, or a dynamic reference."""

    parts: tuple[str | Reference | None, ...]

    @property
    def start(self) -> str:
        """The known text at the beginning, "" where it begins with something unknown."""
        first = self.parts[0]
        return first if isinstance(first, str) else ""


class Unknown:
    """A value that the template doesn't tell: an import, a macro's result, a malformed function."""

    def __repr__(self) -> str:
        """Return a name for messages of failing tests."""
        return "UNKNOWN"


class Absent:
    """No value at all: the key is not there, or it holds `AWS::NoValue`."""

    def __repr__(self) -> str:
        """Return a name for messages of failing tests."""
        return "ABSENT"


UNKNOWN: Final = Unknown()
ABSENT: Final = Absent()

# A piece of a text; None for one that is unknown.
Piece: TypeAlias = "str | Reference | None"

# A literal is itself: str, int, float, bool, None, or a mapping or list with whatever it holds.
Value: TypeAlias = Any


def intrinsic(raw: Any) -> tuple[str, Any] | None:
    """Return name and argument where `raw` is a call of an intrinsic function, else None."""
    if isinstance(raw, dict) and len(raw) == 1:
        [(name, argument)] = raw.items()
        if name in ("Ref", "Condition") or (isinstance(name, str) and name.startswith("Fn::")):
            return name, argument
    return None


def mapping(value: Any) -> dict[str, Any]:
    """Return the value where it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def boolean(value: Any) -> bool | None:
    """Return the boolean that a value is, also as text (as CloudFormation takes it); None for anything else."""
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value.lower()) if isinstance(value, str) else None


def references(value: Value) -> list[Reference]:
    """Return the references that a value consists of, alone or as pieces of a text."""
    return [part for part in (value.parts if isinstance(value, Text) else (value,)) if isinstance(part, Reference)]


def joined(values: list[Any]) -> Value:
    """Return the simplest value that the pieces, put together, are."""
    parts: list[Piece] = []
    for value in values:
        for part in value.parts if isinstance(value, Text) else _known_and_unknown(value):
            known = scalar_text(part)
            if known is None:
                parts.append(part if isinstance(part, Reference) else None)
            elif known and parts and isinstance(parts[-1], str):
                parts[-1] += known
            elif known:
                parts.append(known)
    if not parts:
        return ""
    if len(parts) == 1:
        return UNKNOWN if parts[0] is None else parts[0]
    return Text(tuple(parts))


def _known_and_unknown(value: Value) -> Sequence[Any]:
    """Return a text with dynamic references (`{{resolve:ssm:name}}`) as known and unknown pieces."""
    if not isinstance(value, str) or DYNAMIC not in value:
        return (value,)
    return [UNKNOWN if piece.startswith(DYNAMIC) else piece for piece in _DYNAMIC_REFERENCE.split(value)]


def scalar_text(value: Value) -> str | None:
    """Return a literal scalar as the text CloudFormation makes of it; None for anything else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value)
    return str(value) if isinstance(value, str) else None


def differ(value: Value, other: Value) -> bool:
    """Return whether two texts are known to differ; False where they may be the same.

    Equal pieces at both ends cancel out (the same Reference is the same text); what is left differs where
    both sides have other characters, or only one of them has any.
    """
    left, right = _pieces(value), _pieces(other)
    return left is not None and right is not None and remainders(value, other) is None


def remainders(value: Value, other: Value) -> tuple[list[Piece], list[Piece]] | None:
    """Return what is left of two texts without the equal pieces at both ends; None where they are no equal texts."""
    left, right = _pieces(value), _pieces(other)
    if left is None or right is None or _cancel(left, right):
        return None
    left, right = _backwards(left), _backwards(right)
    if _cancel(left, right) or (not (left and right) and any(isinstance(piece, str) for piece in (*left, *right))):
        return None
    return _backwards(left), _backwards(right)


def _pieces(value: Value) -> list[Piece] | None:
    """Return the pieces of a text, None for what is no text."""
    if isinstance(value, Text):
        return list(value.parts)
    if isinstance(value, Reference) or value is UNKNOWN:
        return [value if isinstance(value, Reference) else None]
    known = scalar_text(value)
    return None if known is None else [known] * bool(known)


def _backwards(pieces: list[Piece]) -> list[Piece]:
    return [piece[::-1] if isinstance(piece, str) else piece for piece in reversed(pieces)]


def _cancel(left: list[Piece], right: list[Piece]) -> bool:
    """Remove what both begin with; return whether known characters differ after it."""
    while left and right:
        one, two = left[0], right[0]
        if isinstance(one, str) and isinstance(two, str):
            if not (one.startswith(two) or two.startswith(one)):
                return True
            left[:1] = [one[len(two) :]] * (len(one) > len(two))
            right[:1] = [two[len(one) :]] * (len(two) > len(one))
        elif one is not None and one == two:
            del left[0], right[0]
        else:
            break
    return False
