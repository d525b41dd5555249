"""What CloudFormation needs before it can make a resource of a SAM template.

SAM splits its resources, and turns events round: an API needs the functions behind its paths, a bucket the one that
it notifies. So a reference in the template says little of the order.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cfn_upc_rules._template.globals import SAM_FUNCTION
from cfn_upc_rules._template.mentions import mentions
from cfn_upc_rules._template.sam_parts import (
    IMPLICIT,
    MAIN,
    Part,
    events_of,
    generated_ids,
    invoked,
    is_known,
    needs_within,
    part_named,
    parts_with,
    takes_event,
)
from cfn_upc_rules._template.values import Path, Reference, intrinsic, mapping

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from cfn_upc_rules._template.resources import Resource

_EVENT_TARGETS: Final = {"Api": "RestApiId", "HttpApi": "ApiId", "S3": "Bucket"}


class Need(NamedTuple):
    """That one of the resources that will be made needs another one.

    Attributes:
        source: what needs.
        target: what it needs.
        path: where in the template that is written; () where it follows from SAM's ways.
        is_certain: whether SAM is known to make it so.
    """

    source: Part
    target: Part
    path: Path = ()
    is_certain: bool = True


class Dependencies:
    """Who needs whom in a SAM template.

    Args:
        resources: the resources by logical ID.
        sections: SAM's Globals, for the APIs that it makes itself.
        further: what follows from events that are none of SAM's general ones: resource, target, path.
    """

    def __init__(
        self,
        resources: Mapping[str, Resource],
        sections: Mapping[str, Any],
        further: Iterable[tuple[Resource, str, Path]],
    ) -> None:
        """Work out each need once."""
        self._bodies = {resource.id: (resource.type, mapping(resource.properties)) for resource in resources.values()}
        self._from: dict[Part, list[Need]] = {}
        self._needed: dict[str, set[Part]] = {}
        implicit = self._with_implicit(sections)
        self._generated = {name: part for key, body in self._bodies.items() for name, part in generated_ids(key, *body)}
        for resource in resources.values():
            self._add_all(self._of_resource(resource))
        for name, section in implicit.items():
            self._add_all(self._of_properties(name, ("Globals", section)))
        self._add_all(Need((resource.id, MAIN), self._invoked(target)) for resource, target, _ in further)

    def needs(self, logical_id: str, other: str) -> bool:
        """Return whether one resource needs another before it can be made, directly or not."""
        if logical_id not in self._needed:
            self._needed[logical_id] = set(self._reached((logical_id, MAIN), (), certain=False))
        return (other, MAIN) in self._needed[logical_id]

    def ring(self, logical_id: str, without: Collection[Need] = ()) -> list[Need]:
        """Return a shortest ring of certain needs through a resource, [] where there is none.

        Args:
            logical_id: the resource.
            without: needs that don't hold.
        """
        start = (logical_id, MAIN)
        ring = []
        reached = self._reached(start, without, certain=True)
        step = reached.get(start)
        while step is not None:
            ring.append(step)
            step = None if step.source == start else reached[step.source]
        return ring[::-1]

    def _reached(self, start: Part, without: Collection[Need], *, certain: bool) -> dict[Part, Need]:
        """Return what is needed, directly or not, each with the need by which it was reached first."""
        found: dict[Part, Need] = {}
        todo = deque([start])
        while todo:
            for need in self._from.get(todo.popleft(), ()):
                if need.target not in found and need not in without and (need.is_certain or not certain):
                    found[need.target] = need
                    todo.append(need.target)
        return found

    # -- building it -------------------------------------------------------------------------------

    def _add_all(self, needs: Iterable[Need]) -> None:
        for need in needs:
            self._from.setdefault(need.source, []).append(need)

    def _with_implicit(self, sections: Mapping[str, Any]) -> dict[str, str]:
        """Add the APIs that SAM makes for events that name none; return their sections of Globals."""
        events = {
            event
            for kind, properties in self._bodies.values()
            if kind == SAM_FUNCTION
            for _, event, given in events_of(properties)
            if event in IMPLICIT and _EVENT_TARGETS[event] not in given
        }
        found = {}
        for event in sorted(events):
            name, kind, section = IMPLICIT[event]
            if name not in self._bodies:
                self._bodies[name] = (kind, mapping(sections.get(section)))
                found[name] = section
        return found

    def _of_resource(self, resource: Resource) -> Iterator[Need]:
        kind, properties = self._bodies[resource.id]
        yield from self._of_properties(resource.id, (*resource.path, "Properties"))
        depends_on = resource.body.get("DependsOn")
        for name in depends_on if isinstance(depends_on, list) else [depends_on]:
            needed = part_named(Reference(name), self._bodies, self._generated) if isinstance(name, str) else None
            if needed is not None:
                yield Need((resource.id, MAIN), needed, (*resource.path, "DependsOn"), is_known(kind))
        if kind == SAM_FUNCTION:
            yield from self._of_events(resource.id, properties)

    def _of_properties(self, logical_id: str, path: Path) -> Iterator[Need]:
        kind, properties = self._bodies[logical_id]
        certain = is_known(kind) and intrinsic(properties) is None
        for part, needed in needs_within(kind, properties):
            yield Need((logical_id, part), (logical_id, needed))
        for reference, at in mentions(properties, path):
            target = part_named(reference, self._bodies, self._generated)
            if target is not None and at != path:
                for part in parts_with(kind, properties, at[len(path) :]):
                    yield Need((logical_id, part), target, at, certain)

    def _of_events(self, function: str, properties: Mapping[str, Any]) -> Iterator[Need]:
        for _, kind, event in events_of(properties):
            if kind not in _EVENT_TARGETS:
                continue
            named = event.get(_EVENT_TARGETS[kind])
            api = IMPLICIT[kind][0] if named is None and kind in IMPLICIT else mapping(named).get("Ref")
            if not isinstance(api, str) or api not in self._bodies:
                continue
            if kind == "S3" or takes_event(self._bodies[api][1], kind, event):
                yield Need((api, MAIN), self._invoked(function))

    def _invoked(self, function: str) -> Part:
        return function, invoked(self._bodies[function][1])
