"""Writes a value as its neighbours in the text are written: quotes, short or long forms, lines or brackets."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

import yaml

from cfn_upc_rules._edits.source import LOADER, TEXT, Call, Source, call_of, in_brackets
from cfn_upc_rules._template.typed import is_plain, typed
from cfn_upc_rules._template.values import intrinsic

if TYPE_CHECKING:
    from collections.abc import Sequence

_STEP: Final = "  "
_QUOTES: Final = ("'", '"')
_NEWLINE: Final = re.compile(r"\r\n|\n|\r")


class Writer:
    """Writes values into a text.

    Args:
        source: the text.
    """

    def __init__(self, source: Source) -> None:
        """Take the text."""
        self._source = source

    # -- values ------------------------------------------------------------------------------------

    def scalar(self, raw: Any) -> str:
        """Return a scalar, or any value in one line."""
        return typed(raw, is_json=self._source.is_json)

    def like(self, node: yaml.Node, raw: Any, *, is_elsewhere: bool = False) -> str:
        """Return a scalar in the quotes of another one; a text without quotes only where it needs none.

        Args:
            node: the other one.
            raw: the scalar.
            is_elsewhere: whether it will not stand in the place of the other one.
        """
        start, end = self._source.start_of_argument(node), self._source.end(node)
        old = self._source.text[start:end]
        if not isinstance(raw, str):
            return self.scalar(raw)
        if old[:1] == "'" and _NEWLINE.search(raw) is None:
            return f"'{raw.replace(old[0], old[0] * 2)}'"
        return (
            raw
            if old and old[:1] not in _QUOTES and _may_be_plain(raw, "" if is_elsewhere else old)
            else json.dumps(raw, ensure_ascii=False)
        )

    def key(self, mapping: yaml.MappingNode, name: str) -> str:
        """Return a key as the other keys of a mapping are written."""
        return self.like(mapping.value[-1][0], name) if mapping.value else self.scalar(name)

    @staticmethod
    def entry(key: str, value: str) -> str:
        """Return a key and its value of a block mapping; one that begins with a newline stands below its key."""
        return f"{key}:{value}" if value[:1] in ("\r", "\n") else f"{key}: {value}"

    def value(self, raw: Any, at: int, indent: str, *, is_flow: bool) -> str:
        """Return a value as it stands behind a key's colon, or an item's dash or comma, without the blank before it.

        Args:
            raw: the value.
            at: where in the text it will stand; what stands near is imitated.
            indent: the blanks in front of the key or item that it belongs to.
            is_flow: whether that is within braces or brackets.
        """
        if intrinsic(raw) is not None:
            return self._call(raw, at, indent, is_flow=is_flow)
        if isinstance(raw, dict) and not is_flow:
            return self._lines(raw, at, indent)
        if isinstance(raw, (dict, list)) and self.is_tall(at):
            return self._tall(raw, at, indent)
        return self.scalar(raw)

    def is_tall(self, at: int) -> bool:
        """Return whether what stands at a position has a line of its own for each entry and item, within braces."""
        return self._source.is_json and self._source.is_first_in_line(at)

    def _lines(self, raw: dict[str, Any], at: int, indent: str) -> str:
        inner = indent + self.step(at)
        entries = (
            self.entry(self.scalar(key), self.value(item, at, inner, is_flow=False)) for key, item in raw.items()
        )
        return "".join(f"{self._source.newline}{inner}{entry}" for entry in entries)

    def _tall(self, raw: Any, at: int, indent: str) -> str:
        inner = indent + self.step(at)
        newline = self._source.newline
        if isinstance(raw, dict):
            items = [f"{self.scalar(key)}: {self.value(item, at, inner, is_flow=True)}" for key, item in raw.items()]
        else:
            items = [self.value(item, at, inner, is_flow=True) for item in raw]
        begin, end = "{}" if isinstance(raw, dict) else "[]"
        return f"{begin}{newline}{inner}{f',{newline}{inner}'.join(items)}{newline}{indent}{end}"

    def step(self, at: int) -> str:
        """Return the blanks by which the text is indented, where it is near a position."""
        source = self._source
        node, found = source.root, _STEP
        while isinstance(node, yaml.MappingNode) and node.value:
            below = [value for key, value in node.value if source.start(key) <= at]
            inner = below[-1] if below else node.value[0][1]
            if not (isinstance(inner, yaml.MappingNode) and inner.value):
                break
            first = source.start(inner.value[0][0])
            outer, deeper = source.indent(source.start(node.value[0][0])), source.indent(first)
            if source.is_first_in_line(first) and deeper.startswith(outer) and deeper != outer:
                found = deeper[len(outer) :]
            node = inner
        return found

    # -- functions ---------------------------------------------------------------------------------

    def _call(self, raw: dict[str, Any], at: int, indent: str, *, is_flow: bool) -> str:
        source = self._source
        sample = self._sample(raw, at)
        if sample is None:
            return self._unlike(raw, at, indent, is_flow=is_flow)
        text = self._imitated(raw, sample, sample.node)
        is_one_line = _NEWLINE.search(text) is None
        if sample.key is None or in_brackets(sample.node):
            if is_one_line or self.is_tall(at):
                return _moved(text, source.indent(source.start(sample.node)), indent)
            return self._unlike(raw, at, indent, is_flow=is_flow)
        if not is_flow:
            inner = indent + self.step(at)
            return f"{source.newline}{inner}{_moved(text, source.indent(source.start(sample.key)), inner)}"
        return f"{{{text}}}" if is_one_line else self._unlike(raw, at, indent, is_flow=True)

    def _unlike(self, raw: dict[str, Any], at: int, indent: str, *, is_flow: bool) -> str:
        """Return a call where there is none that can be imitated."""
        if not self._source.is_json and self._is_long(at):
            return self._long(raw, at, indent, is_flow=is_flow)
        return self._tall(raw, at, indent) if self.is_tall(at) else self.scalar(raw)

    def _long(self, raw: dict[str, Any], at: int, indent: str, *, is_flow: bool) -> str:
        [(name, argument)] = raw.items()
        entry = f"{name}: {self.scalar(argument)}"
        return f"{{{entry}}}" if is_flow else f"{self._source.newline}{indent}{self.step(at)}{entry}"

    def _is_long(self, at: int) -> bool:
        """Return whether the function next to a position is in its long form."""
        calls = [call for found in self._source.calls.values() for call in found]
        nearest = min(calls, key=lambda call: abs(self._source.start(call.node) - at), default=None)
        return nearest is not None and nearest.key is not None

    def _sample(self, raw: dict[str, Any], at: int, *, is_long: bool | None = None) -> Call | None:
        """Return the nearest call of the same function that can be imitated, in the form that is asked for."""
        [(name, argument)] = raw.items()
        calls = [
            call
            for call in self._source.calls.get(name, ())
            if (is_long is None or (call.key is not None) is is_long) and self._fits(call, argument)
        ]
        return min(calls, key=lambda call: abs(self._source.start(call.node) - at), default=None)

    def _fits(self, call: Call, argument: Any) -> bool:
        source, node = self._source, call.argument
        text = source.of(call.node)
        if source.has_comment(source.start(call.node), source.end(call.node)) or text.startswith("&"):
            return False
        if isinstance(node, yaml.SequenceNode):
            return (
                isinstance(argument, list)
                and len(node.value) == len(argument)
                and all(isinstance(item, yaml.ScalarNode) and call_of(item) is None for item in node.value)
            )
        # The quotes of `!Ref "AWS::Region"` say nothing of those of other names.
        is_alike = isinstance(node, yaml.ScalarNode) and (":" in node.value) is (":" in str(argument))
        return is_alike and _NEWLINE.search(source.of(node)) is None

    def _imitated(self, raw: dict[str, Any], sample: Call, whole: yaml.Node) -> str:
        """Return the text of a sample, or of its argument, with other scalars in it."""
        [(_, argument)] = raw.items()
        source, node = self._source, sample.argument
        start, end = source.start(whole), source.end(whole)
        texts: list[tuple[yaml.Node, str]] = [(node, ".".join(argument) if isinstance(argument, list) else argument)]
        if isinstance(node, yaml.SequenceNode):
            texts = list(zip(node.value, argument, strict=True))
        return self._with(start, end, texts)

    def _with(self, start: int, end: int, texts: Sequence[tuple[yaml.Node, str]]) -> str:
        pieces, at = [], start
        for node, text in texts:
            pieces += [
                self._source.text[at : self._source.start_of_argument(node)],
                self.like(node, text, is_elsewhere=True),
            ]
            at = self._source.end(node)
        return "".join([*pieces, self._source.text[at:end]])

    def replaced(self, old: Call, raw: dict[str, Any]) -> tuple[int, int, str]:
        """Return from where to where what is put, so that a call becomes another one, of the same form."""
        source = self._source
        [(name, argument)] = raw.items()
        if old.name == name and (found := self._other_argument(old.argument, argument)) is not None:
            return found
        if old.key is None:
            return source.start(old.node), source.end(old.node), self._short(old, raw)
        start, end = source.start(old.key), source.end(old.argument)
        key = self.like(old.key, name)
        sample = self._sample(raw, start, is_long=True)
        is_tall = _NEWLINE.search(source.of(old.node)) is not None or not in_brackets(old.node)
        if sample is not None and sample.key is not None:
            between = source.text[source.end(sample.key) : source.start(sample.argument)]
            text = f"{key}{between}{self._imitated(raw, sample, sample.argument)}"
            is_block = not isinstance(sample.argument, yaml.ScalarNode) and not in_brackets(sample.argument)
            if _NEWLINE.search(text) is None or (is_tall and not (is_block and in_brackets(old.node))):
                return start, end, _moved(text, source.indent(source.start(sample.key)), source.indent(start))
        if isinstance(argument, str) and isinstance(old.argument, yaml.ScalarNode):
            return start, end, f"{key}: {self.like(old.argument, argument)}"
        return start, end, f"{key}: {self.value(argument, start, source.indent(start), is_flow=True)}"

    def _short(self, old: Call, raw: dict[str, Any]) -> str:
        """Return a call in its short form: in the quotes of the old one, else as a near one."""
        [(name, argument)] = raw.items()
        sample = self._sample(raw, self._source.start(old.node), is_long=False)
        is_dotted = sample is None or isinstance(sample.node, yaml.ScalarNode)
        is_alike = isinstance(old.node, yaml.ScalarNode) and {old.name, name} <= {"Ref", "Fn::GetAtt"}
        if is_alike and is_dotted:
            dotted = argument if isinstance(argument, str) else ".".join(argument)
            return f"!{name.removeprefix('Fn::')} {self.like(old.node, dotted)}"
        if sample is not None:
            text = self._imitated(raw, sample, sample.node)
            if _NEWLINE.search(text) is None:
                return text
        return self.scalar(raw)

    def _other_argument(self, node: yaml.Node, argument: Any) -> tuple[int, int, str] | None:
        """Return the smallest change of an argument; None where more than one text in it differs."""
        source = self._source
        if isinstance(node, yaml.ScalarNode):
            text = ".".join(argument) if isinstance(argument, list) else argument
            return source.start_of_argument(node), source.end(node), self.like(node, text)
        if not isinstance(argument, list) or len(node.value) != len(argument):
            return None
        pairs = list(zip(node.value, argument, strict=True))
        differing = [(item, new) for item, new in pairs if call_of(item) is not None or item.value != new]
        if len(differing) == 1 and isinstance(differing[0][0], yaml.ScalarNode):
            [(item, new)] = differing
            return source.start(item), source.end(item), self.like(item, new)
        return None


def _moved(text: str, old: str, new: str) -> str:
    """Return a text whose lines, but for the first, begin with other blanks."""
    return re.sub(rf"(\r\n|\n|\r){re.escape(old)}", lambda found: found[1] + new, text)


def _may_be_plain(text: str, old: str) -> bool:
    """Return whether a text needs no quotes where another one has none.

    Args:
        text: the text.
        old: the other one; where it has what ends a text within brackets, it stands within none.
    """
    if is_plain(text):
        return True
    is_in_lines = re.search(r"[][{},]", old) is not None
    try:
        node = yaml.compose(f"- {text}" if is_in_lines else f"[{text}]", Loader=LOADER)
    except yaml.YAMLError:
        return False
    items = node.value if isinstance(node, yaml.SequenceNode) else []
    return len(items) == 1 and items[0].tag == TEXT and items[0].value == text
