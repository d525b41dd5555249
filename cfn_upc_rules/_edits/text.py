"""Turns a change of a template into edits of its text: small ones, that leave every other letter as it was."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import yaml

from cfn_upc_rules._edits.edit import ADD_ITEM, PUT, RENAME, TAKE_OUT, WAIT_FOR
from cfn_upc_rules._edits.source import BLOCK_STYLES, TEXT, Source, Step, below, call_of, decline, in_brackets
from cfn_upc_rules._edits.writing import Writer
from cfn_upc_rules._template.typed import raw_of
from cfn_upc_rules._template.values import intrinsic

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from cfn_upc_rules._edits.edit import Change, Edit
    from cfn_upc_rules._template.values import Path

_KEEPS_LINES: Final = re.compile(r"[|>][0-9]*\+")
# So many values stand above a resource: the template and its section.
_RESOURCE: Final = 2
_ANCHORED: Final = re.compile(r"(?:!\S*\s+)?&")
_COMMA_AND_COMMENT: Final = re.compile(r"\s*,\s*#")


class TextEdit(NamedTuple):
    """A part of a text, and what stands there instead."""

    start: int
    end: int
    new: str


def edits_of(source: Source, edit: Edit) -> list[TextEdit]:
    """Return what makes an edit in a text, in the order of the text.

    Raises:
        DeclinedError: it can't be made here.
    """
    if edit.why_not:
        decline(edit.why_not)
    every = dict.fromkeys(one for change in edit.changes for one in _text_edits(source, change))
    inserted: dict[int, str] = {}
    for one in every:
        if one.start == one.end:  # two keys that are added to one mapping
            inserted[one.start] = inserted.get(one.start, "") + one.new
    made = sorted(
        [TextEdit(at, at, new) for at, new in inserted.items()] + [one for one in every if one.start < one.end]
    )
    if touching(made):
        decline("its parts touch each other")
    return made


def _text_edits(source: Source, change: Change) -> list[TextEdit]:
    return _KINDS[change.kind](source, change.path, raw_of(change.value))


def touching(edits: Sequence[TextEdit]) -> bool:
    """Return whether two of the edits, which are in the order of the text, touch or nest."""
    return any(first.end >= second.start for first, second in pairwise(edits))


def with_edits(text: str, edits: Iterable[TextEdit]) -> str:
    """Return a text with edits that don't touch each other."""
    pieces, at = [], 0
    for edit in sorted(edits):
        pieces += [text[at : edit.start], edit.new]
        at = edit.end
    return "".join([*pieces, text[at:]])


# -- a value -----------------------------------------------------------------------------------------------


def _put(source: Source, path: Path, raw: Any) -> list[TextEdit]:
    steps = source.walk(path)
    rest = path[len(steps) - 1 :]
    if not rest:
        return _replace(source, steps[-1], raw)
    if path[0] == "Resources" and len(steps) <= _RESOURCE:
        decline("the text that was read is not the one on disk")
    last = steps[-1].node
    if steps[-1].is_argument or call_of(last) is not None:
        decline("a conditional value, or what a function gives, stands there")
    if not isinstance(last, yaml.MappingNode) or any(isinstance(key, int) or key.startswith("Fn::") for key in rest):
        decline("there is no mapping to add it to")
    for key in reversed(rest[1:]):
        raw = {key: raw}
    return _insert(source, last, str(rest[0]), raw)


def _replace(source: Source, step: Step, raw: Any) -> list[TextEdit]:
    writer, node = Writer(source), step.node
    start, end = source.start_of_argument(node) if step.is_argument else source.start(node), source.end(node)
    _refuse_to_replace(source, step, source.text[start:end], raw)
    old = None if step.is_argument else call_of(node)
    if old is not None and intrinsic(raw) is not None:
        return [TextEdit(*writer.replaced(old, raw))]
    if isinstance(node, yaml.ScalarNode) and not isinstance(raw, (dict, list)):
        if node.style in BLOCK_STYLES:
            decline("a text of several lines stands there")
        return [TextEdit(start, end, writer.like(node, raw))]
    anchor = start if step.key is None else source.start(step.key)
    is_flow = _is_in_flow(source, step.node)
    text = writer.value(raw, anchor, source.indent(anchor), is_flow=is_flow)
    if step.key is not None and not is_flow:
        colon = source.text.index(":", source.end(step.key)) + 1
        return [TextEdit(colon, end, text if text[:1] in ("\r", "\n") else f" {text}")]
    return [TextEdit(start, end, text)]


