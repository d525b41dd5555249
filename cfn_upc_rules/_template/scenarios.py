"""Scenarios: the ways in which a template's conditions can turn out, decided only as far as a rule asks.

A rule judges one scenario as if the template had no conditions. Whenever it looks at something that
depends on an undecided condition, the scenario decides it and the other way is looked at later, so a rule
that reads two properties never pays for conditions in the other ten. cfn-lint's own solver is asked only
whether a scenario *with a finding* can happen.
"""

from __future__ import annotations

import logging
from itertools import product
from typing import TYPE_CHECKING, Any, TypeVar

from cfn_upc_rules._template.values import ABSENT, UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping

    from typing_extensions import Self

    from cfn_upc_rules._template.conditions import Assumptions, Possible

Finding = TypeVar("Finding")

_LOGGER = logging.getLogger("cfnlint")  # what `--debug` shows

# Past so many looks at one subject, branches that can't happen are pruned before they are looked at, unless the first
# so many all can: the solver takes longer than a look.
_PRUNE_AFTER = 64
_ASKED_IN_VAIN = 16
# Past so many of one item, and two for each item of all together, the rest is left: what a dozen conditions make of one
# value would take minutes.
MOST_LOOKS = 512
_LOOKS_PER_ITEM = 2
# Then so many of the scenarios with a finding are tried: the solver takes its time for so many conditions.
_MOST_TRIED = 3
# Of more cases than so many it is not asked whether one of them always holds: the ways to deny them all multiply.
_MOST_CASES = 3
_IF_ARGUMENTS = 3  # the condition and two branches


class Scenario:
    """One way in which the conditions turn out.

    Args:
        decided: what is decided already.
        todo: takes the other ways of whatever is decided from here on.
    """

    __slots__ = ("_decided", "_todo", "asked", "assumed")

    def __init__(self, decided: dict[Hashable, Any], todo: list[dict[Hashable, Any]]) -> None:
        """Start where another scenario branched off."""
        self._decided = decided
        self._todo = todo
        self.asked = 0
        self.assumed: Assumptions = frozenset()

    def holds(self, condition: str) -> bool:
        """Return whether the condition is true here; decide it where that is open."""
        return bool(self.choose(condition, (True, False)))

    def assume(self, condition: str) -> bool:
        """Return whether the condition is true here, as a premise that a finding need not repeat."""
        if self.holds(condition):
            self.assumed |= {(condition, True)}
            return True
        return False

    def choose(self, question: Hashable, answers: Iterable[Any]) -> Any:
        """Return one of the answers, the same for the same question; the others are looked at later."""
        self.asked += 1
        if question not in self._decided:
            first, *others = answers
            self._todo.extend({**self._decided, question: other} for other in reversed(others))
            self._decided[question] = first
        return self._decided[question]

    def if_decided(self, look: Callable[[Scenario], Finding]) -> Finding | None:
        """Return what a look gives, None where it would have to decide something that is open here."""
        others: list[dict[Hashable, Any]] = []
        seen = look(Scenario(dict(self._decided), others))
        return None if others else seen

    def resolve_if(self, raw: Any) -> tuple[Any, tuple[str | int, ...]]:
        """Return what an `Fn::If` comes to here, with the path from it to that branch; any other value as it is."""
        path: tuple[str | int, ...] = ()
        while isinstance(raw, dict) and len(raw) == 1:
            if "Fn::If" not in raw:
                return (ABSENT if raw.get("Ref") == "AWS::NoValue" else raw), path
            branches = raw["Fn::If"]
            if not (isinstance(branches, list) and len(branches) == _IF_ARGUMENTS and isinstance(branches[0], str)):
                return UNKNOWN, path
            index = 1 if self.holds(str(branches[0])) else 2
            raw = branches[index]
            path = (*path, "Fn::If", index)
        return raw, path

    @property
    def items(self) -> Mapping[Hashable, Any]:
        """What is decided so far and is no condition: which item of a list, which of several resources."""
        return {question: answer for question, answer in self._decided.items() if not isinstance(question, str)}

    @property
    def assumptions(self) -> Assumptions:
        """The conditions decided so far."""
        return frozenset((k, v) for k, v in self._decided.items() if isinstance(k, str))


class When(str):
    """When a finding holds, in words: "" for always.

    Attributes:
        cases: the conditions of each case; none for always, and where there are too many to be told.
    """

    __slots__ = ("cases",)
    cases: frozenset[Assumptions]

    def __new__(cls, words: str, cases: Iterable[Assumptions] = ()) -> Self:
        """Take the words, and what they say."""
        when = super().__new__(cls, words)
        when.cases = frozenset(cases)
        return when


