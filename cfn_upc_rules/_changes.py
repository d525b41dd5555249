"""What became of the clients of the base version: kept, renamed, replaced, gone.

Both versions are read in the same way, and compared in the same scenario: a condition of one name counts as
one condition. Whatever is unknown in either version is no change.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

import cfnlint.decode.cfn_json
import cfnlint.decode.cfn_yaml
from cfnlint.helpers import TRANSFORM_SAM, ensure_list
from cfnlint.template import Template

from cfn_upc_rules._base_version import DEFAULT_BASE, BaseUnavailableError, base_version
from cfn_upc_rules._rule import REFERENCE, UpcRule
from cfn_upc_rules._stack import Resource, Stack, View
from cfn_upc_rules._succession import is_renamed, places, successors
from cfn_upc_rules._tables import SUB_RESOURCES
from cfn_upc_rules._values import Reference, Value, differ, mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cfn_upc_rules._rule import Finding

_RETAINS: Final = ("Retain", "RetainExceptOnCreate")
_FATES: Final = {
    True: "leaves the old one behind, unmanaged",
    False: "deletes the old one",
    None: "lets go of the old one",
}
_NAMED: Final = 3


class Comparison(NamedTuple):
    """The base version of a template, beside the template.

    Attributes:
        revision: the base, as the user names it.
        problem: why a base that the user configured can't be read, "" where nothing is wrong.
        base: the old stack, None where there is nothing to compare.
        clients: the old stack's clients, of those whose fate can be told.
        successors: the clients that may have taken the place of an old one, best first, by old logical ID.
    """

    revision: str
    problem: str = ""
    base: Stack | None = None
    clients: Sequence[Resource] = ()
    successors: dict[str, list[Resource]] = {}  # noqa: RUF012 - never changed


class Change:
    """What became of one old client, in one scenario.

    Attributes:
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
        self.old = View(base, subject.scenario, subject.of)
        self.same = self._present(subject, subject.stack.resources.get(subject.id))
        self.successor: View | None = None
        for successor in comparison.successors.get(subject.id, ()):
            if self.same is None and self.successor is None:
                self.successor = self._present(subject, successor)

    def _present(self, subject: View, resource: Resource | None) -> View | None:
        if resource is None:
            return None
        condition = self.base.resources[self.old.id].condition
        renamed = condition and condition not in _section(self.now, "Conditions")
        if renamed and resource.condition and resource.condition not in _section(self.base, "Conditions"):
            # A condition is gone and another has come: nobody knows how the two hang together.
            return View(self.now, subject.scenario, resource)
        return subject.other(resource)

    @property
    def retained(self) -> bool | None:
        """Whether the old client outlives its deletion from the template; None where that is not known."""
        return retains(self.old.of.body.get("DeletionPolicy"))

    def other_pool(self, new: View) -> str:
        """Say how a client's pool changed; "" where it didn't, or nobody can tell."""
        before, after = self.old["UserPoolId"].value, new["UserPoolId"].value
        since = f"in {self.revision}"
        if _is_pool(self.base, before) and _is_pool(self.now, after):
            if before.target == after.target:
                return ""
            if is_renamed(self.base, before.target, self.now, after.target):
                renamed = f"is renamed to '{after.target}', which replaces the pool"
                return f"User Pool, '{before.target}' {since}, {renamed}"
            return f"User Pool was '{before.target}' {since} and is '{after.target}' now"
        if _is_pool(self.now, after) and after.target not in self.base.resources and isinstance(before, str):
            return f"User Pool was '{before}' {since} and is '{after.target}', a new one, now"
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
        said = [f"CloudFormation makes a client with a new ID{secret} and {_FATES[retained]}"]
        said += ["every signed-in user has to sign in again"]
        attached, told = _dependents(self.now, client.of)
        if attached:
            said.append(f"{_listed(attached)} {'is' if len(attached) == 1 else 'are'} made anew too")
        if told:
            said.append(f"{_listed(told)} {'gets' if len(told) == 1 else 'get'} the new ID")
        return "; ".join(said)


def _is_pool(stack: Stack, value: Value) -> bool:
    return isinstance(value, Reference) and value.target in {pool.id for pool in stack.pools}


class ChangeRule(UpcRule):
    """A rule about what became of a client since the base version."""

    evidence = REFERENCE
    needs_client: ClassVar[bool] = False

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        """Return the clients of the base version."""
        return compare(stack).clients

    def judge(self, subject: View) -> Iterable[Finding]:
        """Look at what became of an old client."""
        comparison = compare(subject.stack)
        if comparison.base is not None:
            yield from self.judge_change(Change(subject, comparison, comparison.base))

    def judge_change(self, change: Change) -> Iterable[Finding]:
        """Yield what is wrong with what became of an old client in one scenario."""
        raise NotImplementedError


def compare(stack: Stack) -> Comparison:
    """Return a template beside its base version, read once for all rules."""
    return stack.once(_compare)


