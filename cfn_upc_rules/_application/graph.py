"""What a picture of templates shows: pools, clients, what hangs on them and who uses them, across templates."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cfn_upc_rules._application.application import exported_to
from cfn_upc_rules._application.bounds import NESTED, Bounds
from cfn_upc_rules._application.crossing import Crossed, crossed_in, steps_to
from cfn_upc_rules._application.members import Member, Members
from cfn_upc_rules._application.merging import Merged
from cfn_upc_rules._application.reading import named_file, read
from cfn_upc_rules._cognito.companions import mismatches
from cfn_upc_rules._cognito.types import (
    CLIENT,
    DOMAIN,
    IDENTITY_POOL,
    IDENTITY_PROVIDER,
    POOL,
    RESOURCE_SERVER,
    STORES,
    SUB_RESOURCES,
)
from cfn_upc_rules._cognito.wrong_values import TYPES_WITH_NEEDS, wrong_values
from cfn_upc_rules._template.nodes import View
from cfn_upc_rules._template.scenarios import explore
from cfn_upc_rules._template.values import intrinsic, references

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cfn_upc_rules._application.crossing import Step
    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.scenarios import Scenario
    from cfn_upc_rules._template.stack import Stack
    from cfn_upc_rules._template.values import Path

_ROLES: Final = "AWS::Cognito::IdentityPoolRoleAttachment"
# What is there for the clients, wired or not; anything else is shown where it refers to one of these.
_OWN: Final = (POOL, CLIENT, DOMAIN, RESOURCE_SERVER, IDENTITY_PROVIDER, IDENTITY_POOL, *SUB_RESOURCES)
_TARGETS: Final = (POOL, CLIENT, DOMAIN, RESOURCE_SERVER, IDENTITY_PROVIDER, IDENTITY_POOL)
_TYPES: Final = (*dict.fromkeys((*TYPES_WITH_NEEDS, *_OWN, _ROLES, *STORES, *NESTED)),)


class Finding(NamedTuple):
    """A finding, as far as a picture shows it: the file, the rule's ID, and the path in the file."""

    filename: str
    rule: str
    path: Path


class Node(NamedTuple):
    """A resource.

    Attributes:
        id: its logical ID in the application.
        place: the template that it stands in.
        type: its type.
        name: its logical ID in the template.
        findings: the IDs of the rules that have a finding about it.
    """

    id: str
    place: str
    type: str
    name: str
    findings: tuple[str, ...] = ()


class Edge(NamedTuple):
    """A resource refers to another one.

    Attributes:
        source: who refers.
        target: to whom.
        label: the property or variable.
        via: the parameters, outputs and exports in between.
        findings: the IDs of the rules that have a finding about it.
    """

    source: str
    target: str
    label: str
    via: tuple[str, ...] = ()
    findings: tuple[str, ...] = ()


class Template(NamedTuple):
    """A template at a place of the application; `outer` is the place of the one that it is nested in, None for none."""

    place: str
    title: str
    outer: str | None


class Graph(NamedTuple):
    """All that a picture shows."""

    templates: list[Template]
    nodes: list[Node]
    edges: list[Edge]


class _Arrow(NamedTuple):
    """An edge before it is known what is found: with the path that refers, and the steps that it takes."""

    edge: Edge
    path: Path
    steps: tuple[Step, ...]


