"""Reads files, and tells which may have a client: by their bytes, before anything of cfn-lint is loaded."""

from __future__ import annotations

import os
import stat

from cfn_upc_rules._history.worktree import by_working_tree

_CLIENT_TYPE = b"AWS::Cognito::UserPoolClient"


def sort_out(filenames: list[str]) -> tuple[list[str], list[str]]:
    """Return the files that cfn-lint has to look at, and those without a client that may be templates."""
    present: list[str] = []
    without: list[str] = []
    for filename in filenames:
        text = read_bytes(filename)
        if text is None or may_have_client(text):
            present.append(filename)
        elif b"Resources" in text:
            without.append(filename)
    return present, without


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


def may_have_client(text: bytes) -> bool:
    """Return whether a text names a client, may make one (in a loop, by an escape), or sets a base of its own."""
    if _CLIENT_TYPE in text or b"W9670" in text:
        return True
    return (b"Fn::ForEach" in text or b"\\" in text) and (b"Cognito" in text or b"UserPoolClient" in text)


def had_client(without: list[str], base: str | None = None) -> list[str]:
    """Return those of some templates without a client that had one in the base (default: `HEAD`)."""
    trees = by_working_tree(without)
    if not trees:
        return []
    from cfn_upc_rules._history import base_version  # noqa: PLC0415 - runs git: only where there is a repository

    return base_version.had_client(trees, base_version.DEFAULT_BASE if base is None else base)
