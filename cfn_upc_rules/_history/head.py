"""Whether a repository's `HEAD` has moved: told by git's own files, without asking git."""

from __future__ import annotations

import os
import stat

from cfn_upc_rules._history.worktree import top_of

# A file that says where another one is, is a line.
_MOST_BYTES = 4096


def mark_of_head(filename: str) -> tuple[object, ...]:
    """Return what differs as soon as `HEAD` of a file's repository is another commit; () outside a repository.

    That is size and time of the files that git writes then: `HEAD`, its log, the branch, and the packed branches
    (https://git-scm.com/docs/gitrepository-layout).
    """
    path = os.path.realpath(filename)
    top = top_of(path)
    if top is None:
        return ()
    folder = os.path.join(top, ".git")
    if said := _line(folder):  # a working tree of its own (`git worktree`), a submodule
        folder = os.path.join(top, said.removeprefix("gitdir: "))
    common = os.path.join(folder, _line(os.path.join(folder, "commondir")))
    head = os.path.join(folder, "HEAD")
    branch = os.path.join(common, _line(head).removeprefix("ref: "))
    files = (head, os.path.join(folder, "logs", "HEAD"), branch, os.path.join(common, "packed-refs"))
    return tuple(map(stamp_of, files))


def _line(name: str) -> str:
    """Return the first line of a file; "" for what is none."""
    try:
        if not stat.S_ISREG(os.stat(name).st_mode):
            return ""
        with open(name, encoding="utf-8", errors="replace") as file:
            return file.read(_MOST_BYTES).partition("\n")[0].replace("\0", "")
    except OSError:
        return ""


def stamp_of(name: str | os.PathLike[str]) -> tuple[int, int] | None:
    """Return what differs as soon as a file is written; None where there is none."""
    try:
        known = os.stat(name)
    except (OSError, ValueError):
        return None
    return known.st_mtime_ns, known.st_size