def _refuse_to_replace(source: Source, step: Step, text: str, raw: Any) -> None:
    node = step.node
    if step.is_argument and not (node.tag == "!Sub" and isinstance(raw, str)):
        decline("what a function gives stands there")
    if step.is_argument and re.search(r"[\r\n]", text):
        decline("a text of several lines stands there")
    source.refuse_shared(node)
    if not text:
        decline("nothing stands there")
    if _ANCHORED.match(text):
        decline("an anchor stands there")
    call = None if step.is_argument else call_of(node)
    if call is not None and call.name == "Fn::If":
        decline("a conditional value stands there")
    if source.has_comment(source.start(node), source.end(node)) and not isinstance(node, yaml.ScalarNode):
        decline("a comment stands within it")


def _is_in_flow(source: Source, wanted: yaml.Node) -> bool:
    """Return whether a value stands within braces or brackets."""
    todo: list[tuple[yaml.Node, bool]] = [(source.root, False)]
    while todo:
        node, is_flow = todo.pop()
        if node is wanted:
            return is_flow
        inner = is_flow or in_brackets(node)
        todo.extend((one, inner) for one in below(node))
    return False


# -- an entry ----------------------------------------------------------------------------------------------


def _insert(source: Source, mapping: yaml.MappingNode, name: str, raw: Any) -> list[TextEdit]:
    writer = Writer(source)
    key = writer.key(mapping, name)
    entries = list(mapping.value)
    if mapping.flow_style:
        return _insert_in_braces(source, mapping, key, raw)
    first = source.start(entries[0][0])
    indent = source.indent(first)
    if "?" in (source.text[first : first + 1], source.text[source.start(entries[-1][0]) - 2 :][:1]):
        decline("its keys are marked by question marks")
    after = _type_of(entries) if name == "DependsOn" else None
    after = after or entries[-1]
    end = source.end_of_value(*after)
    if _keeps_lines(source, after[1]):
        decline("a text that keeps its empty lines (|+) stands before it")
    text = writer.entry(key, writer.value(raw, source.start(after[0]), indent, is_flow=False))
    return [_new_line(source, end, indent + text)]


def _type_of(entries: list[tuple[yaml.Node, yaml.Node]]) -> tuple[yaml.Node, yaml.Node] | None:
    return next((entry for entry in entries if entry[0].value == "Type"), None)


def _keeps_lines(source: Source, node: yaml.Node) -> bool:
    """Return whether a node ends in a text to which the empty lines behind it belong."""
    while isinstance(node, (yaml.MappingNode, yaml.SequenceNode)) and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    is_block = isinstance(node, yaml.ScalarNode) and node.style in BLOCK_STYLES
    return is_block and _KEEPS_LINES.match(source.text, source.start_of_argument(node)) is not None


def _new_line(source: Source, after: int, text: str) -> TextEdit:
    at = source.end_of_line(after)
    return TextEdit(at, at, source.newline + text)


def _insert_in_braces(source: Source, mapping: yaml.MappingNode, key: str, raw: Any) -> list[TextEdit]:
    writer = Writer(source)
    start, entries = source.start(mapping), list(mapping.value)
    if not entries:
        return _into_empty(
            source,
            source.text.index("{", start),
            source.end(mapping),
            lambda at, indent: f"{key}: {writer.value(raw, at, indent, is_flow=True)}",
        )
    last_key, last = entries[-1]
    colon = source.text[source.end(last_key) : _start_of_value(source, last_key, last)]
    colon = colon if colon.strip() == ":" and not re.search(r"[\r\n]", colon) else ": "
    first = source.start(last_key)
    value = writer.value(raw, first, source.indent(first), is_flow=True)
    return _behind(source, source.end_of_value(last_key, last), _joint(source, entries), f"{key}{colon}{value}")