def _compare(stack: Stack) -> Comparison:
    revision: str = stack.option("W9670", "base", DEFAULT_BASE)
    if not revision or not is_revision(revision):
        return Comparison(revision)
    try:
        text = base_version(stack.filename, revision, has_client=bool(stack.clients))
    except BaseUnavailableError as problem:
        return Comparison(revision, str(problem))
    base = None if text is None else _decode(text)
    if base is None:
        return Comparison(revision)
    clients = [client for client in base.clients if client.id in stack.resources]
    left = [client for client in clients if client.condition != stack.resources[client.id].condition]
    if not _macros(stack) - _macros(base):  # else whatever is gone may come from there
        gone = [client for client in _told(base, stack) if client.id not in stack.resources]
        clients, left = clients + gone, left + gone
    come = [client for client in _told(stack, base) if client.id not in base.resources]
    taken = successors(base, left, stack, come)
    return Comparison(revision, "", base, [_settled(client, stack) for client in clients], taken)


def is_revision(base: str) -> bool:
    """Return whether a text may be the name of a revision ("" for none)."""
    return base.isprintable() and not base.startswith("-")


def _decode(text: bytes) -> Stack | None:
    """Return the old version as a stack; None where it can't be read, which is nobody's fault now.

    SAM is not applied: it touches no client.
    """
    try:
        source = text.decode("utf-8")
        try:
            decoded = cfnlint.decode.cfn_yaml.loads(source)
        except Exception:  # noqa: BLE001 - as cfn-lint does: what is no YAML may be JSON
            decoded = cfnlint.decode.cfn_json.loads(source)
        transforms = ensure_list(decoded.get("Transform", []))
        decoded["Transform"] = [name for name in transforms if name != TRANSFORM_SAM]
        template = Template(None, decoded)
        return None if template.transform() else Stack(template)
    except Exception:  # noqa: BLE001
        return None


# -- what can be told ------------------------------------------------------------------------------


def _told(stack: Stack, other: Stack) -> list[Resource]:
    """Return the clients whose logical ID is known: not those of a loop over an unknown collection."""
    loops = dict(_loops(stack))
    known = {what for what in loops.values() if what is not None} & set(dict(_loops(other)).values()) | {""}
    return [
        client
        for client in stack.clients
        if all(what in known for span, what in loops.items() if _within(client.body, span))
    ]


_Span = tuple[tuple[int, int], tuple[int, int]]


def _loops(stack: Stack) -> Iterator[tuple[_Span, str | None]]:
    """Yield where each `Fn::ForEach` stands, and over what it runs: "" literals, None for what is unknown."""
    for *_, loop in stack.loops:
        if isinstance(loop, list) and len(loop) == 3 and hasattr(loop, "start_mark"):  # noqa: PLR2004
            yield _span(loop), _collection(stack, loop[1])


def _collection(stack: Stack, items: Any) -> str | None:  # noqa: ANN401
    if isinstance(items, list) and all(isinstance(item, str) for item in items):
        return ""
    value = stack.read_as_is(items)
    parameter = stack.parameters.get(value.target) if isinstance(value, Reference) else None
    if not isinstance(parameter, dict) or "Default" not in parameter or "SSM" in str(parameter.get("Type")):
        return None
    return f"{value} {parameter['Default']}"


def _span(node: Any) -> _Span:  # noqa: ANN401
    return (node.start_mark.line, node.start_mark.column), (node.end_mark.line, node.end_mark.column)


def _within(body: Any, span: _Span) -> bool:  # noqa: ANN401
    return hasattr(body, "start_mark") and span[0] <= _span(body)[0] < span[1]


def _macros(stack: Stack) -> set[str]:
    """Return what may add resources that the template doesn't show."""
    declared = ensure_list(stack.template.get("Transform", []))
    macros = {json.dumps(name, default=str) for name in declared}
    own = {name for name in macros if name.startswith('"AWS::') and name != '"AWS::Include"'}
    return (macros - own) | ({"Fn::Transform"} & set(_section(stack, "Resources")))


def _settled(client: Resource, stack: Stack) -> Resource:
    """Return an old client without a condition that the template doesn't have any more."""
    if client.condition and client.condition not in _section(stack, "Conditions"):
        client = Resource(client.id, {key: value for key, value in client.body.items() if key != "Condition"})
    return client


def _section(stack: Stack, name: str) -> dict[str, Any]:
    return mapping(stack.template.get(name))


def retains(policy: Any) -> bool | None:  # noqa: ANN401
    """Return whether a DeletionPolicy or UpdateReplacePolicy keeps the old resource; None where unknown."""
    return None if isinstance(policy, dict) else policy in _RETAINS


# -- who refers to it ------------------------------------------------------------------------------


def _dependents(stack: Stack, client: Resource) -> tuple[list[str], list[str]]:
    """Return the sub-resources of a client, and what else is given its ID, as messages name them."""
    attached, told = [], []
    for source, place in dict(sorted(places(stack, client), key=str)).items():
        resource = stack.resources.get(source)
        if resource is None:
            name = source.partition("-")[2]
            exported = "Export" in mapping(_section(stack, "Outputs").get(name))
            told.append(f"Output '{name}'" + " (exported)" * exported)
        elif resource.type in SUB_RESOURCES and place[1:] == SUB_RESOURCES[resource.type]:
            attached.append(str(resource))
        elif place != ("DependsOn",):
            told.append(str(resource))
    return attached, told


def _listed(names: list[str]) -> str:
    """Return a few of the names, as a sentence lists them."""
    if len(names) > _NAMED:
        names = [*names[:_NAMED], f"{len(names) - _NAMED} more"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
