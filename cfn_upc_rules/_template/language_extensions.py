"""Language extensions: a template without the guesses of cfn-lint.

With `Transform: AWS::LanguageExtensions` cfn-lint puts values into the template before any rule sees it: for an
`Fn::FindInMap` with an unknown key some entry, for the unknown collection of an `Fn::ForEach` the longest one or
invented items. So what was written is put back (cfn-lint notes it), and expanded again: there every `Fn::FindInMap`
stays as it is, and a loop over something unknown has one item, which reads as a dynamic reference does: unknown.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-languageextensions.html
"""

from __future__ import annotations

import hashlib
import logging
import re
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

from cfnlint.decode.node import dict_node, str_node
from cfnlint.template import Template

from cfn_upc_rules._template.functions import Reader, as_it_is
from cfn_upc_rules._template.globals import GLOBALS_SECTIONS
from cfn_upc_rules._template.values import intrinsic, mapping, spelled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_LOOP: Final = "Fn::ForEach::"
_MAP: Final = "Fn::FindInMap"
_DYNAMIC: Final = "{{resolve:"
_ITEM: Final = re.compile(r"\{\{resolve:(\w+)-[0-9a-f]{8}\}\}")

_LOGGER = logging.getLogger(__name__)


def without_guesses(template: Template) -> Template | None:
    """Return a template that uses the language extensions as it is without cfn-lint's guesses; None for others."""
    noted = template.transform_pre
    if not template.has_language_extensions_transform() or not (noted[_MAP] or noted["Fn::ForEach"]):
        return None
    try:
        written = _as_written(template)
        prevent_guesses(written)
        globals_ = written.pop("Globals", {})  # they are merged already
        source = Template(template.filename, written, template.regions)
        problems = source.transform()
        source.transform_pre["Globals"] = source.template["Globals"] = globals_
    except Exception as error:  # noqa: BLE001 - whatever it is, the expanded template is still there
        _LOGGER.info("Can't read %s without guesses: %s", template.filename, error)
        return None
    return None if problems else source


def unknown_items(logical_id: str) -> set[str]:
    """Return the unknown items of loops that a logical ID is made of."""
    return {found[0] for found in _ITEM.finditer(logical_id)} if _DYNAMIC in logical_id else set()


def as_written(text: str) -> str:
    """Return a text with the identifiers of loops in place of their unknown items."""
    return _ITEM.sub(r"${\1}", text) if _DYNAMIC in text else text


# -- what was written ------------------------------------------------------------------------------------


def _as_written(template: Template) -> dict[str, Any]:
    """Return the template with its loops and mappings put back; SAM's Globals are merged already."""
    written: dict[str, Any] = deepcopy(template.template)
    loops = [(tuple(path), value) for *path, value in template.transform_pre["Fn::ForEach"]]
    outermost = [(path, value) for path, value in loops if not any(_is_below(path, other) for other, _ in loops)]
    for path, value in outermost:
        parent = _at(written, path[:-1])
        for key in [key for key in parent if _is_within(key, value)]:
            del parent[key]
    for path, value in outermost:
        _at(written, path[:-1])[path[-1]] = deepcopy(value)
    for *path, value in template.transform_pre[_MAP]:
        if not any(_is_below(tuple(path), loop) for loop, _ in loops):
            for merged in _with_merged(template.template, path[:-1]):
                _put(written, merged, deepcopy(value))
    return written


def _with_merged(template: dict[str, Any], path: list[Any]) -> Iterator[list[Any]]:
    """Yield the path of a value, and for one in Globals the paths at which it was merged into the resources."""
    yield path
    if path[0] == "Globals":
        for name, resource in mapping(template.get("Resources")).items():
            if GLOBALS_SECTIONS.get(mapping(resource).get("Type", "")) == path[1]:
                merged = ["Resources", name, "Properties", *path[2:]]
                try:
                    if _at(template, merged) == _at(template, path):
                        yield merged
                except (KeyError, IndexError, TypeError):
                    continue


def _put(written: dict[str, Any], path: list[Any], arguments: Any) -> None:
    """Put an `Fn::FindInMap` with its arguments where cfn-lint has put what it guessed."""
    try:
        parent = _at(written, path[:-1])
        guess = parent[path[-1]]
        if isinstance(parent, (dict, list)):
            marks = (getattr(guess, "start_mark", None), getattr(guess, "end_mark", None))
            parent[path[-1]] = dict_node({_MAP: arguments}, *marks)
    except (KeyError, IndexError, TypeError):
        pass  # within another one, which is put back as a whole


