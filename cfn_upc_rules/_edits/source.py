"""A template's text, with where in it everything stands: PyYAML's marks, which are right for YAML and for JSON."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple, NoReturn

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._template.values import Path

LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# The tag of a text, and how YAML writes one over several lines.
TEXT: Final = "tag:yaml.org,2002:str"
BLOCK_STYLES: Final = ("|", ">")
_MERGE: Final = "tag:yaml.org,2002:merge"
_BYTE_ORDER_MARK: Final = "\ufeff"
_TAG: Final = re.compile(r"!\w+[ \t]*")
_ALIAS: Final = re.compile(r"\s*:\s*\*[^\s,\]}]+")
_COMMENT: Final = re.compile(r"(?:^|\s)#")
# What JSON has and YAML 1.1 has not: tabs between tokens, an escaped slash, the halves of a letter beyond U+FFFF.
_ONLY_JSON: Final = re.compile(r"\t|\\(?:u[dD][89a-fA-F][0-9a-fA-F]{2}|.)", re.DOTALL)


class DeclinedError(Exception):
    """An edit can't be made here; says why."""


def decline(why: str) -> NoReturn:
    """Say why an edit can't be made.

    Raises:
        DeclinedError: always.
    """
    raise DeclinedError(why)


class Step(NamedTuple):
    """A value on the way to a path.

    Attributes:
        node: the value.
        key: its key; None for an item of a list, and for the root.
        is_argument: whether it is the argument of a function in its short form, so that the tag belongs to its parent.
    """

    node: yaml.Node
    key: yaml.Node | None = None
    is_argument: bool = False


class Call(NamedTuple):
    """A call of a function as it stands in the text.

    Attributes:
        name: as in the decoded template: `Ref`, `Fn::GetAtt`.
        node: all of it.
        key: the name in its long form; None in its short form.
        argument: what it is called with; `node` itself in its short form.
    """

    name: str
    node: yaml.Node
    key: yaml.Node | None
    argument: yaml.Node


class Source:
    """The text of a template.

    Args:
        text: the text, newlines and byte-order mark as they are in the file.

    Raises:
        DeclinedError: the text can't be read.
    """

    def __init__(self, text: str) -> None:
        """Read the text."""
        self.text = text
        self._shift = int(text.startswith(_BYTE_ORDER_MARK))
        bare = text[self._shift :]
        self.is_json = _is_json(bare)
        if self.is_json:
            bare = _ONLY_JSON.sub(_readable, bare)
        try:
            root = yaml.compose(bare, Loader=LOADER)
        except (yaml.YAMLError, RecursionError, ValueError):
            decline("its text can't be read again")
        if root is None:
            decline("there is nothing in it")
        self.root: yaml.Node = root
        self.calls: dict[str, list[Call]] = {}
        self._shared: set[int] = set()
        self._look_around()
        line = re.search(r"\r\n|\n|\r", text)
        self.newline = line[0] if line else "\n"

    def _look_around(self) -> None:
        seen: set[int] = set()
        todo = [self.root]
        while todo:
            node = todo.pop()
            if id(node) in seen:
                self._shared.add(id(node))
                continue
            seen.add(id(node))
            call = call_of(node)
            if call is not None:
                self.calls.setdefault(call.name, []).append(call)
            todo.extend(below(node))

    # -- where things stand ------------------------------------------------------------------------

    def start(self, node: yaml.Node) -> int:
        """Return where a node begins, its tag and anchor included."""
        return int(node.start_mark.index) + self._shift

    def end(self, node: yaml.Node) -> int:
        """Return where a node ends: behind its last letter, not before the next thing, as PyYAML's mark does."""
        if isinstance(node, yaml.ScalarNode):
            end = int(node.end_mark.index) + self._shift
            if node.style in BLOCK_STYLES:
                return self.start(node) + len(self.text[self.start(node) : end].rstrip())
            return end
        if in_brackets(node) or not node.value:
            return int(node.end_mark.index) + self._shift
        if isinstance(node, yaml.MappingNode):
            return self.end_of_value(*node.value[-1])
        if self._is_alias(node.value[-1], self.start(node)):
            decline("an alias stands there")
        return self.end(node.value[-1])

    def end_of_value(self, key: yaml.Node, value: yaml.Node) -> int:
        """Return where the value of a key ends; an alias has the marks of what it stands for."""
        if self._is_alias(value, self.end(key)):
            alias = _ALIAS.match(self.text, self.end(key))
            if alias is None:
                decline("an alias stands there")
            return alias.end()
        return self.end(value)

    def _is_alias(self, node: yaml.Node, after: int) -> bool:
        return id(node) in self._shared and self.start(node) < after

    def start_of_argument(self, node: yaml.Node) -> int:
        """Return where a node begins behind its tag."""
        start = self.start(node)
        tag = _TAG.match(self.text, start)
        return tag.end() if tag else start

    def of(self, node: yaml.Node) -> str:
        """Return the text of a node."""
        return self.text[self.start(node) : self.end(node)]

    def indent(self, index: int) -> str:
        """Return the blanks in front of an entry or item: those of its line, where it is not the first there.

        A dash counts as a blank, since what follows it is indented by it, too.
        """
        line = self.text[self.start_of_line(index) : index]
        blank = line.replace("-", " ")
        return line[: len(blank) - len(blank.lstrip())].replace("-", " ") if line.strip(" \t-") else blank

    def start_of_line(self, index: int) -> int:
        """Return where the line of an index begins."""
        start = max(self.text.rfind("\n", 0, index), self.text.rfind("\r", 0, index)) + 1
        return max(start, self._shift)

    def end_of_line(self, index: int) -> int:
        """Return where the line of an index ends, before its newline."""
        found = re.compile(r"[\r\n]").search(self.text, index)
        return found.start() if found else len(self.text)

    def next_line(self, index: int) -> int:
        """Return where the line behind that of an index begins: the end of the text where there is none."""
        found = re.compile(r"\r\n|\n|\r").search(self.text, index)
        return found.end() if found else len(self.text)

    def is_first_in_line(self, index: int) -> bool:
        """Return whether only blanks stand before an index in its line."""
        return not self.text[self.start_of_line(index) : index].strip()

    def has_comment(self, start: int, end: int) -> bool:
        """Return whether a comment, or what may be one, stands in a part of the text."""
        return not self.is_json and _COMMENT.search(self.text[start:end]) is not None

    def refuse_shared(self, node: yaml.Node) -> None:
        """Decline what would take away a part that an alias elsewhere stands for.

        Raises:
            DeclinedError: a part of the node stands at several places.
        """
        if not self._shared:
            return
        todo = [node]
        while todo:
            one = todo.pop()
            if id(one) in self._shared:
                decline("an alias lets a part of it stand at several places")
            todo.extend(below(one))

    # -- paths -------------------------------------------------------------------------------------

    def walk(self, path: Path) -> list[Step]:
        """Return the values on the way to a path, from the root on, as far as the text has them.

        Raises:
            DeclinedError: the way leads through an alias, a merge key, or a loop.
        """
        steps = [Step(self.root)]
        for key in path:
            step = self._below(steps[-1], key)
            if step is None:
                if key not in ("Fn::If", "DependsOn") and _has_loop(steps[-1].node):
                    decline("it is made by Fn::ForEach")
                break
            steps.append(step)
        if any(id(step.node) in self._shared for step in steps):
            decline("an alias lets it stand at several places")
        return steps

    def _below(self, step: Step, key: str | int) -> Step | None:
        node = step.node
        call = call_of(node)
        if call is not None and call.key is None and not step.is_argument:
            return Step(node, None, is_argument=True) if call.name == key else None
        if isinstance(node, yaml.SequenceNode):
            return Step(node.value[key]) if isinstance(key, int) and 0 <= key < len(node.value) else None
        if not isinstance(node, yaml.MappingNode):
            return None
        found = [Step(value, name) for name, value in node.value if _is(name, str(key))]
        if found:
            return found[-1]
        if any(_has_key(value, str(key)) for name, value in node.value if name.tag == _MERGE):
            decline("a merge key puts it there")
        return None


