"""Writes a file beside the one that it replaces, and moves it there: nobody reads half of it, whatever happens."""

from __future__ import annotations

import contextlib
import os
import stat
from functools import partial

from cfn_upc_rules._history.ending import Ending, Held


def replace(name: str, content: bytes) -> None:
    """Replace what a file holds, or make it; a symbolic link still leads to it, and mode and owner are kept.

    Raises:
        OSError: it can't be written; the old file is still there, whole.
    """
    old = os.stat(name) if os.path.exists(name) else None
    name = os.path.realpath(name)
    beside = f"{name}.{os.getpid()}.part"

    def remove() -> None:
        with contextlib.suppress(OSError):
            os.unlink(beside)

    # Until it has the mode of the old file, nobody else may read it; one that is there already is not ours.
    opener = partial(os.open, mode=0o666 if old is None else 0o600)
    with Held():
        file = open(beside, "xb", opener=opener)  # noqa: SIM115 - the signals wait only until it can be removed
        Ending.steps.append(remove)
    try:
        with file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        if old is not None:
            _give_back(beside, old)
        with Held():
            os.replace(beside, name)
    except BaseException:
        remove()
        raise
    finally:
        Ending.steps.remove(remove)


def _give_back(name: str, old: os.stat_result) -> None:
    """Give a file the owner, where that is allowed, and the mode of the one that it replaces."""
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):
            os.chown(name, old.st_uid, old.st_gid)
    os.chmod(name, stat.S_IMODE(old.st_mode))
