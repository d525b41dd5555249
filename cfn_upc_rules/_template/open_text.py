"""Decodes a text that is open in an editor, at each edit: into what cfn-lint's decoder makes of it, in 3/5 of its time.

cfn-lint's decoder makes every key twice, and compares it with all keys before it. Here PyYAML's events are turned into
cfn-lint's nodes in one pass. Whatever is not plain is left to cfn-lint: what it refuses, anchors, merge keys, tags of
YAML itself. A test compares both on every file there is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cfnlint.decode import decode_str
from cfnlint.decode.cfn_yaml import FN_PREFIX, UNCONVERTED_SUFFIXES
from cfnlint.decode.node import dict_node, list_node, str_node
from yaml import SafeLoader, ScalarNode, YAMLError
from yaml.events import DocumentEndEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML was built without libyaml
    Loader = SafeLoader  # type: ignore[assignment, misc]

if TYPE_CHECKING:
    from cfnlint.match import Match

_TAG: Final = "tag:yaml.org,2002:"
_STRING: Final = f"{_TAG}str"
# What PyYAML makes of these is no node of cfn-lint's.
_SCALARS: Final = frozenset(f"{_TAG}{name}" for name in ("int", "float", "bool", "null", "timestamp"))

# cfn-lint's decoder comes to the end of Python's stack before this one does, and says so.
_DEEPEST: Final = 50


class _NotPlainError(Exception):
    """Left to cfn-lint."""


def decoded(text: str) -> tuple[Any, list[Match]]:
    """Return a template and what is wrong with its text, as cfn-lint's `decode_str` does.

    Args:
        text: the template's text, YAML or JSON.
    """
    try:
        return _PlainText(text).template(), []
    # ValueError: a number or date that is none.
    except (_NotPlainError, YAMLError, ValueError, RecursionError):
        return decode_str(text)


class _PlainText:
    """A text, turned into cfn-lint's nodes.

    Raises:
        _NotPlainError: it holds something that is left to cfn-lint.
    """

    def __init__(self, text: str) -> None:
        self._loader = Loader(text)
        self._next = self._loader.get_event
        self._depth = 0

    def template(self) -> dict[str, Any]:
        for _ in ("the stream", "the document"):  # they begin
            self._next()
        if not self._loader.check_event(MappingStartEvent):
            raise _NotPlainError
        template: dict[str, Any] = self._made(self._next())
        if not isinstance(self._next(), DocumentEndEvent) or self._loader.check_node():  # there is another document
            raise _NotPlainError
        return template

    def _made(self, event: Any) -> Any:
        """Return what begins with an event."""
        if event.anchor is not None:
            raise _NotPlainError
        if event.tag is not None and event.tag != "!":
            return self._function(event)
        if isinstance(event, ScalarEvent):
            return self._scalar(event)
        if isinstance(event, MappingStartEvent):
            items, end = self._items()
            return dict_node(items, event.start_mark, end)
        listed, end = self._listed()
        return list_node(listed, event.start_mark, end)

    def _scalar(self, event: Any) -> Any:
        value = event.value
        is_plain = event.implicit[0]
        tag = self._loader.resolve(ScalarNode, value, event.implicit) if is_plain else _STRING  # type: ignore[no-untyped-call]
        if tag == _STRING:
            return str_node(value, event.start_mark, event.end_mark)
        if tag not in _SCALARS:
            raise _NotPlainError
        return self._loader.construct_object(ScalarNode(tag, value, event.start_mark, event.end_mark))

    def _items(self) -> tuple[dict[Any, Any], Any]:
        """Return the items of a mapping that has begun, and where it ends."""
        made: dict[Any, Any] = {}
        self._begin()
        while not isinstance(event := self._next(), MappingEndEvent):
            key = self._made(event)
            if key is None or isinstance(key, dict | list) or key in made:
                raise _NotPlainError
            made[key] = self._made(self._next())
        self._depth -= 1
        return made, event.end_mark

    def _listed(self) -> tuple[list[Any], Any]:
        """Return the items of a list that has begun, and where it ends."""
        made = []
        self._begin()
        while not isinstance(event := self._next(), SequenceEndEvent):
            made.append(self._made(event))
        self._depth -= 1
        return made, event.end_mark

    def _begin(self) -> None:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise _NotPlainError

    def _function(self, event: Any) -> Any:
        """Return what a short form such as `!Ref Pool` stands for."""
        if not event.tag.startswith("!"):
            raise _NotPlainError
        name = event.tag[1:]
        if name not in UNCONVERTED_SUFFIXES:
            name = f"{FN_PREFIX}{name}"
        argument: Any
        if isinstance(event, ScalarEvent):
            argument, end = event.value, event.end_mark
        elif isinstance(event, MappingStartEvent):
            argument, end = self._items()
        else:
            argument, end = self._listed()
        if name == "Fn::GetAtt":
            if isinstance(argument, dict):
                raise _NotPlainError
            parts = argument.split(".", 1) if isinstance(argument, str) else argument
            argument = list_node(parts, event.start_mark, end)
        return dict_node({name: argument}, event.start_mark, end)
