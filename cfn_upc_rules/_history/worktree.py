"""Where a file's git working tree begins. Imports next to nothing: the command looks before it loads anything."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # see `cfn_upc_rules/__init__.py`
if TYPE_CHECKING:
    from collections.abc import Iterable


def top_of(path: str) -> str | None:
    """Return the top of the working tree that a file lies in, None where it lies in none.

    Args:
        path: the file, as `os.path.realpath` gives it.
    """
    folder = os.path.dirname(path)
    while True:
        if os.path.lexists(os.path.join(folder, ".git")):
            return folder
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above


def by_working_tree(filenames: Iterable[str]) -> dict[str, dict[str, str]]:
    """Return the files in working trees: by the top of the tree and by name as given, the name that git has."""
    tops: dict[str, tuple[str, str | None]] = {}  # most files lie beside each other
    trees: dict[str, dict[str, str]] = {}
    for given in filenames:
        folder, name = os.path.split(os.path.realpath(given) if os.path.islink(given) else given)
        if folder not in tops:
            real = os.path.join(os.path.realpath(folder), "")
            top = top_of(real)
            tops[folder] = name_in(top, real) if top is not None else "", top
        begin, top = tops[folder]
        if top is not None:
            trees.setdefault(top, {})[given] = f"{begin}{name}"
    return trees


def name_in(top: str, path: str) -> str:
    """Return what git calls a file of a working tree."""
    return path[len(top) :].replace(os.sep, "/").lstrip("/")
