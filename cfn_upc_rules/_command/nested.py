"""Tells where nested stacks lead: by the bytes of templates, before anything of cfn-lint is loaded."""

from __future__ import annotations

import os
import re

from cfn_upc_rules._application.bounds import Bounds
from cfn_upc_rules._command.words import NESTED, NESTED_FILES

TYPE_CHECKING = False  # see `cfn_upc_rules/__init__.py`
if TYPE_CHECKING:
    from collections.abc import Callable

# A key, and what stands behind it, in quotes or without. (`re` compiles a pattern when it is first asked.)
_FILE = rb"(?:%b)[\"']?\s*:\s*(?:\"([^\"\r\n]*)\"|'([^'\r\n]*)'|([^\r\n,}]*))" % b"|".join(NESTED_FILES)
# YAML's scalars of several lines, aliases, anchors, its own tags: what they come to only its decoder knows.
_DOUBTFUL = (b">", b"|", b"*", b"&", b"!!", b"!<", b"! ")
# What begins a comment, and what stands for another character.
_DOUBTFUL_WITHIN = (b"#", b"\\")
_MOST_FILES = 100


def may_lead_to(
    text: bytes, filename: str, read: Callable[[str], bytes | None], is_meant: Callable[[str, bytes], bool]
) -> bool:
    """Return whether one of a template's nested stacks, or of theirs, is meant, as far as they are local files.

    Args:
        text: a template with nested stacks.
        filename: its file.
        read: reads a file.
        is_meant: tells of a file, by its real path and its text, whether it is meant.
    """
    bounds = Bounds.of(filename)
    seen: set[str] = set()
    todo = [(text, filename)]
    while todo and len(seen) < _MOST_FILES:
        text, filename = todo.pop()
        for found in re.finditer(_FILE, text):
            name = (found[1] or found[2] or found[3] or b"").strip()
            if name.startswith(_DOUBTFUL) or any(sign in name for sign in _DOUBTFUL_WITHIN):
                return True
            path = bounds.find(os.fsdecode(name), filename)
            if path is None or path in seen:
                continue
            seen.add(path)
            inner = read(path) or b""
            if is_meant(path, inner):
                return True
            if any(word in inner for word in NESTED):
                todo.append((inner, path))
    return bool(todo)