def _into_empty(source: Source, begin: int, end: int, write: Callable[[int, str], str]) -> list[TextEdit]:
    """Write the first entry or item between two brackets that stand in the text.

    Args:
        source: the text.
        begin: where the first bracket stands.
        end: where the last one ends.
        write: gives the entry for a place like the one where it will stand, and the blanks in front of it.
    """
    if source.text[begin + 1 : end - 1].strip():
        decline("a comment stands within it")
    if source.is_json and source.newline in source.text:
        indent = source.indent(begin)
        inner = indent + Writer(source).step(begin)
        first = source.start_of_line(begin) + len(indent)
        text = f"{source.newline}{inner}{write(first, inner)}{source.newline}{indent}"
    else:
        text = write(begin, "")
    return [TextEdit(begin + 1, end - 1, text)]


def _start_of_value(source: Source, key: yaml.Node, value: yaml.Node) -> int:
    return max(source.start(value), source.end(key))


def _joint(source: Source, entries: list[tuple[yaml.Node, yaml.Node]]) -> str:
    """Return what stands between two entries within braces, or would."""
    first = source.start(entries[-1][0])
    if source.is_first_in_line(first):
        return f",{source.newline}{source.text[source.start_of_line(first) : first]}"
    if len(entries) > 1:
        between = source.text[source.end_of_value(*entries[-2]) : first]
        return between if between.strip() == "," else ", "
    return ", "


def _behind(source: Source, end: int, joint: str, text: str) -> list[TextEdit]:
    """Put an entry or item behind the last one within braces or brackets; a comment there stays with its line."""
    rest = source.text[end : source.end_of_line(end)]
    is_new_line = re.search(r"[\r\n]", joint) is not None
    if is_new_line and not source.is_json and _COMMA_AND_COMMENT.match(rest):
        at = end + len(rest)
        return [TextEdit(at, at, f"{joint.lstrip(',')}{text},")]
    if is_new_line and source.has_comment(end, end + len(rest)) and not rest.strip().startswith((",", "}", "]")):
        at = end + len(rest)
        return [TextEdit(end, end, ","), TextEdit(at, at, joint.lstrip(",") + text)]
    return [TextEdit(end, end, joint + text)]


# -- an item -----------------------------------------------------------------------------------------------


def _add_item(source: Source, path: Path, raw: Any) -> list[TextEdit]:
    steps = source.walk(path)
    node = steps[-1].node
    if len(steps) <= len(path) or not isinstance(node, yaml.SequenceNode) or call_of(node) is not None:
        decline("there is no list to add it to")
    writer = Writer(source)
    if not node.value:
        bracket = source.text.index("[", source.start(node))
        return _into_empty(
            source, bracket, source.end(node), lambda at, indent: writer.value(raw, at, indent, is_flow=True)
        )
    last = node.value[-1]
    source.refuse_shared(last)
    first = source.start(last)
    if node.flow_style:
        is_first = source.is_first_in_line(first)
        joint = f",{source.newline}{source.text[source.start_of_line(first) : first]}" if is_first else ", "
        return _behind(source, source.end(last), joint, _item(source, last, raw, source.indent(first)))
    if _keeps_lines(source, last):
        decline("a text that keeps its empty lines (|+) stands before it")
    dash = source.indent(source.start(node))
    is_mapping = isinstance(raw, dict) and intrinsic(raw) is None
    if is_mapping and not in_brackets(last):
        inner = f"{dash}  "
        entries = [writer.entry(key, writer.value(item, first, inner, is_flow=False)) for key, item in raw.items()]
        text = f"{source.newline}{inner}".join(entries)
    else:
        text = _item(source, last, raw, dash, is_flow=is_mapping)
    return [_new_line(source, source.end(node), f"{dash}- {text}")]


def _item(source: Source, last: yaml.Node, raw: Any, indent: str, *, is_flow: bool = True) -> str:
    """Return an item as the last one is written."""
    writer = Writer(source)
    if isinstance(raw, str) and isinstance(last, yaml.ScalarNode):
        return writer.like(last, raw)
    return writer.value(raw, source.start(last), indent, is_flow=is_flow).lstrip()


