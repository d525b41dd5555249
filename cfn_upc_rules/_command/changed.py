"""Which templates have changed since a revision, and which have a changed one among their nested stacks."""

from __future__ import annotations

import sys

from cfn_upc_rules._command.arguments import UsageError
from cfn_upc_rules._command.files import may_lead_to, read_bytes
from cfn_upc_rules._history.base_version import DEFAULT_BASE, blob_id, fork
from cfn_upc_rules._history.git import BaseUnavailableError
from cfn_upc_rules._history.worktree import by_working_tree, name_in, top_of

TYPE_CHECKING = False  # see `cfn_upc_rules/__init__.py`
if TYPE_CHECKING:
    from cfn_upc_rules._history.git import Git


def changed(files: list[str], git: Git, top: str, since: str | None) -> list[str]:
    """Return those of some files that have changed, and their parents, in the order of the files.

    Compared is what a file holds now with what git holds of it, newlines aside: no filter of the repository's runs.

    Args:
        files: files of one working tree.
        git: asks about the tree.
        top: the top of the tree.
        since: a revision, None for the newest commit: compared is the commit in which `HEAD` left its history.

    Raises:
        UsageError: git doesn't know the revision.
    """
    revision = since or DEFAULT_BASE
    try:
        before = {name: blob for blob, name in git.files(fork(git, revision))}
    except BaseUnavailableError as error:
        message = f"what has changed since '{revision}' can't be told (--changed): {error}"
        raise UsageError(message) from error
    names = by_working_tree(files).get(top, {})
    texts = {file: read_bytes(file) or b"" for file in files}

    def is_new_below(path: str, text: bytes) -> bool:
        # It may be none of the files: it lies above the current folder, has another name than is asked for, or is in a
        # repository within this one, of which nothing is known.
        return top_of(path) != top or _is_new(text, before.get(name_in(top, path)))

    wanted = [
        file
        for file in files
        if _is_new(texts[file], before.get(names.get(file, ""))) or may_lead_to(texts[file], file, is_new_below)
    ]
    if not wanted and sys.stderr is not None:
        print(f"cfn-upc-lint: no file that fits has changed since {revision}", file=sys.stderr)  # noqa: T201
    return wanted


def _is_new(text: bytes, blob: str | None) -> bool:
    if blob is None:
        return True
    # Where git writes files with Windows' newlines, it holds them without.
    return blob not in (blob_id(text, blob), blob_id(text.replace(b"\r\n", b"\n"), blob))
