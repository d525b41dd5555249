"""What a value of a template is: a literal, a reference, a text of both, or unknown.

CloudFormation's intrinsic functions are read here and nowhere else. `Fn::If` is not among them: which
branch holds is a matter of the scenario (`_scenarios.py`), so the caller hands in a function that
settles it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from cfn_upc_rules._tables import PIECES_OF_ATTRIBUTES

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Path: TypeAlias = tuple[str | int, ...]

DYNAMIC: Final = "{{resolve:"
_VARIABLE = re.compile(r"\$\{(!?)([^}]*)\}")


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

# A literal is itself: str, int, float, bool, None, or a mapping or list with whatever it holds.
Value: TypeAlias = Any


def intrinsic(raw: Any) -> tuple[str, Any] | None:  # noqa: ANN401 - any JSON value
    """Return name and argument where `raw` is a call of an intrinsic function, else None."""
    if isinstance(raw, dict) and len(raw) == 1:
        [(name, argument)] = raw.items()
        if name in ("Ref", "Condition") or (isinstance(name, str) and name.startswith("Fn::")):
            return name, argument
    return None


def mapping(value: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON value
    """Return the value where it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def boolean(value: Any) -> bool | None:  # noqa: ANN401
    """Return the boolean that a value is, also as text (as CloudFormation takes it); None for anything else."""
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value.lower()) if isinstance(value, str) else None


def references(value: Value) -> list[Reference]:
    """Return the references that a value consists of, alone or as pieces of a text."""
    return [part for part in (value.parts if isinstance(value, Text) else (value,)) if isinstance(part, Reference)]


class Reader:
    """Reads the intrinsic functions of one template.

    Args:
        mappings: the template's `Mappings`, for `Fn::FindInMap` with literal keys.
    """

    def __init__(self, mappings: Mapping[str, Any]) -> None:
        """Keep the mappings."""
        self._mappings = mappings

    def read(self, raw: Any, settle: Callable[[Any], Any]) -> Value:  # noqa: ANN401
        """Return what `raw` is.

        Args:
            raw: a value of the decoded template.
            settle: gives what an `Fn::If` at this place comes to (any other value as it is).

        Returns:
            ABSENT, UNKNOWN, a Reference, a Text, or the literal itself.
        """
        raw = settle(raw)
        if isinstance(raw, str):
            return raw if DYNAMIC not in raw else _text(_pieces_of_dynamic(raw))
        call = intrinsic(raw)
        if call is None:
            return raw
        name, argument = call
        read = _READERS.get(name)
        return read(self, argument, settle) if read else UNKNOWN

    def _ref(self, argument: Any, _: Callable[[Any], Any]) -> Value:  # noqa: ANN401
        if argument == "AWS::NoValue":
            return ABSENT
        return Reference(str(argument)) if isinstance(argument, str) else UNKNOWN

    def _get_att(self, argument: Any, _: Callable[[Any], Any]) -> Value:  # noqa: ANN401
        if isinstance(argument, str):
            argument = argument.split(".", 1)
        if isinstance(argument, list) and len(argument) == 2 and all(isinstance(a, str) for a in argument):  # noqa: PLR2004
            return Reference(str(argument[0]), str(argument[1]))
        return UNKNOWN

    def _sub(self, argument: Any, settle: Callable[[Any], Any]) -> Value:  # noqa: ANN401
        names: Any = {}
        if isinstance(argument, list) and len(argument) == 2:  # noqa: PLR2004
            argument, names = argument
        if not isinstance(argument, str) or not isinstance(names, dict):
            return UNKNOWN
        parts: list[Any] = []
        end = 0
        for found in _VARIABLE.finditer(argument):
            parts.append(argument[end : found.start()])
            end = found.end()
            name = found[2].strip()
            if found[1]:
                parts.append("${" + found[2] + "}")
            elif name in names:
                parts.append(self.read(names[name], settle))
            else:
                parts.append(Reference(*name.split(".", 1)))
        return _text([*parts, argument[end:]])

    def _join(self, argument: Any, settle: Callable[[Any], Any]) -> Value:  # noqa: ANN401
        if not (isinstance(argument, list) and len(argument) == 2 and isinstance(argument[0], str)):  # noqa: PLR2004
            return UNKNOWN
        items = settle(argument[1])
        if not isinstance(items, list):
            return UNKNOWN
        values = [value for item in items if (value := self.read(item, settle)) is not ABSENT]
        parts: list[Any] = []
        for value in values:
            parts += [argument[0], value]
        return _text(parts[1:])

    def _select(self, argument: Any, settle: Callable[[Any], Any]) -> Value:  # noqa: ANN401
        if not (isinstance(argument, list) and len(argument) == 2):  # noqa: PLR2004
            return UNKNOWN
        try:
            index = int(argument[0])
        except (TypeError, ValueError):
            return UNKNOWN
        items = settle(argument[1])
        if isinstance(items, list):
            return self.read(items[index], settle) if 0 <= index < len(items) else UNKNOWN
        split = intrinsic(items)
        return self._select_of_split(index, split[1], settle) if split and split[0] == "Fn::Split" else UNKNOWN

    def _select_of_split(self, index: int, argument: Any, settle: Callable[[Any], Any]) -> Value:  # noqa: ANN401
        if not (isinstance(argument, list) and len(argument) == 2 and isinstance(argument[0], str)):  # noqa: PLR2004
            return UNKNOWN
        delimiter = argument[0]
        source = self.read(argument[1], settle)
        if isinstance(source, Reference):
            # The attribute has a fixed form, so a piece of it is as good as the attribute that holds it.
            piece = PIECES_OF_ATTRIBUTES.get((source.attribute, delimiter, index))
            return UNKNOWN if piece is None else Reference(source.target, piece)
        if isinstance(source, str) and delimiter:
            pieces = source.split(delimiter)
            return pieces[index] if 0 <= index < len(pieces) else UNKNOWN
        return UNKNOWN

    def _split(self, argument: Any, settle: Callable[[Any], Any]) -> Value:  # noqa: ANN401
        if not (isinstance(argument, list) and len(argument) == 2 and isinstance(argument[0], str)):  # noqa: PLR2004
            return UNKNOWN
        source = self.read(argument[1], settle)
        return list(source.split(argument[0])) if isinstance(source, str) and argument[0] else UNKNOWN

    def _find_in_map(self, argument: Any, settle: Callable[[Any], Any]) -> Value:  # noqa: ANN401
        if not (isinstance(argument, list) and len(argument) == 3):  # noqa: PLR2004
            return UNKNOWN
        found: Any = self._mappings
        for key in argument:
            key = self.read(key, settle)  # noqa: PLW2901
            if not (isinstance(found, dict) and isinstance(key, str) and key in found):
                return UNKNOWN
            found = found[key]
        return self.read(found, settle)


