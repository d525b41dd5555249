"""Templates as data: where they come from, their parts, and how they are written to a file."""

from __future__ import annotations

import json
import re
import sys
from copy import deepcopy
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

ROOT = Path(__file__).parent.parent.parent
sys.path.append(str(ROOT / "tests"))
from support import FIXTURES  # noqa: E402
from variants import decoded  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

Template: TypeAlias = "dict[Any, Any]"
Path_: TypeAlias = "tuple[Any, ...]"

STYLES = ("block", "flow", "json")
_CORPUS = ROOT.parent / "shared" / "corpus" / "templates"
# How often a template is one of the corpus, which are larger.
_FROM_CORPUS = 0.1


class Raw(str):
    """A piece of YAML in flow style, written as it stands: what no value of Python's is written as."""

    __slots__ = ()


@cache
def _sources(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.rglob("*") if path.suffix in (".yaml", ".yml", ".json", ".template"))
    return [path for path in found if ".base." not in path.name]


@cache
def _read(path: Path) -> Template | None:
    try:
        template: Template = _with_texts(decoded(path))
    except Exception:  # noqa: BLE001 - cfn-lint can't read it either
        return None
    return template


def _with_texts(value: Any) -> Any:
    """Return it with dates as texts: JSON has none."""
    if isinstance(value, dict):
        return {key: _with_texts(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_texts(item) for item in value]
    return str(value) if isinstance(value, date) else value


def any_template(rng: Random) -> Template:
    """Return a copy of a fixture or, where the corpus is there, of a published template."""
    of_corpus = rng.random() < _FROM_CORPUS
    while True:
        paths = (_sources(_CORPUS) if of_corpus else []) or _sources(FIXTURES)
        template = _read(rng.choice(paths))
        if template is not None:
            return deepcopy(template)


# -- parts ---------------------------------------------------------------------------------------------


def paths(value: Any, path: Path_ = ()) -> list[Path_]:
    """Return the path of everything within a value."""
    found = [path] if path else []
    for key, item in _items(value):
        found += paths(item, (*path, key))
    return found


def _items(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, list):
        yield from enumerate(value)


def at(value: Any, path: Path_) -> Any:
    """Return what stands at a path."""
    for key in path:
        value = value[key]
    return value


def put(template: Template, path: Path_, value: Any) -> None:
    """Let something else stand at a path."""
    at(template, path[:-1])[path[-1]] = value


def section(template: Template, name: str) -> dict[Any, Any]:
    """Return a section of a template, made where it is not there (or is no mapping)."""
    if not isinstance(template.get(name), dict):
        template[name] = {}
    made: dict[Any, Any] = template[name]
    return made


def put_key(template: Template, path: Path_, key: Any) -> None:
    """Give what stands at a path of a mapping another key, at the same place."""
    of = at(template, path[:-1])
    items = list(of.items())
    of.clear()
    of.update((key if name == path[-1] else name, value) for name, value in items)


# -- writing -------------------------------------------------------------------------------------------


def has_raw(value: Any) -> bool:
    """Return whether a template holds what JSON can't."""
    return isinstance(value, Raw) or any(has_raw(key) or has_raw(item) for key, item in _items(value))


def written(template: Template, style: str) -> str:
    """Return a template as a text in one of the styles; YAML where JSON can't hold it."""
    if style == "json" and not has_raw(template):
        return json.dumps(template, indent=1)
    raws: list[Raw] = []
    data = _with_tokens(template, raws)
    how: Any = {"default_flow_style": style == "flow", "sort_keys": False, "width": 10_000}
    try:
        text: str = yaml.dump(data, Dumper=_Quick, **how)
    except UnicodeEncodeError:  # half a surrogate pair
        text = yaml.dump(data, Dumper=_Thorough, **how)
    return re.sub(_token(r"(\d+)"), lambda found: raws[int(found[1])], text)


def _token(number: int | str) -> str:
    return f"RAW{number}RAW"


def _with_tokens(value: Any, raws: list[Raw]) -> Any:
    """Return a copy with a word in place of each raw piece; nothing in it stands twice, which YAML would alias."""
    if isinstance(value, Raw):
        raws.append(value)
        return _token(len(raws) - 1)
    if isinstance(value, dict):
        return {_with_tokens(key, raws): _with_tokens(item, raws) for key, item in value.items()}
    if isinstance(value, list):
        return [_with_tokens(item, raws) for item in value]
    return value


class _Quick(yaml.CSafeDumper):
    """Writes functions in their short form, as people do, and every part where it stands."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - whatever it is
        """Return whether to write it without an anchor."""
        return True


class _Thorough(yaml.SafeDumper):
    """The same, for texts that no other program takes."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - whatever it is
        """Return whether to write it without an anchor."""
        return True


_SHORT = ("Ref", "Condition", "Fn::GetAtt", "Fn::Sub", "Fn::Join", "Fn::Select", "Fn::Split", "Fn::If", "Fn::Equals")


def _mapping(dumper: Any, value: dict[Any, Any]) -> yaml.Node:
    node: yaml.Node
    if len(value) == 1:
        [(name, argument)] = value.items()
        if name in _SHORT and isinstance(argument, (str, list)):
            node = dumper.represent_data(argument)
            node.tag = f"!{name.removeprefix('Fn::')}"
            return node
    node = dumper.represent_dict(value.items())
    return node


for dumper in (_Quick, _Thorough):
    dumper.add_representer(dict, _mapping)
