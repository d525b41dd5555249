"""What a value of a template is: a literal, a reference, a text of both, or unknown."""

from __future__ import annotations

import json
import re
from typing import Any, Final, NamedTuple, TypeAlias

Path: TypeAlias = tuple[str | int, ...]

# What other tools put their values into, and `{{resolve:…}}`, into which CloudFormation does: opening and closing.
_PLACEHOLDERS: Final = {"{{": "}}", "${": "}", "#{": "}", "<%": "%>"}
_MARKS: Final = r"(\{\{|\}\}|\$\{|#\{|<%|%>|\{|\})"


class Reference(NamedTuple):
    """A `Ref` (no attribute) or `Fn::GetAtt` of a name: a resource, a parameter or a pseudo parameter."""

    target: str
    attribute: str = ""

    def __str__(self) -> str:
        """Return the reference as a reader of YAML would write it."""
        return f"!GetAtt {self.target}.{self.attribute}" if self.attribute else f"!Ref {self.target}"


class Text(NamedTuple):
    """A text with known and unknown pieces, in order: of `Fn::Sub`, `Fn::Join`, or with a placeholder."""

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


# In bits: about 3,000 digits.
_LONGEST_INTEGER: Final = 10_000

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


def parts_of(value: Value) -> tuple[Any, ...]:
    """Return the pieces of a text; anything else is the only piece of itself."""
    return value.parts if isinstance(value, Text) else (value,)


def references(value: Value) -> list[Reference]:
    """Return the references that a value consists of, alone or as pieces of a text."""
    return [part for part in parts_of(value) if isinstance(part, Reference)]


def number(value: Value) -> float | None:
    """Return the number that a value is (also as text); None for anything else."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None


def under(raw: Any, path: Path) -> Any:
    """Return what stands at a path below a value; ABSENT where it leads nowhere."""
    try:
        for key in path:
            raw = raw[key]
    except (KeyError, IndexError, TypeError):
        return ABSENT
    return raw


def may_have_placeholder(text: str) -> bool:
    """Return whether a text may hold what another tool, or a dynamic reference, replaces."""
    return "{" in text or "<%" in text


def joined(values: list[Any]) -> Value:
    """Return the simplest value that the pieces, put together, are; a placeholder in them is unknown."""
    parts: list[Piece] = []
    for value in values:
        for part in parts_of(value):
            known = scalar_text(part)
            if known is None:
                parts.append(part if isinstance(part, Reference) else None)
            elif known and parts and isinstance(parts[-1], str):
                parts[-1] += known
            elif known:
                parts.append(known)
    if any(isinstance(part, str) and may_have_placeholder(part) for part in parts):
        parts = _without_placeholders(parts)
    if not parts:
        return ""
    if len(parts) == 1:
        return UNKNOWN if parts[0] is None else parts[0]
    return Text(tuple(parts))


def is_unknown(text: str) -> bool:
    """Return whether a text holds a placeholder, so that it is not yet what it will be."""
    return not isinstance(joined([text]), str)


def _without_placeholders(parts: list[str | Reference | None]) -> list[str | Reference | None]:
    """Return the pieces of a text with each placeholder, which may reach over several of them, as an unknown piece."""
    if not any(isinstance(part, str) and ("}" in part or "%>" in part) for part in parts):
        return parts  # none ends
    marked: list[Any] = []
    for part in parts:
        marked += filter(None, re.split(_MARKS, part)) if isinstance(part, str) else [part]
    ends = _ends_of_placeholders(marked)
    found: list[str | Reference | None] = []
    texts: list[str] = []  # put together at once: a text may have 100,000 marks
    at = 0
    while at < len(marked):
        piece = None if at in ends else marked[at]
        if isinstance(piece, str):
            texts.append(piece)
        else:
            if texts:
                found.append("".join(texts))
            found.append(piece)
            texts = []
        at = ends.get(at, at) + 1
    if texts:
        found.append("".join(texts))
    return found


def _ends_of_placeholders(marked: list[Any]) -> dict[int, int]:
    """Return where each placeholder ends, by where it begins; one that never ends is none."""
    ends: dict[int, int] = {}
    open_: list[tuple[str, int]] = []  # what closes it, where it began
    for index, piece in enumerate(marked):
        if piece == "}}" and len(open_) > 1 and open_[-1][0] == "}":
            ends[open_.pop()[1]] = index  # two that end together
        if open_ and piece in (open_[-1][0], open_[-1][0] * 2):
            ends[open_.pop()[1]] = index
        elif isinstance(piece, str) and piece in _PLACEHOLDERS:
            open_.append((_PLACEHOLDERS[piece], index))
        elif piece == "{" and open_:
            open_.append(("}", index))
    return {start: end for start, end in ends.items() if marked[start] != "{"}


def scalar_text(value: Value) -> str | None:
    """Return a literal scalar as the text CloudFormation makes of it; None for anything else."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return str(value) if is_readable(value) else None
    return str(value) if isinstance(value, str) else None


def is_readable(value: Any) -> bool:
    """Return whether a scalar can be written at all: Python refuses integers of more than 4,300 digits."""
    return not isinstance(value, int) or value.bit_length() <= _LONGEST_INTEGER


def spelled(raw: Any, otherwise: str) -> str:
    """Return a value as JSON, the same for equal values.

    Args:
        raw: a value of the decoded template.
        otherwise: what stands for one that JSON can't hold: with keys that are dates, or nested too deeply.
    """
    try:
        return json.dumps(raw, sort_keys=True, default=str)
    except (TypeError, ValueError, RecursionError):
        return otherwise


def differ(value: Value, other: Value) -> bool:
    """Return whether two texts are known to differ; False where they may be the same.

    Equal pieces at both ends cancel out (the same Reference is the same text); what is left differs where
    both sides have other characters, or only one of them has any.
    """
    left, right = _pieces(value), _pieces(other)
    return left is not None and right is not None and remainders(value, other) is None


def remainders(value: Value, other: Value) -> tuple[list[Piece], list[Piece]] | None:
    """Return what is left of two texts without the equal pieces at both ends.

    Returns:
        The pieces left of each; None where the texts are known to differ, or one value is no text.
    """
    left, right = _pieces(value), _pieces(other)
    if left is None or right is None or _cancel(left, right):
        return None
    left, right = _backwards(left), _backwards(right)
    if _cancel(left, right) or (not (left and right) and any(isinstance(piece, str) for piece in (*left, *right))):
        return None
    return _backwards(left), _backwards(right)


def _pieces(value: Value) -> list[Piece] | None:
    """Return the pieces of a text, a Reference and UNKNOWN being texts too; None for what is no text."""
    if isinstance(value, Text):
        return list(value.parts)
    if isinstance(value, Reference) or value is UNKNOWN:
        return [value if isinstance(value, Reference) else None]
    known = scalar_text(value)
    if known is None:
        return None
    return [known] if known else []


def _backwards(pieces: list[Piece]) -> list[Piece]:
    return [piece[::-1] if isinstance(piece, str) else piece for piece in reversed(pieces)]


def _cancel(left: list[Piece], right: list[Piece]) -> bool:
    """Remove what both begin with; return whether known characters differ after it."""
    while left and right:
        one, two = left[0], right[0]
        if isinstance(one, str) and isinstance(two, str):
            if not (one.startswith(two) or two.startswith(one)):
                return True
            left[:1] = [one[len(two) :]] if len(one) > len(two) else []
            right[:1] = [two[len(one) :]] if len(two) > len(one) else []
        elif one is not None and one == two:
            del left[0], right[0]
        else:
            break
    return False