def graph_of(filenames: Sequence[str], findings: Sequence[Finding]) -> Graph:
    """Return what there is to see of some files, those that are no templates left out.

    Args:
        filenames: the files; those nested in another of them are shown within it.
        findings: what is found in them.
    """
    members = _members(filenames)
    if not members.all:
        return Graph([], [], [])
    exported = dict(exported_to(members))
    merged = Merged(members.all, exported, _TYPES)
    boxes = {f"{member.place}{name}" for member in members.all for name in member.inner}
    resources = {name: resource for name, resource in merged.stack.resources.items() if name not in boxes}
    arrows = [arrow for resource in resources.values() for arrow in _arrows(merged, resource)]
    seen = _Seen(merged, members.all, findings, _wrong_paths(merged.stack) if findings else {})
    edges = [arrow.edge._replace(findings=seen.at(arrow)) for arrow in arrows]
    edges = [edge for edge in edges if edge.findings or not _is_implied(resources, edge)]
    connected = {end for edge in edges for end in (edge.source, edge.target)}
    nodes = [
        Node(name, member.place, origin.type, origin.id, seen.about(name))
        for name, (member, origin) in merged.origins.items()
        if name in resources and (origin.type in _OWN or name in connected)
    ]
    shown = {place for node in nodes for place in _places(merged.origins[node.id][0])}
    templates = [
        Template(member.place, _title(member), None if member.outer is None else member.outer.place)
        for member in members.all
        if member.place in shown
    ]
    return Graph(templates, nodes, list(dict.fromkeys(edges)))


def _members(filenames: Sequence[str]) -> Members:
    files = dict.fromkeys(file for name in filenames if (file := named_file(name)) is not None)
    stacks = {file.path: stack for file in files if (stack := read(file)) is not None}
    alone = {}
    for path, stack in stacks.items():
        found = Members()
        found.add(Member(stack, path), Bounds.of(path))
        alone[path] = found
    inner = {member.files[0] for found in alone.values() for member in found.all if member.outer is not None}
    members = Members()
    for path in stacks:
        if path not in inner:
            members.add_file(path)
    return members


def _title(member: Member) -> str:
    if member.nested is None:
        return member.shown
    return f"{member.nested.id} ({member.shown})"


def _places(member: Member) -> Iterator[str]:
    yield member.place
    if member.outer is not None:
        yield from _places(member.outer)


# -- arrows ----------------------------------------------------------------------------------------------


def _arrows(merged: Merged, resource: Resource) -> Iterator[_Arrow]:
    """Yield the references of a resource to pools, clients and the like, once for each name and target."""
    found: dict[Edge, _Arrow] = {}
    known: set[tuple[Path, str]] = set()  # a text has what its pieces have
    for path, raw, steps in _values(resource.properties, (*resource.path, "Properties"), ()):
        for reference in references(merged.stack.read_as_is(raw)):
            target = merged.stack.resources.get(reference.target)
            if target is None or target.type not in _TARGETS or (path, target.id) in known:
                continue
            if target is not resource:
                known.add((path, target.id))
                label = _label(resource, path)
                # Whose clients, domains and servers are a pool's goes without saying.
                label = "" if label == "UserPoolId" and resource.type in _OWN else label
                edge = Edge(resource.id, target.id, label, tuple(dict.fromkeys(step.name for step in steps)))
                found.setdefault(edge, _Arrow(edge, path, steps))
    yield from found.values()


def _values(raw: Any, path: Path, steps: tuple[Step, ...]) -> Iterator[tuple[Path, Any, tuple[Step, ...]]]:
    """Yield the functions within a value, in all branches of `Fn::If`, with their paths and how they get there."""
    if isinstance(raw, Crossed):
        steps += raw.way
    call = intrinsic(raw)
    if call is not None and not (call[0] == "Fn::If" and isinstance(call[1], list)):
        for piece in () if isinstance(raw, Crossed) else crossed_in(raw):
            yield path, piece, steps + piece.way
        yield path, raw, steps
    elif isinstance(raw, dict):
        for key, value in raw.items():
            yield from _values(value, (*path, key), steps)
    elif isinstance(raw, list):
        for index, value in enumerate(raw):
            yield from _values(value, (*path, index), steps)


def _label(resource: Resource, path: Path) -> str:
    """Return what a value is called: its key, or the name beside it."""
    below: Any = resource.body
    name = ""
    for key in path[2:]:
        if isinstance(below, dict) and key == "Value" and isinstance(below.get("Name"), str):
            name = below["Name"]
        elif isinstance(key, str) and not key.startswith("Fn::"):
            name = key
        below = below[key]
    return name


