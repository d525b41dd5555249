"""The files of a repository, for `--tracked`: git lists them, asked as warily as for a base version."""

from __future__ import annotations

import os
import sys

from cfn_upc_rules._command.arguments import UsageError
from cfn_upc_rules._command.changed import changed
from cfn_upc_rules._history.git import BaseUnavailableError, Git, find_program
from cfn_upc_rules._history.worktree import top_of

TYPE_CHECKING = False  # see `cfn_upc_rules/__init__.py`
if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._command.arguments import Arguments

_PATTERNS = ("*.yaml", "*.yml", "*.json", "*.template")


def files_for(arguments: Arguments) -> list[str]:
    """Return cfn-lint's arguments with files in place of pathspecs; nothing behind `--` where none fits.

    Args:
        arguments: the arguments; those of cfn-lint have git's pathspecs behind `--`, by default those of YAML, JSON
            and templates.

    Raises:
        UsageError: there is no git, no repository that it can read, or no such revision as changes are asked since.
    """
    rest = arguments.rest
    end = rest.index("--") if "--" in rest else len(rest)
    patterns = rest[end + 1 :] or list(_PATTERNS)
    here = os.path.realpath(os.curdir)
    top = top_of(os.path.join(here, ""))
    if top is None:
        message = f"'{here}' is not a git repository (--tracked)"
        raise UsageError(message)
    program = find_program()
    if program is None:
        message = "there is no git on PATH (--tracked)"
        raise UsageError(message)
    try:
        # Who runs the command in another user's checkout, as containers do, means it; nothing of its settings runs.
        git = Git(program, top, of_anybody=True)
        names = git.tracked(here, patterns)
    except BaseUnavailableError as error:
        message = f"the files of this repository can't be listed (--tracked): {error}"
        raise UsageError(message) from error
    files = list(_present(names, top))
    if arguments.changed and files:
        return [*rest[:end], "--", *changed(files, git, top, arguments.since)]
    if not files and sys.stderr is not None:
        print(f"cfn-upc-lint: git knows no file that fits: {' '.join(patterns)}", file=sys.stderr)  # noqa: T201
    return [*rest[:end], "--", *files]


def _present(names: list[str], top: str) -> Iterator[str]:
    """Yield the files that are there; a link that leads out of the repository is none of it."""
    for name in names:
        if os.path.isfile(name) and (not os.path.islink(name) or _within(os.path.realpath(name), top)):
            yield name


def _within(path: str, top: str) -> bool:
    return path.startswith(os.path.join(top, ""))
