"""What a file holds as a text."""

from __future__ import annotations

from cfn_upc_rules._command.files import read_bytes

_BYTE_ORDER_MARK = "\ufeff"


def text_of(name: str) -> str | None:
    """Return the text of a file; None where it can't be read."""
    held = read_bytes(name)
    return None if held is None else text_from(held)


def text_from(held: bytes) -> str | None:
    """Return what a file holds as a text; None where it is none."""
    try:
        return held.decode("utf-8")
    except UnicodeError:
        return None


def plain_newlines(text: str) -> str:
    """Return a text as Python reads it from a file."""
    return text.removeprefix(_BYTE_ORDER_MARK).replace("\r\n", "\n").replace("\r", "\n")