def explore(
    given: Mapping[str, bool],
    possible: Possible,
    judge: Callable[[Scenario], Iterable[Finding]],
    name: str = "",
) -> Iterator[tuple[Finding, When]]:
    """Judge every scenario (of more than 512 for one item only so many), and say of each finding when it holds.

    Args:
        given: conditions taken for granted (the subject exists), left out of what is said.
        possible: says which scenarios can happen.
        judge: gives the findings of one scenario; equal findings are one cause.
        name: what is judged, for who looks with `--debug` for what was left.

    Yields:
        Each finding once, with "" where it always holds, else "when IsProd is false" and the like; where some
        scenarios were left, "in some of more than 512 cases".
    """
    found: dict[Finding, tuple[set[Assumptions], set[tuple[str, bool]]]] = {}  # where, and what it presumes
    todo: list[dict[Hashable, Any]] = [dict(given.items())]
    bound, pruner = _Bound(), _Pruner(possible)
    while todo:
        scenario = Scenario(todo.pop(), todo)
        if bound.looks > _PRUNE_AFTER and pruner.leaves_out(scenario):
            continue
        if not bound.takes(scenario):
            continue
        left = len(todo)
        for finding in judge(scenario):
            where, premises = found.setdefault(finding, (set(), set(given.items())))
            where.add(scenario.assumptions)
            premises.update(scenario.assumed)
        bound.allow(scenario, len(todo) - left)
    if bound.is_past:
        _LOGGER.debug("%s: more than %d cases; what only the others show is not said", name, bound.looks)
    for finding, (where, premises) in found.items():
        if bound.is_past:
            if any(possible(case) for case in sorted(where, key=sorted)[:_MOST_TRIED]):
                yield finding, When(f"in some of more than {MOST_LOOKS} cases")
            continue
        cases = _simplify(where, frozenset(premises), possible)
        if cases:
            yield finding, When(_when(cases), cases)


class _Bound:
    """How many scenarios may be looked at.

    Attributes:
        looks: how many were.
        is_past: whether others were left.
    """

    def __init__(self) -> None:
        """Begin with none looked at."""
        self.looks = 0
        self.is_past = False
        self._most = MOST_LOOKS
        self._items: Mapping[Hashable, Any] = {}
        self._of_items = 0
        self._asked: set[Hashable] = set()

    def takes(self, scenario: Scenario) -> bool:
        """Return whether one more may be looked at: the scenarios of one item follow each other."""
        if scenario.items != self._items:
            self._items, self._of_items = scenario.items, 0
        if self._of_items == MOST_LOOKS or self.looks == self._most:
            self.is_past = True
            return False
        self._of_items += 1
        self.looks += 1
        return True

    def allow(self, scenario: Scenario, others: int) -> None:
        """Allow for the other items where a scenario has asked for the first time which of a list it is about."""
        asked = scenario.items.keys()
        if not self._asked.issuperset(asked):
            self._asked.update(asked)
            self._most += _LOOKS_PER_ITEM * others


class _Pruner:
    """Leaves out scenarios that can't happen, unless the first ones that it is asked about all can.

    Args:
        possible: says which can.
    """

    def __init__(self, possible: Possible) -> None:
        """Begin with nothing asked."""
        self._possible = possible
        self._asked = 0
        self._in_vain = True

    def leaves_out(self, scenario: Scenario) -> bool:
        """Return whether a scenario is known not to happen."""
        if self._in_vain and self._asked == _ASKED_IN_VAIN:
            return False
        self._asked += 1
        can = self._possible.conceivable(scenario.assumptions)
        self._in_vain = self._in_vain and can
        return not can


def _simplify(where: set[Assumptions], granted: Assumptions, possible: Possible) -> set[Assumptions]:
    """Return the fewest, shortest assumptions that say the same, without what is granted."""
    cases = {case - granted for case in _merge(where)}
    cases = {case for case in cases if possible(case | granted)}
    while True:
        shorter = _merge({_shorten(case, granted, possible) for case in cases})
        if shorter == cases:
            cases = {case for case in cases if not any(other < case for other in cases)}
            return {frozenset()} if _is_always(cases, granted, possible) else cases
        cases = shorter


def _is_always(cases: set[Assumptions], granted: Assumptions, possible: Possible) -> bool:
    """Return whether one case or another holds in any deployment."""
    if not 1 < len(cases) <= _MOST_CASES:
        return False
    ways = product(*([(name, not holds) for name, holds in case] for case in cases))
    return not any(possible.conceivable(granted | set(way)) for way in ways)


def _merge(cases: set[Assumptions]) -> set[Assumptions]:
    """Join the cases that differ in one condition only: it doesn't matter to them."""
    while True:
        merged: set[Assumptions] = set()
        used: set[Assumptions] = set()
        for case in cases:
            for name, holds in case:
                rest = case - {(name, holds)}
                twin = rest | {(name, not holds)}
                if twin in cases:
                    merged.add(rest)
                    used |= {case, twin}
        if not merged:
            return cases
        cases = (cases - used) | merged


def _shorten(case: Assumptions, granted: Assumptions, possible: Possible) -> Assumptions:
    """Drop what follows from the rest of the case."""
    for name, holds in sorted(case):
        rest = case - {(name, holds)}
        if not possible.conceivable(granted | rest | {(name, not holds)}):
            case = rest
    return case


def _when(cases: set[Assumptions]) -> str:
    if frozenset() in cases:
        return ""
    said = sorted(" and ".join(f"{name} is {str(holds).lower()}" for name, holds in sorted(case)) for case in cases)
    said.sort(key=len)
    more = f" (and in {len(said) - 2} more cases)" if len(said) > 2 else ""  # noqa: PLR2004
    return "when " + " or ".join(said[:2]) + more
