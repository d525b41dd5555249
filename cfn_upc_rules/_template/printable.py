"""Texts of a template as they may be shown: nothing in them commands a terminal."""

from __future__ import annotations

import re
from typing import Final

# Control characters, what turns the direction of writing, other line breaks, and halves of surrogate pairs.
_COMMANDS: Final = "[\\x00-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069\\ud800-\\udfff]"


def printable(text: str) -> str:
    """Return a text with its control characters as escapes, as Python writes them; it can be written in UTF-8."""
    return re.sub(_COMMANDS, _escape, text)


def _escape(found: re.Match[str]) -> str:
    return found[0].encode("unicode_escape", "backslashreplace").decode("ascii")


def shown(value: object, longest: int = 200) -> str:
    """Return how a message shows a value that somebody wrote, whatever it is and however large."""
    try:
        text = repr(value[: longest + 1] if isinstance(value, str) else value)
    except (ValueError, RecursionError):  # a number of thousands of digits, a list of a thousand levels
        return f"this {type(value).__name__}"
    text = printable(text)
    return text if len(text) <= longest else f"{text[:longest]}…"
