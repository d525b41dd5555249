"""Who refers to whom in a template."""

from __future__ import annotations

from collections import deque
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cfn_upc_rules._template.resources import Output, Resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cfnlint.graph import Graph

    from cfn_upc_rules._template.values import Path

# So cfn-lint's graph calls an output.
_OUTPUT: Final = "Output-"


class Use(NamedTuple):
    """Where a resource is referred to: by whom, and the path of the value (or `DependsOn`) below it."""

    by: Resource | Output
    below: Path

    @property
    def path(self) -> Path:
        """The path from the top of the template."""
        return (*self.by.path, *self.below)


class References:
    """The references among the resources of a template, and from its outputs to them.

    `DependsOn` counts, with the path `("DependsOn",)`.

    Args:
        graph: cfn-lint's, None where it could not be made.
        resources: the resources by logical ID.
        outputs: the outputs by name.
        further: references that the graph misses: resource, target, path below the resource.
    """

    def __init__(
        self,
        graph: Graph | None,
        resources: Mapping[str, Resource],
        outputs: Mapping[str, Output],
        further: Iterable[tuple[Resource, str, Path]],
    ) -> None:
        """Take the edges of the graph, without parameters and what is no resource for want of a type."""
        self._graph = graph
        self._core_rings: set[tuple[str, str]] | None = None
        self._of: dict[str, dict[str, list[Path]]] = {}
        self._uses: dict[str, list[Use]] = {}
        self._needs: dict[str, set[str]] = {}
        users: dict[str, Resource | Output] = {**resources}
        users |= {f"{_OUTPUT}{name}": output for name, output in outputs.items()}
        edges = [] if graph is None else graph.graph.edges(data=True)
        found: dict[str, dict[str, list[Path]]] = {}
        for source, target, data in edges:
            if source in users:
                path = tuple(data.get("source_paths") or ())
                found.setdefault(source, {}).setdefault(target, []).append(path)
        for resource, target, path in further:
            found.setdefault(resource.id, {}).setdefault(target, []).append(path)
        for source, targets in found.items():
            user = users[source]
            if isinstance(user, Resource):
                self._of[source] = targets
            for target, paths in targets.items():
                self._uses.setdefault(target, []).extend(Use(user, path) for path in paths)

    def of(self, logical_id: str) -> Mapping[str, Sequence[Path]]:
        """Return the logical IDs that a resource refers to, with the paths below it."""
        return self._of.get(logical_id, {})

    def to(self, logical_id: str) -> Sequence[Use]:
        """Return where a resource is referred to."""
        return self._uses.get(logical_id, ())

    def needed_by(self, logical_id: str) -> set[str]:
        """Return what a resource refers to, directly or not."""
        if logical_id not in self._needs:
            seen: set[str] = set()
            todo = deque([logical_id])
            while todo:
                for target in self.of(todo.popleft()):
                    if target not in seen:
                        seen.add(target)
                        todo.append(target)
            self._needs[logical_id] = seen
        return self._needs[logical_id]

    def core_rings(self, template: dict[str, Any]) -> set[tuple[str, str]]:
        """Return the pairs of resources of which cfn-lint's E3004 says that they need each other."""
        if self._core_rings is None:
            found = [] if self._graph is None else self._graph.get_cycles(SimpleNamespace(template=template))
            self._core_rings = {pair[:2] for pair in found if not any(map(self._is_of_sam, pair[:2]))}
        return self._core_rings

    def _is_of_sam(self, logical_id: str) -> bool:
        """Return whether it is one that E3004 leaves out."""
        node = {} if self._graph is None else self._graph.graph.nodes[logical_id]
        return str(node.get("resource_type", "")).startswith("AWS::Serverless::")
