"""What a finding is about, told so that it can be told again when its line has moved."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from cfn_upc_rules._history.worktree import by_working_tree

if TYPE_CHECKING:
    from cfnlint.match import Match


class Place(NamedTuple):
    """What a finding is about, whatever its line and its words.

    Attributes:
        rule: the rule's ID.
        template: the template's file.
        path: the keys that lead to it in the template; () for the template itself.
    """

    rule: str
    template: str
    path: tuple[str | int, ...]

    def __str__(self) -> str:
        """Return it as a sentence names it."""
        return f"{self.rule} of {self.template} at {'/'.join(map(str, self.path)) or 'its top'}"

    @classmethod
    def of(cls, match: Match, template: str) -> Place:
        """Return what a finding of a template is about."""
        keys = getattr(match, "path", None) or ()
        # Plain values: keys are cfn-lint's nodes, and YAML has keys of other kinds.
        return cls(match.rule.id, template, tuple(key if type(key) is int else str(key) for key in keys))


def in_repository(name: str | None) -> str | None:
    """Return what git calls a file; without a repository its name from here on; None for standard input."""
    if not name:
        return None
    for names in by_working_tree([name]).values():
        return names[name]
    path = os.path.abspath(name)
    here = os.path.join(os.path.abspath(os.curdir), "")
    return path.removeprefix(here).replace(os.sep, "/")
