"""Addresses of the sign-in pages that a template puts together: wherever they stand.

https://docs.aws.amazon.com/cognito/latest/developerguide/authorization-endpoint.html
https://docs.aws.amazon.com/cognito/latest/developerguide/logout-endpoint.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import unquote

from cfn_upc_rules._template.values import Reference, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._template.resources import Output, Resource
    from cfn_upc_rules._template.stack import Stack
    from cfn_upc_rules._template.values import Path, Value

_CLIENT_ID: Final = "client_id="
_TEXTS: Final = ("Fn::Sub", "Fn::Join")
# Each piece that is not known stands as one character of those that nobody writes.
_FIRST: Final = 0xE000
_MOST: Final = 0xF8FF - _FIRST
_PARAMETER: Final = r"(?:^|[?&;])(?:amp;)?{}=([^&#]*)"
_ENDS: Final = r"[\s\"'<>`\\]+"


class Address(NamedTuple):
    """Where a text with a client's ID is put together: by whom, and the path of the function."""

    by: Resource | Output
    path: Path


class Written(NamedTuple):
    """What an address says of a client.

    Attributes:
        client: what stands in `client_id`, where it is one reference; else None.
        redirects: the literal `redirect_uri` and `logout_uri`, decoded.
        parts: the pieces of the text.
    """

    client: Reference | None
    redirects: tuple[tuple[str, str], ...]
    parts: tuple[str | Reference | None, ...]


def addresses(stack: Stack) -> list[Address]:
    """Return where the template puts together a text with `client_id=`."""
    return stack.once(_addresses)


def _addresses(stack: Stack) -> list[Address]:
    users: list[Resource | Output] = [*stack.resources.values(), *stack.outputs.values()]
    sections = {"Resources": stack.template.get("Resources"), "Outputs": stack.template.get("Outputs")}
    found = []
    for user in users:
        body: Any = sections[str(user.path[0])]
        body = body.get(user.path[1]) if isinstance(body, dict) else None
        if isinstance(body, dict):
            found += [Address(user, path) for path in _functions(body, user.path)]
    return found


def _functions(raw: Any, path: Path) -> Iterator[Path]:
    """Yield the paths of the functions that put such a text together, the outermost of each."""
    if isinstance(raw, dict):
        name = next(iter(raw)) if len(raw) == 1 else ""
        if name in _TEXTS:
            if _mentions(raw[name]):
                yield path
            return
        items: Any = raw.items()
    else:
        items = enumerate(raw)
    for key, below in items:
        if isinstance(below, (dict, list)):
            yield from _functions(below, (*path, key))


def _mentions(raw: Any) -> bool:
    if isinstance(raw, str):
        return _CLIENT_ID in raw
    items = raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ()
    return any(map(_mentions, items))


def written_in(value: Value) -> Iterator[Written]:
    """Yield what a text says of clients: one for each line, or blank-separated word, that has an address."""
    if not isinstance(value, Text) or len(value.parts) > _MOST:
        return
    if any(isinstance(part, str) and any(map(_is_piece, part)) for part in value.parts):
        return
    known = "".join(part if isinstance(part, str) else chr(_FIRST + i) for i, part in enumerate(value.parts))
    for word in re.split(_ENDS, known):
        found = re.search(_PARAMETER.format("client_id"), word)
        if found is not None:
            yield Written(_reference(value, found[1]), tuple(_redirects(word)), tuple(_parts(value, word)))


def _reference(value: Text, text: str) -> Reference | None:
    part = value.parts[ord(text) - _FIRST] if len(text) == 1 and _is_piece(text) else None
    return part if isinstance(part, Reference) else None


def _redirects(word: str) -> Iterator[tuple[str, str]]:
    for name in ("redirect_uri", "logout_uri"):
        for text in re.findall(_PARAMETER.format(name), word):
            decoded = unquote(text)
            if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", decoded) and not any(map(_is_piece, decoded)):
                yield name, decoded


def _parts(value: Text, word: str) -> Iterator[str | Reference | None]:
    for piece in re.split(f"([{chr(_FIRST)}-{chr(_FIRST + _MOST)}])", word):
        yield value.parts[ord(piece) - _FIRST] if len(piece) == 1 and _is_piece(piece) else piece


def _is_piece(letter: str) -> bool:
    return _FIRST <= ord(letter) <= _FIRST + _MOST