def _at(value: Any, path: Any) -> Any:
    for key in path:
        value = value[key]
    return value


def _is_below(path: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    return len(path) > len(other) and path[: len(other)] == other


def _is_within(node: Any, other: Any) -> bool:
    """Return whether a key stands within another node of the file."""
    start = getattr(node, "start_mark", None)
    if start is None or not hasattr(other, "start_mark"):
        return False
    first, last = other.start_mark, other.end_mark
    return (first.line, first.column) <= (start.line, start.column) < (last.line, last.column)


# -- what prevents guesses -------------------------------------------------------------------------------


def prevent_guesses(written: dict[str, Any]) -> None:
    """Change a template that is not expanded yet, so that cfn-lint expands it without guesses."""
    _Prepared(mapping(written.get("Mappings"))).walk(written, {})


class _Prepared:
    """A template that is changed, loop by loop, so that cfn-lint has nothing to guess.

    Args:
        mappings: the template's `Mappings`.
    """

    def __init__(self, mappings: Mapping[str, Any]) -> None:
        self._reader = Reader(mappings)

    def walk(self, node: Any, known: Mapping[str, list[Any]]) -> None:
        """Prepare a part of the template; `known` holds the items of the loops around it."""
        if isinstance(node, list):
            for item in node:
                self.walk(item, known)
        if not isinstance(node, dict):
            return
        for key, value in list(node.items()):
            if isinstance(key, str) and key.startswith(_LOOP) and _is_loop(value):
                self._loop(value, known)
            else:
                self.walk(value, known)
                if key == _MAP and isinstance(value, list):
                    # One with too many arguments is none that cfn-lint reads.
                    value.extend([None] * (5 - len(value)))

    def _loop(self, loop: list[Any], known: Mapping[str, list[Any]]) -> None:
        """Write the items into a loop where they are known, else one that reads as a dynamic reference does."""
        name, collection, body = loop
        unknown = f"{_DYNAMIC}{name}-{hashlib.sha256(spelled(collection, '').encode()).hexdigest()[:8]}}}}}"
        items = self._items(collection, known, unknown)
        if items is None:
            self.walk(body, {**known, name: []})  # cfn-lint knows the items by itself
            return
        loop[1] = items
        if unknown in str(items):
            _spell_alike(body, name)
        self.walk(body, {**known, name: items})

    def _items(self, collection: Any, known: Mapping[str, list[Any]], unknown: str) -> list[Any] | None:
        """Return the items of a loop; None where they depend on a loop around it whose items are known."""
        if isinstance(collection, list):
            items = [self._reader.read(item, as_it_is) for item in collection]
            return [
                item if isinstance(item, str) else unknown.replace("-", f"{number or ''}-", 1)
                for number, item in enumerate(items)
            ]
        read = self._reader.read(collection, as_it_is)
        if isinstance(read, list) and read and all(isinstance(item, str) for item in read):
            return list(read)
        if self._follows(collection, known):
            return None
        return [unknown]

    def _follows(self, collection: Any, known: Mapping[str, list[Any]]) -> bool:
        """Return whether a collection is found in a map by the item of one loop around it, whatever that item is."""
        call = intrinsic(collection)
        if not call or call[0] != _MAP or not isinstance(call[1], list):
            return False
        names = {key["Ref"] for key in call[1] if isinstance(key, dict) and isinstance(key.get("Ref"), str)}
        if len(names) != 1 or not known.get(next(iter(names))):
            return False
        [name] = names
        for item in known[name]:
            keys = [item if key == {"Ref": name} else key for key in call[1]]
            read = self._reader.read({_MAP: keys}, as_it_is)
            if not (isinstance(read, list) and read and all(isinstance(one, str) for one in read)):
                return False
        return True


def _is_loop(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 3 and isinstance(value[0], str) and isinstance(value[2], dict)  # noqa: PLR2004


def _spell_alike(node: Any, name: str) -> None:
    """Turn `&{Name}` into `${Name}`: cfn-lint drops all but letters and digits from the item there."""
    wanted, instead = f"&{{{name}}}", f"${{{name}}}"

    def respelled(text: Any) -> Any:
        if not isinstance(text, str) or wanted not in text:
            return text
        new = text.replace(wanted, instead)
        return str_node(new, text.start_mark, text.end_mark) if isinstance(text, str_node) else new

    if isinstance(node, dict):
        items = list(node.items())
        node.clear()
        for key, value in items:
            _spell_alike(value, name)
            node[respelled(key)] = respelled(value)
    elif isinstance(node, list):
        for index, value in enumerate(node):
            _spell_alike(value, name)
            node[index] = respelled(value)
