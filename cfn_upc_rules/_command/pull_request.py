"""`--pull-request`: what a pull request is merged into, as GitHub says in the environment.

https://docs.github.com/en/actions/reference/workflows-and-actions/variables#default-environment-variables
"""

from __future__ import annotations

import os
import sys

from cfn_upc_rules._history.git import BaseUnavailableError, Git, find_program
from cfn_upc_rules._history.worktree import top_of

TYPE_CHECKING = False  # see `cfn_upc_rules/__init__.py`
if TYPE_CHECKING:
    from cfn_upc_rules._command.arguments import Arguments

# GitHub's runner reads both streams; standard output may be a report.
_UNKNOWN = (
    "::warning title=cfn-upc-rules::What the pull request changes can't be told: change safety finds nothing, and all "
    "templates are linted. Give actions/checkout fetch-depth: 2 (0 where it checks out another ref)."
)


def take_since(arguments: Arguments) -> None:
    """Put what the pull request is merged into for `--since`; where there is none, or it can't be told, lint all."""
    branch = os.environ.get("GITHUB_BASE_REF")
    arguments.since = _since(branch) if branch else None
    arguments.changed = arguments.changed and arguments.since is not None
    if branch and arguments.since is None and sys.stderr is not None:
        print(_UNKNOWN, file=sys.stderr)  # noqa: T201


def _since(branch: str) -> str | None:
    """Return the branch, where enough of its history is here.

    Where it was not fetched: GitHub checks out a merge of both sides, whose first parent is the branch's tip.
    """
    top = top_of(os.path.join(os.path.realpath(os.curdir), ""))
    program = find_program()
    if top is None or program is None:
        return None
    git = Git(program, top, of_anybody=True)  # as for the files that `--tracked` lists
    try:
        target, head, other = git.describe(
            f"refs/remotes/origin/{branch}^{{commit}}", "HEAD^{commit}", "HEAD^2^{commit}"
        )
    except BaseUnavailableError:
        return None
    if target is not None and git.merge_base(target.id) is not None:
        return f"origin/{branch}"
    is_merge = head is not None and other is not None and head.id == os.environ.get("GITHUB_SHA")
    return "HEAD^1" if is_merge else None
