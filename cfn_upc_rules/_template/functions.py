"""What CloudFormation's intrinsic functions come to.

`Fn::If` is not among them: which branch holds is a matter of the scenario (`scenarios.py`), so the caller hands in
what resolves it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeAlias

from cfn_upc_rules._template.values import (
    ABSENT,
    UNKNOWN,
    Path,
    Reference,
    Value,
    intrinsic,
    is_readable,
    joined,
    mapping,
    may_have_placeholder,
    scalar_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cfn_upc_rules._template.values import Text

    # Gives what an `Fn::If` comes to, and the path from it to that branch; any other value as it is.
    ResolveIf: TypeAlias = Callable[[Any], tuple[Any, Path]]
    # Gives the text that an attribute always is, made of known pieces and of attributes; None where it has no form.
    FormOf: TypeAlias = Callable[[Reference], Text | None]

# What regions, accounts and IDs consist of: a delimiter with one of these may stand in them.
_IN_PIECES = r"[\w-]"
_VARIABLE = re.compile(r"\$\{(!?)([^}]*)\}")


def _no_form(_: Reference) -> None:
    """Say of every attribute that it has no form."""


def as_it_is(raw: Any) -> tuple[Any, Path]:
    """Leave every `Fn::If` unresolved."""
    return raw, ()


class Reader:
    """Reads the intrinsic functions of one template.

    Args:
        mappings: the template's `Mappings`, for `Fn::FindInMap` with literal keys.
        form_of: the text that an attribute always is, for `Fn::Select` of `Fn::Split`.
    """

    def __init__(self, mappings: Mapping[str, Any], form_of: FormOf | None = None) -> None:
        """Keep the tables."""
        self._mappings = mappings
        self._form_of = form_of or _no_form

    def read(self, raw: Any, resolve_if: ResolveIf) -> Value:
        """Return what `raw` is.

        Args:
            raw: a value of the decoded template.
            resolve_if: gives what an `Fn::If` comes to, with the path to that branch.

        Returns:
            ABSENT, UNKNOWN, a Reference, a Text, or the literal itself.
        """
        raw = resolve_if(raw)[0]
        if isinstance(raw, str):
            return joined([raw]) if may_have_placeholder(raw) else raw
        call = intrinsic(raw)
        if call is None:
            return raw if is_readable(raw) else UNKNOWN
        name, argument = call
        read = _READERS.get(name)
        return read(self, argument, resolve_if) if read else UNKNOWN

    def _ref(self, argument: Any, _: ResolveIf) -> Value:
        if argument == "AWS::NoValue":
            return ABSENT
        return Reference(str(argument)) if _is_plain(argument) else UNKNOWN

    def _get_att(self, argument: Any, _: ResolveIf) -> Value:
        if isinstance(argument, str):
            argument = argument.split(".", 1)
        if isinstance(argument, list) and len(argument) == 2 and all(map(_is_plain, argument)):  # noqa: PLR2004
            return Reference(str(argument[0]), str(argument[1]))
        return UNKNOWN

    def _sub(self, argument: Any, resolve_if: ResolveIf) -> Value:
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
                parts.append(self.read(names[name], resolve_if))
            elif "." in name:
                parts.append(Reference(*name.split(".", 1)))
            else:
                value = self.read({"Ref": name}, resolve_if)
                parts.append("" if value is ABSENT else value)
        return joined([*parts, argument[end:]])

    def _join(self, argument: Any, resolve_if: ResolveIf) -> Value:
        if not (isinstance(argument, list) and len(argument) == 2 and isinstance(argument[0], str)):  # noqa: PLR2004
            return UNKNOWN
        items, _ = resolve_if(argument[1])
        if not isinstance(items, list):
            items = self.read(items, resolve_if)
        if not isinstance(items, list):
            return UNKNOWN
        values = [value for item in items if (value := self.read(item, resolve_if)) is not ABSENT]
        parts: list[Any] = []
        for value in values:
            parts += [argument[0], value]
        return joined(parts[1:])

    def _select(self, argument: Any, resolve_if: ResolveIf) -> Value:
        if not (isinstance(argument, list) and len(argument) == 2):  # noqa: PLR2004
            return UNKNOWN
        try:
            index = int(argument[0])
        except (TypeError, ValueError, OverflowError):
            return UNKNOWN
        items, _ = resolve_if(argument[1])
        if isinstance(items, list):
            return self.read(items[index], resolve_if) if 0 <= index < len(items) else UNKNOWN
        split = intrinsic(items)
        if split and split[0] == "Fn::Split":
            return self._select_of_split(index, split[1], resolve_if)
        items = self.read(items, resolve_if)
        return self.read(items[index], resolve_if) if isinstance(items, list) and 0 <= index < len(items) else UNKNOWN

    def _select_of_split(self, index: int, argument: Any, resolve_if: ResolveIf) -> Value:
        if not (isinstance(argument, list) and len(argument) == 2 and isinstance(argument[0], str)):  # noqa: PLR2004
            return UNKNOWN
        delimiter = argument[0]
        source = self.read(argument[1], resolve_if)
        if isinstance(source, str) and delimiter:
            texts = source.split(delimiter)
            return texts[index] if 0 <= index < len(texts) else UNKNOWN
        form = self._form_of(source) if isinstance(source, Reference) else None
        if form is None or re.search(_IN_PIECES, delimiter) or not delimiter:
            return UNKNOWN
        pieces = self._split_form(form, delimiter)
        return joined(pieces[index]) if 0 <= index < len(pieces) else UNKNOWN

    def _split_form(self, form: Text, delimiter: str) -> list[list[Any]]:
        """Return the pieces between the delimiters of a form, each as what it consists of."""
        pieces: list[list[Any]] = [[]]
        for part in form.parts:
            inner = self._form_of(part) if isinstance(part, Reference) else None
            texts: list[list[Any]]
            if isinstance(part, str):
                texts = [[text] for text in part.split(delimiter)]
            elif inner is not None and any(isinstance(text, str) and delimiter in text for text in inner.parts):
                texts = self._split_form(inner, delimiter)
            else:
                texts = [[part]]
            pieces[-1] += texts[0]
            pieces += texts[1:]
        return pieces

    def _split(self, argument: Any, resolve_if: ResolveIf) -> Value:
        if not (isinstance(argument, list) and len(argument) == 2 and isinstance(argument[0], str)):  # noqa: PLR2004
            return UNKNOWN
        source = self.read(argument[1], resolve_if)
        return list(source.split(argument[0])) if isinstance(source, str) and argument[0] else UNKNOWN

    def _length(self, argument: Any, resolve_if: ResolveIf) -> Value:
        items = self.read(argument, resolve_if)
        if not isinstance(items, list) or any(isinstance(item, dict) and "Fn::If" in item for item in items):
            return UNKNOWN
        return sum(self.read(item, resolve_if) is not ABSENT for item in items)

    def _find_in_map(self, argument: Any, resolve_if: ResolveIf) -> Value:
        if not (isinstance(argument, list) and len(argument) >= 3):  # noqa: PLR2004
            return UNKNOWN
        keys = [scalar_text(self.read(key, resolve_if)) for key in argument[:3]]
        if None in keys:
            return UNKNOWN
        found: Any = self._mappings
        for key in keys:
            if not (isinstance(found, dict) and key in found):
                # `AWS::LanguageExtensions` adds the default.
                default = argument[3] if len(argument) > 3 else None  # noqa: PLR2004
                if not (isinstance(default, dict) and "DefaultValue" in default):
                    return UNKNOWN
                found = default["DefaultValue"]
                break
            found = found[key]
        return self.read(found, resolve_if)


def _is_plain(name: Any) -> bool:
    """Return whether it is a name as it stands: cfn-lint leaves a loop's variable in the name of a `Ref`."""
    return isinstance(name, str) and "${" not in name and "&{" not in name


