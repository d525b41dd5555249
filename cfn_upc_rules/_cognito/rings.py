"""Rings of needs through a client or its pool, once SAM has translated the template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from cfn_upc_rules._cognito.types import CLIENT, POOL
from cfn_upc_rules._template.uses import is_in_branch

if TYPE_CHECKING:
    from cfn_upc_rules._template.dependencies import Need
    from cfn_upc_rules._template.nodes import View
    from cfn_upc_rules._template.sam_parts import Part
    from cfn_upc_rules._template.values import Path

_SAM: Final = "AWS::Serverless::"


class Ring(NamedTuple):
    """Resources that wait for each other.

    Attributes:
        parts: who waits for the next one; the last waits for the first.
        path: where one of these needs is written that can be left out.
        has_trigger: whether one of them is a pool that waits for its trigger.
    """

    parts: list[Part]
    path: Path
    has_trigger: bool

    def __str__(self) -> str:
        """Return the ring as a message names it."""
        names = [f"'{name}' ({part})" if part else f"'{name}'" for name, part in self.parts]
        first, second, *others = [*names, names[0]]
        return ", which needs ".join([f"{first} needs {second}", *others])


def ring_through(subject: View) -> Ring | None:
    """Return a ring through a client or pool, and through a resource of SAM, that is there in this scenario.

    Of rings of which cfn-lint's E3004 speaks there is nothing to say.
    """
    if not subject.stack.is_sam:
        return None
    absent: list[Need] = []
    while needs := subject.stack.dependencies.ring(subject.id, absent):
        missing = next((need for need in needs if not _holds(subject, need)), None)
        if missing is None:
            return _ring(subject, needs)
        absent.append(missing)
    return None


def _ring(subject: View, needs: list[Need]) -> Ring | None:
    stack = subject.stack
    if not any(_type(subject, need.source).startswith(_SAM) for need in needs):
        return None
    if any(stack.is_ring_of_core(need.source[0], need.target[0]) for need in needs):
        return None
    shown = [
        index
        for index, need in enumerate(needs)
        if need.path and _type(subject, need.source).startswith(_SAM) and _type(subject, need.target) in (CLIENT, POOL)
    ] or [index for index, need in enumerate(needs) if need.path]
    if not shown:
        return None
    ordered = needs[shown[0] :] + needs[: shown[0]]
    has_trigger = any(_type(subject, need.source) == POOL and not need.path for need in needs)
    return Ring([need.source for need in ordered], ordered[0].path, has_trigger)


def _type(subject: View, part: Part) -> str:
    """Return the type that stands in the template; what SAM makes of its own accord is SAM's, too."""
    resource = subject.stack.resources.get(part[0])
    return _SAM if resource is None else resource.type


def _holds(subject: View, need: Need) -> bool:
    """Return whether a need is there in this scenario: both resources, and the branch in which it is written."""
    for name in {need.source[0], need.target[0]}:
        resource = subject.stack.resources.get(name)
        if resource is not None and subject.other(resource) is None:
            return False
    return need.path[:1] != ("Resources",) or is_in_branch(subject.scenario, subject.stack.template, need.path)
