"""What became of a client of the base version: kept, renamed, replaced, gone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cfn_upc_rules._cognito.stack import pools
from cfn_upc_rules._cognito.types import SUB_RESOURCES
from cfn_upc_rules._history.succession import is_renamed
from cfn_upc_rules._template.nodes import View
from cfn_upc_rules._template.resources import Output, Resource
from cfn_upc_rules._template.values import Reference, Value, differ, mapping

if TYPE_CHECKING:
    from cfn_upc_rules._history.comparison import Comparison
    from cfn_upc_rules._template.stack import Stack

_RETAINS: Final = ("Retain", "RetainExceptOnCreate")
_FATES: Final = {
    True: "the old one stays, unmanaged",
    False: "the old one is deleted",
    None: "the old one is let go",
}
_NAMED: Final = 2


class Change:
    """What became of one old client, in one scenario.

    Attributes:
        now: the stack as it is now.
        base: the old stack.
        old: the client in the base version.
        same: the resource of the same logical ID now, None where there is none in this scenario.
        successor: the client that took its place under another logical ID, None where there is none.
        revision: the base, as the user names it.
    """

    def __init__(self, subject: View, comparison: Comparison, base: Stack) -> None:
        """Look the client up in both versions.

        Args:
            subject: the old client, in a scenario of the template as it is now.
            comparison: both versions.
            base: the old version.
        """
        self.now = subject.stack
        self.base = base
        self.revision = comparison.revision
        self.old = View(base, subject.scenario, subject.resource)
        self.same = self._present(subject, subject.stack.resources.get(subject.id))
        self.successor: View | None = None
        for successor in comparison.successors.get(subject.id, ()):
            if self.same is None and self.successor is None:
                self.successor = self._present(subject, successor)

    def _present(self, subject: View, resource: Resource | None) -> View | None:
        if resource is None:
            return None
        condition = self.base.resources[self.old.id].condition
        renamed = condition and condition not in mapping(self.now.template.get("Conditions"))
        if renamed and resource.condition and resource.condition not in mapping(self.base.template.get("Conditions")):
            # A condition is gone and another has come: nobody knows how the two hang together.
            return View(self.now, subject.scenario, resource)
        return subject.other(resource)

    @property
    def retained(self) -> bool | None:
        """Whether the old client outlives its deletion from the template; None where that is not known."""
        return retains(self.old.resource.body.get("DeletionPolicy"))

    def other_pool(self, new: View) -> str:
        """Say how a client's pool changed; "" where it didn't, or nobody can tell."""
        before, after = self.old["UserPoolId"].value, new["UserPoolId"].value
        since = f"in {self.revision}"
        if _is_pool(self.base, before) and _is_pool(self.now, after):
            if before.target == after.target:
                return ""
            if is_renamed(self.base, before.target, self.now, after.target):
                return f"pool, '{before.target}' {since}, is renamed to '{after.target}', which replaces the pool"
            return f"pool was '{before.target}' {since} and is '{after.target}' now"
        if _is_pool(self.now, after) and after.target not in self.base.resources and isinstance(before, str):
            return f"pool was '{before}' {since} and is '{after.target}', a new one, now"
        if not isinstance(before, Reference) and not isinstance(after, Reference) and differ(before, after):
            return f"UserPoolId is another than {since}"
        return ""

    def consequences(self, client: View, *, retained: bool | None) -> str:
        """Say what happens when CloudFormation makes a client anew.

        Args:
            client: the client as it is now.
            retained: whether the old one is kept; None where that is not known.
        """
        secret = "" if client["GenerateSecret"].off else " and secret"
        said = [f"a new client ID{secret}, {_FATES[retained]}, users sign in again"]
        attached, told = _dependents(self.now, client.resource)
        if attached:
            said.append(f"{_listed(attached)} {'is' if len(attached) == 1 else 'are'} made anew")
        if told:
            said.append(f"{_listed(told)} {'gets' if len(told) == 1 else 'get'} the new ID")
        return "; ".join(said)


def _is_pool(stack: Stack, value: Value) -> bool:
    return isinstance(value, Reference) and value.target in {pool.id for pool in pools(stack)}


def retains(policy: Any) -> bool | None:
    """Return whether a DeletionPolicy or UpdateReplacePolicy keeps the old resource; None where unknown."""
    return None if isinstance(policy, dict) else policy in _RETAINS


def _dependents(stack: Stack, client: Resource) -> tuple[list[str], list[str]]:
    """Return the sub-resources of a client, and what else is given its ID, as messages name them."""
    attached, told = [], []
    last = {use.by: use.below for use in sorted(stack.uses(client), key=lambda use: str(use.path))}
    for user, path in last.items():
        if isinstance(user, Output):
            told.append(f"{user}" + " (exported)" * user.is_exported)
        elif user.type in SUB_RESOURCES and path[1:] == SUB_RESOURCES[user.type]:
            attached.append(f"'{user.name}'")
        elif path != ("DependsOn",):
            told.append(f"'{user.name}'")
    told.sort(key=lambda name: name.startswith("Output"))
    return attached, told


def _listed(names: list[str]) -> str:
    """Return a few of the names, as a sentence lists them."""
    if len(names) > _NAMED:
        names = [*names[:_NAMED], f"{len(names) - _NAMED} more"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
