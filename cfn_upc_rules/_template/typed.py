"""How a value is typed: as YAML or as JSON, in one line."""

from __future__ import annotations

import json
import re
from typing import Any, Final, NamedTuple

from cfn_upc_rules._template.values import Reference, Text, intrinsic

# What YAML takes for a text without quotes, wherever it stands; it takes more, but in doubt there are quotes.
_PLAIN: Final = re.compile(
    r"(?!(?:true|false|yes|no|on|off|null|y|n)$)[A-Za-z_][\w./:-]*(?<!:)", re.ASCII | re.IGNORECASE
)
_SUB: Final = "Fn::Sub"
_GET_ATT: Final = "Fn::GetAtt"


class Entries(NamedTuple):
    """A mapping, as keys and values."""

    pairs: tuple[tuple[str, Any], ...]


def raw_of(value: Any) -> Any:
    """Return a value as the decoded template holds it: references as calls of functions, tuples as lists."""
    if isinstance(value, Entries):
        return {key: raw_of(item) for key, item in value.pairs}
    if isinstance(value, Reference):
        return {_GET_ATT: [value.target, value.attribute]} if value.attribute else {"Ref": value.target}
    if isinstance(value, Text):
        return {_SUB: "".join(map(_in_sub, value.parts))}
    if isinstance(value, tuple):
        return [raw_of(item) for item in value]
    return value


def _in_sub(part: str | Reference | None) -> str:
    if isinstance(part, Reference):
        return f"${{{'.'.join(filter(None, part))}}}"
    return (part or "").replace("${", "${!")


def typed(raw: Any, *, is_json: bool) -> str:
    """Return a value of a template as it would be typed, in one line."""
    if is_json:
        return json.dumps(raw, ensure_ascii=False)
    call = intrinsic(raw)
    if call is not None:
        name, argument = call
        if name == _GET_ATT and isinstance(argument, list) and len(argument) == 2:  # noqa: PLR2004
            argument = ".".join(argument)
        said = json.dumps(argument, ensure_ascii=False) if name == _SUB else typed(argument, is_json=False)
        return f"!{name.removeprefix('Fn::')} {said}"
    if isinstance(raw, dict):
        return "{" + ", ".join(f"{typed(key, is_json=False)}: {typed(raw[key], is_json=False)}" for key in raw) + "}"
    if isinstance(raw, list):
        return "[" + ", ".join(typed(item, is_json=False) for item in raw) + "]"
    return raw if isinstance(raw, str) and is_plain(raw) else json.dumps(raw, ensure_ascii=False)


def is_plain(text: str) -> bool:
    """Return whether YAML surely takes a text for itself where it stands without quotes."""
    return _PLAIN.fullmatch(text) is not None
