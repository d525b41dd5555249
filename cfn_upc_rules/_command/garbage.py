"""How often Python looks for garbage."""

from __future__ import annotations

import gc

# Decoding a template makes objects by the hundred thousand, importing cfn-lint too, and next to none is garbage: with
# Python's own number the search takes 5 % of the command's time, and half of an edit's in the language server at 500
# resources.
_OBJECTS = 200_000


def collect_seldom() -> None:
    """Have Python look for garbage after so many new objects."""
    gc.set_threshold(_OBJECTS)