def _is_implied(resources: Mapping[str, Resource], edge: Edge) -> bool:
    """Return whether an arrow to a pool says no more than the one to its client does."""
    return resources[edge.source].type in SUB_RESOURCES and resources[edge.target].type == POOL


# -- findings --------------------------------------------------------------------------------------------


def _wrong_paths(stack: Stack) -> dict[Path, tuple[Step, ...]]:
    """Return where values stand that their places don't take, or that don't belong together, and how they get there."""
    found: set[Path] = set()
    for resource in stack.of_type(*TYPES_WITH_NEEDS):

        def judge(scenario: Scenario, resource: Resource = resource) -> Iterator[Path]:
            view = View(stack, scenario, resource)
            yield from (wrong.node.path for wrong in wrong_values(view))
            for mismatch in mismatches(view):
                yield from (mismatch.client_at.path, mismatch.pool_at.path)

        found.update(path for path, _ in explore(resource.given, stack.possible, judge))
    return {path: steps for path in sorted(found, key=str) if (steps := steps_to(stack.template, path))}


class _Seen:
    """Says where findings belong: at an arrow where one is about its value, else at the node."""

    def __init__(
        self,
        merged: Merged,
        members: Sequence[Member],
        findings: Sequence[Finding],
        wrong: dict[Path, tuple[Step, ...]],
    ) -> None:
        self._origins = merged.origins
        self._wrong = wrong
        self._left: dict[str, list[str]] = {}
        self._paths: list[tuple[Path, str]] = []
        self._steps: list[tuple[str, str, str, str]] = []
        for finding in findings:
            for member in members:
                if member.files[0] == os.path.realpath(finding.filename):
                    self._note(member, finding)

    def _note(self, member: Member, finding: Finding) -> None:
        section, *rest = finding.path or ("",)
        if section == "Globals":
            self._paths.append(((member.place, *rest[1:]), finding.rule))
        elif section == "Resources" and rest:
            logical_id = f"{member.place}{rest[0]}"
            if rest[1:3] == ["Properties", "Parameters"] and len(rest) > 3:  # noqa: PLR2004
                self._steps.append((member.place, str(rest[0]), str(rest[3]), finding.rule))
            if len(rest) > 2:  # noqa: PLR2004
                self._paths.append((("Resources", logical_id, *rest[1:]), finding.rule))
            self._left.setdefault(logical_id, []).append(finding.rule)

    def at(self, arrow: _Arrow) -> tuple[str, ...]:
        """Return the rules that have a finding about what an arrow stands for; they are not the node's then."""
        found = []
        for path, rule in self._paths:
            of_globals = (
                path[0] == self._origins[arrow.edge.source][0].place and arrow.path[3 : 2 + len(path)] == path[1:]
            )
            if of_globals or arrow.path[: len(path)] == path or path[: len(arrow.path)] == arrow.path:
                found.append(rule)
        found += self._across(arrow.path)
        for rule in found:
            if rule in self._left.get(arrow.edge.source, ()):
                self._left[arrow.edge.source].remove(rule)
        return tuple(sorted(set(found)))

    def about(self, logical_id: str) -> tuple[str, ...]:
        """Return the rules that have a finding about a node, and not about an arrow of it; ask for arrows first."""
        literals = [rule for path in list(self._wrong) if path[1] == logical_id for rule in self._across(path)]
        return tuple(sorted({*self._left.get(logical_id, ()), *literals}))

    def _across(self, path: Path) -> list[str]:
        """Return the rules that have a finding about what crosses to a path, once."""
        steps = self._wrong.pop(path, ())
        taken = [[step.at, step.nested, step.name] for step in steps]
        return [rule for *where, rule in self._steps if where in taken]