def _take_out(source: Source, path: Path, _: Any) -> list[TextEdit]:
    steps = source.walk(path)
    if len(steps) <= len(path):
        decline("the text that was read is not the one on disk")
    step, parent = steps[-1], steps[-2]
    if "Fn::If" in path and path[-2] == "Fn::If":
        decline("a branch of a condition can't be taken out")
    above = parent.node
    source.refuse_shared(step.node)
    if step.is_argument:
        decline("what a function gives stands there")
    items = above.value
    if len(items) == 1:
        decline("nothing would be left beside it")
    if isinstance(above, yaml.SequenceNode):
        index = int(path[-1])
        starts = [source.start(item) for item in items]
        ends = [source.end(item) for item in items]
    else:
        index = next(i for i, (_, value) in enumerate(items) if value is step.node)
        starts = [source.start(key) for key, _ in items]
        ends = [source.end_of_value(*item) for item in items]
    if in_brackets(above):
        return [_out_of_brackets(source, starts, ends, index, source.end(above))]
    return [_lines_out(source, above, starts, ends, index)]


def _out_of_brackets(source: Source, starts: list[int], ends: list[int], index: int, bracket: int) -> TextEdit:
    is_last = index + 1 == len(starts)
    start, end = (ends[index - 1], ends[index]) if is_last else (starts[index], starts[index + 1])
    if source.has_comment(start, bracket if is_last else end):
        decline("a comment stands within it")
    return TextEdit(start, end, "")


def _lines_out(source: Source, above: yaml.Node, starts: list[int], ends: list[int], index: int) -> TextEdit:
    start, end = starts[index], ends[index]
    if isinstance(above, yaml.SequenceNode):
        before = source.text[source.start_of_line(start) : start]
        if not before.strip():
            decline("its dash stands in another line")
        if before.strip() != "-":
            return _first_out(source, starts, index)
    elif not source.is_first_in_line(start):
        return _first_out(source, starts, index)
    first, behind = source.start_of_line(start), source.next_line(end)
    if source.has_comment(first, behind):
        decline("a comment stands within it")
    if behind == len(source.text) and source.end_of_line(end) == behind:  # the last line has no newline
        before = source.text[:first].rstrip("\r\n")
        return TextEdit(len(before), behind, "")
    return TextEdit(first, behind, "")


def _first_out(source: Source, starts: list[int], index: int) -> TextEdit:
    """Take out what shares its line with what it belongs to, as the first key of an item does."""
    if index + 1 >= len(starts) or source.has_comment(starts[index], starts[index + 1]):
        decline("it shares its line with something else")
    return TextEdit(starts[index], starts[index + 1], "")


# -- what else ---------------------------------------------------------------------------------------------


def _wait_for(source: Source, path: Path, other: str) -> list[TextEdit]:
    steps = source.walk(path)
    if len(steps) <= len(path):
        return _put(source, path, other)
    node = steps[-1].node
    if isinstance(node, yaml.SequenceNode):
        return _add_item(source, path, other)
    if not isinstance(node, yaml.ScalarNode) or call_of(node) is not None:
        decline("there is no list to add it to")
    if node.tag != TEXT:
        decline("no name stands there")
    if node.style in BLOCK_STYLES:
        decline("a text of several lines stands there")
    start, end = source.start(node), source.end(node)
    return [TextEdit(start, end, f"[{source.text[start:end]}, {Writer(source).like(node, other)}]")]


def _rename(source: Source, path: Path, name: str) -> list[TextEdit]:
    steps = source.walk(path)
    key = steps[-1].key
    if len(steps) <= len(path) or key is None:
        decline("the text that was read is not the one on disk")
    return [TextEdit(source.start(key), source.end(key), Writer(source).like(key, name))]


_KINDS: Final[dict[str, Callable[[Source, Path, Any], list[TextEdit]]]] = {
    PUT: _put,
    TAKE_OUT: _take_out,
    ADD_ITEM: _add_item,
    WAIT_FOR: _wait_for,
    RENAME: _rename,
}
