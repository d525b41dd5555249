"""Reads files, and tells which have to do with Cognito: by their bytes, before anything of cfn-lint is loaded."""

from __future__ import annotations

import os
import re
import stat

from cfn_upc_rules._command.words import NESTED, WORDS
from cfn_upc_rules._history.worktree import by_working_tree

TYPE_CHECKING = False  # see `cfn_upc_rules/__init__.py`
if TYPE_CHECKING:
    from collections.abc import Callable

# How cfn-lint's configuration of a folder may be called; the first that is there counts.
CONFIGURATIONS = (".cfnlintrc", ".cfnlintrc.yaml", ".cfnlintrc.yml")
# What makes other words of the words in a file: loops, and escapes of letters in YAML and JSON.
_LOOP = b"Fn::ForEach"
_ESCAPE = re.compile(rb"\\(?:[uUx]|\r?\n)")
# A template's own options may be wrong, or make a subject of something else.
_OPTIONS = b"configure_rules"
# What stands where a value goes from one template of a run to another.
EXPORT = b"Export"
IMPORT = b"ImportValue"


def sort_out(filenames: list[str]) -> tuple[list[str], list[str]]:
    """Return the files that cfn-lint has to look at, and the other templates: they may have had a client."""
    present: list[str] = []
    without: list[str] = []
    importing: list[str] = []
    is_exported = False
    for filename in filenames:
        text = read_bytes(filename)
        if text is None or may_have_subject(text):
            present.append(filename)
            is_exported = is_exported or (text is not None and EXPORT in text)
        elif may_hand_over(text, filename):
            present.append(filename)
        elif b"Resources" in text:
            without.append(filename)
            importing += [filename] * (IMPORT in text)
    return (present + importing if is_exported else present), without


def may_hand_over(text: bytes, filename: str) -> bool:
    """Return whether a template's nested stacks, or theirs, have to do with Cognito."""
    return may_lead_to(text, filename, lambda _, inner: may_have_subject(inner))


def may_lead_to(text: bytes, filename: str, is_meant: Callable[[str, bytes], bool]) -> bool:
    """Return whether a template has nested stacks of which one, or one of theirs, is meant: by path and text."""
    if not any(word in text for word in NESTED):
        return False
    from cfn_upc_rules._command import nested  # noqa: PLC0415 - few templates have nested stacks

    return nested.may_lead_to(text, filename, read_bytes, is_meant)


def read_bytes(filename: str) -> bytes | None:
    """Return what a file holds; None for one that can't be read, or only once (a pipe): cfn-lint does that.

    Without the layers of `open`, which take most of the time for hundreds of small files.
    """
    try:
        known = os.stat(filename)
        if not stat.S_ISREG(known.st_mode):
            return None
        file = os.open(filename, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            text = os.read(file, known.st_size)
            # A large file comes in pieces.
            while len(text) < known.st_size and (more := os.read(file, known.st_size - len(text))):
                text += more
            return text
        finally:
            os.close(file)
    except OSError:
        return None


def may_have_subject(text: bytes) -> bool:
    """Return whether a rule may have something to look at in a text: a word of theirs, or what may make one."""
    if any(word in text for word in WORDS):
        return True
    return _LOOP in text or _OPTIONS in text or (b"\\" in text and _ESCAPE.search(text) is not None)


def had_client(without: list[str], base: str | None = None) -> list[str]:
    """Return those of some templates that had a client, or a pool's domain, in the base (default: `HEAD`)."""
    trees = by_working_tree(without)
    if not trees:
        return []
    from cfn_upc_rules._history import base_version  # noqa: PLC0415 - runs git: only where there is a repository

    return base_version.had_client(trees, base_version.DEFAULT_BASE if base is None else base)