_READERS: dict[str, Callable[[Reader, Any, Callable[[Any], Any]], Value]] = {
    "Ref": Reader._ref,  # noqa: SLF001
    "Fn::GetAtt": Reader._get_att,  # noqa: SLF001
    "Fn::Sub": Reader._sub,  # noqa: SLF001
    "Fn::Join": Reader._join,  # noqa: SLF001
    "Fn::Select": Reader._select,  # noqa: SLF001
    "Fn::Split": Reader._split,  # noqa: SLF001
    "Fn::FindInMap": Reader._find_in_map,  # noqa: SLF001
}


def _pieces_of_dynamic(raw: str) -> list[Any]:
    """Return a text with dynamic references (`{{resolve:ssm:name}}`) as known and unknown pieces."""
    pieces = re.split(r"(\{\{resolve:[^}]*\}\})", raw)
    return [UNKNOWN if piece.startswith(DYNAMIC) else piece for piece in pieces]


def _text(values: list[Any]) -> Value:
    """Return the simplest value that the pieces, put together, are."""
    parts: list[str | Reference | None] = []
    for value in values:
        for part in value.parts if isinstance(value, Text) else (value,):
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
    if left is None or right is None:
        return False
    if _cancel(left, right):
        return True
    left, right = _backwards(left), _backwards(right)
    return _cancel(left, right) or (not (left and right) and any(isinstance(piece, str) for piece in (*left, *right)))


def _pieces(value: Value) -> list[str | Reference | None] | None:
    """Return the pieces of a text, None for what is no text."""
    if isinstance(value, Text):
        return list(value.parts)
    if isinstance(value, Reference) or value is UNKNOWN:
        return [value if isinstance(value, Reference) else None]
    known = scalar_text(value)
    return None if known is None else [known] * bool(known)


def _backwards(pieces: list[str | Reference | None]) -> list[str | Reference | None]:
    return [piece[::-1] if isinstance(piece, str) else piece for piece in reversed(pieces)]


def _cancel(left: list[str | Reference | None], right: list[str | Reference | None]) -> bool:
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
