"""Whether a revision of a repository has moved: told by git's own files, without asking git."""

from __future__ import annotations

import os
import re
import stat

from cfn_upc_rules._history.worktree import top_of

# A file that says where another one is, is a line.
_MOST_BYTES = 4096
# Where git looks for a name (https://git-scm.com/docs/gitrevisions), and what may stand behind it.
_PLACES = ("", "refs", "refs/tags", "refs/heads", "refs/remotes")
_BEHIND_NAME = re.compile(r"[~^:@].*", re.DOTALL)


def mark_of(revision: str, filename: str) -> tuple[object, ...]:
    """Return what differs as soon as a revision of a file's repository is another commit; () outside a repository.

    That is size and time of the files that git writes then: `HEAD`, its log, the branch, those that the revision may
    name, what was fetched, and where many branches are in one file
    (https://git-scm.com/docs/gitrepository-layout). What is compared with a branch begins at its fork from `HEAD`.
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
    name = _BEHIND_NAME.sub("", revision).lstrip("/")
    own = ("HEAD", "logs/HEAD", "FETCH_HEAD", "reftable/tables.list")
    shared = ("packed-refs", "reftable/tables.list", *(os.path.join(place, name) for place in _PLACES))
    files = [branch, *(os.path.join(folder, one) for one in own), *(os.path.join(common, one) for one in shared)]
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


def stamp_of(name: str | os.PathLike[str]) -> tuple[int, int, int] | None:
    """Return what differs as soon as a file is written; None where there is none."""
    try:
        known = os.stat(name)
    except (OSError, ValueError):
        return None
    return known.st_mtime_ns, known.st_size, known.st_ino
