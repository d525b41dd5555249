"""What travels between the processes: findings, and why a process could not go on."""

from __future__ import annotations

from typing import Any, NamedTuple

from cfnlint.match import Match
from cfnlint.rules import CloudFormationLintRule, RuleMatch, Rules

# What our rules tell of a finding beside its message.
_TOLD_BESIDE = ("advice", "edit")


class Refusal(NamedTuple):
    """Why a worker could not go on."""

    message: str
    exit_code: int


class WireMatch(NamedTuple):
    """A finding as it travels between processes: rules of cfn-lint's own can't."""

    rule: str
    message: str
    filename: str
    location: tuple[int, int, int, int]
    extra: dict[str, Any] | None
    parent: str | None

    @classmethod
    def of(cls, match: Match) -> WireMatch:
        """Take a finding apart."""
        path = getattr(match, "path", None)
        # str() and list() make plain values of cfn-lint's nodes, which can't travel.
        keys = None if path is None else [str(key) if isinstance(key, str) else key for key in path]
        extra = None if keys is None else {"path": keys, "message": str(match.message)}
        if extra is not None:
            extra |= {name: getattr(match, name) for name in _TOLD_BESIDE if hasattr(match, name)}
        location = (match.linenumber, match.columnnumber, match.linenumberend, match.columnnumberend)
        return cls(match.rule.id, str(match.message), str(match.filename or ""), location, extra, match.parent_id)

    def match(self, rules: Rules) -> Match:
        """Put the finding together again."""
        rule = rules.get(self.rule)
        if rule is None:
            rule = CloudFormationLintRule()
            rule.id = self.rule
        return Match.create(
            self.message,
            self.filename,
            rule,
            *self.location,
            rulematch_obj=None if self.extra is None else RuleMatch(**self.extra),
            parent_id=self.parent,
        )


class Outcome(NamedTuple):
    """What became of a file that was to be mended.

    Attributes:
        name: the file.
        old: what it held when it was read.
        new: what it is to hold.
        fixed: how many findings were mended.
        offered: how many more the unsafe edits would mend, where they are not asked for.
        notes: what is to be said of it, a sentence each.
    """

    name: str
    old: bytes
    new: bytes
    fixed: int = 0
    offered: int = 0
    notes: tuple[str, ...] = ()


class Result(NamedTuple):
    """What a worker found in a file, which rules it has run so far, and what became of the file."""

    matches: list[WireMatch]
    used: tuple[str, ...]
    outcome: Outcome | None = None