_READERS: dict[str, Callable[[Reader, Any, ResolveIf], Value]] = {
    "Ref": Reader._ref,  # noqa: SLF001
    "Fn::GetAtt": Reader._get_att,  # noqa: SLF001
    "Fn::Sub": Reader._sub,  # noqa: SLF001
    "Fn::Join": Reader._join,  # noqa: SLF001
    "Fn::Select": Reader._select,  # noqa: SLF001
    "Fn::Split": Reader._split,  # noqa: SLF001
    "Fn::FindInMap": Reader._find_in_map,  # noqa: SLF001
    "Fn::Length": Reader._length,  # noqa: SLF001
}


def variables_in(text: str) -> list[str]:
    """Return the names that stand as variables in the text of an `Fn::Sub`."""
    return [found[2].strip() for found in _VARIABLE.finditer(text) if not found[1]]


def inputs_of(raw: Any) -> Iterator[str]:
    """Yield the names on which a condition, or a value in it, depends; "*" for what may depend on any."""
    if isinstance(raw, list):
        for item in raw:
            yield from inputs_of(item)
    elif isinstance(raw, dict):
        for key, value in raw.items():
            if key in ("Ref", "Fn::GetAtt", "Fn::ValueOf"):
                name = value[0] if isinstance(value, list) and value else value
                yield str(name) if isinstance(name, str) else "*"
            elif key == "Condition":
                yield "*"
            elif key == "Fn::Sub":
                text = value[0] if isinstance(value, list) and value else value
                own = value[1] if isinstance(value, list) and len(value) > 1 else {}
                names = variables_in(text) if isinstance(text, str) else []
                yield from (name for name in names if name not in mapping(own))
                yield from inputs_of(own)
            else:
                yield from inputs_of(value)