def _is_json(text: str) -> bool:
    """Return whether a text is JSON; YAML that begins with a brace may hold comments."""
    if not text.lstrip().startswith("{"):
        return False
    try:
        json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return False
    return True


def in_brackets(node: yaml.Node) -> bool:
    """Return whether a node is a mapping or list within braces or brackets."""
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def call_of(node: yaml.Node) -> Call | None:
    """Return the call of a function that a node is."""
    tag = str(node.tag)
    if tag.startswith("!") and len(tag) > 1:
        name = tag[1:]
        return Call(name if name in ("Ref", "Condition") else f"Fn::{name}", node, None, node)
    if isinstance(node, yaml.MappingNode) and len(node.value) == 1:
        [(key, argument)] = node.value
        name = str(key.value)
        if name == "Ref" or (name.startswith("Fn::") and not name.startswith("Fn::ForEach")):
            return Call(name, node, key, argument)
    return None


def _readable(found: re.Match[str]) -> str:
    text = found[0]
    return " " if text == "\t" else "\\u0020" if len(text) > 2 else "\\n" if text[1] == "/" else text  # noqa: PLR2004


def below(node: yaml.Node) -> Iterator[yaml.Node]:
    """Yield the keys and values of a mapping, the items of a list."""
    if isinstance(node, yaml.MappingNode):
        for pair in node.value:
            yield from pair
    elif isinstance(node, yaml.SequenceNode):
        yield from node.value


def _is(key: yaml.Node, name: str) -> bool:
    return isinstance(key, yaml.ScalarNode) and key.value == name


def _has_key(node: yaml.Node, name: str) -> bool:
    maps: list[Any] = node.value if isinstance(node, yaml.SequenceNode) else [node]
    return any(isinstance(one, yaml.MappingNode) and any(_is(key, name) for key, _ in one.value) for one in maps)


def _has_loop(node: yaml.Node) -> bool:
    return isinstance(node, yaml.MappingNode) and any(
        isinstance(key, yaml.ScalarNode) and key.value.startswith("Fn::ForEach") for key, _ in node.value
    )
