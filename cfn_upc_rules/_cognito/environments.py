"""The environment of a compute: which variables it declares, in one scenario.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-environment.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-ecs-taskdefinition-keyvaluepair.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cfn_upc_rules._cognito.edge import edge_functions
from cfn_upc_rules._cognito.stack import clients, computes
from cfn_upc_rules._cognito.types import (
    ACCEPTED_NAME,
    BUILDS,
    CLIENT,
    CLIENT_IDS,
    DECLARING,
    DOCKER_TASK,
    POOL_IDENTIFIERS,
)
from cfn_upc_rules._template.nodes import Node
from cfn_upc_rules._template.values import UNKNOWN, Path, Reference, mapping, references, under

if TYPE_CHECKING:
    from collections.abc import Callable

    from cfn_upc_rules._template.nodes import View
    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.stack import Stack


class Variable(NamedTuple):
    """A variable that is declared in this scenario: its name, and what it holds."""

    name: str
    value: Node


class Environment:
    """The variables of one function, or of one container, looked up only as asked.

    Attributes:
        node: the map of variables, or the list of Name/Value items.
        is_list: whether it is the list.
    """

    __slots__ = ("_compute", "_files", "_secrets", "is_list", "node")

    def __init__(
        self, compute: View, node: Node, *, is_list: bool, secrets: Node | None = None, files: Node | None = None
    ) -> None:
        """Take what the compute declares its variables in."""
        self._compute = compute
        self._files = files
        self.is_list = is_list
        self._secrets = secrets
        self.node = node

    @property
    def unknown(self) -> bool:
        """Whether there may be variables that the template doesn't tell."""
        if self.node.is_open:
            return True
        if self._files is not None and not self._files.absent:
            return True  # a container reads further variables when it starts
        if self._secrets is not None and any(
            self._secrets.find(_is_named(name)) for name in accepted_names(self._compute.stack)
        ):
            return True  # a container gets it from a secret or a parameter, whatever that holds
        if self.is_list:
            return self.node.find(_name_unknown) is not None
        return isinstance(self.node.raw, dict) and "Fn::Transform" in self.node.raw

    def named(self, *names: str) -> list[Variable]:
        """Return the variables of the names that are declared."""
        found = []
        for name in names:
            if self.is_list:
                item = self.node.find(_is_named(name))
                if item is not None:
                    found.append(Variable(name, self._value(item)))
            elif not self.node[name].absent:
                found.append(Variable(name, self.node[name]))
        return found

    def may_hold_secret_of(self, client: Resource) -> bool:
        """Return whether it holds, or may hold, the secret of a client: by reference, or under a name that says so."""
        raw = self.node.raw
        if isinstance(raw, list):
            held = [mapping(item).get("Value") for item in raw]
            names = [_name(item) for item in raw]
        else:
            held = list(mapping(raw).values())
            names = list(mapping(raw))
        if self._secrets is not None and isinstance(self._secrets.raw, list):
            names += [_name(item) for item in self._secrets.raw]
        if any(isinstance(name, str) and "secret" in name.lower() for name in names):
            return True
        secret = Reference(client.id, "ClientSecret")
        return any(secret in references(value) for each in held for value in self._compute.stack.values(each))

    def mentioning(self, resource: Resource) -> list[Variable]:
        """Return the declared variables that hold the ID of a client or pool, here or in another scenario."""
        here = self.node.path[2:]
        found = {}
        for path in self._compute.stack.references(self._compute.resource).get(resource.id, ()):
            if path[: len(here)] == here and len(path) > len(here):
                key = path[len(here)]
                if key not in found and _gives_id(self._compute, path, resource):
                    found[key] = self._declared(key)
        return [variable for variable in found.values() if variable is not None]

    def holding(self, resource: Resource) -> list[Variable]:
        """Return the declared variables that hold the ID of a client or pool, alone or within a text."""
        return [variable for variable in self.mentioning(resource) if holds(variable.value, resource)]

    def _declared(self, key: Any) -> Variable | None:
        if isinstance(key, int):
            item = self.node.item(key)
            name = item["Name"].text
            return None if name is None else Variable(name, self._value(item))
        if not isinstance(key, str):
            return None  # YAML takes dates and numbers for keys
        value = self.node[key]
        return None if value.absent else Variable(key, value)

    def _value(self, item: Node) -> Node:
        value = item["Value"]
        if is_in_clear(item):
            return value
        return Node(self._compute.stack, item.scenario, UNKNOWN, value.path)  # it names a parameter or secret


def environments(compute: View) -> list[Environment]:
    """Return the environments of a compute: one for each container of a Docker Task, else one."""
    if compute.resource.type == DOCKER_TASK:
        containers = compute["ContainerDefinitions"]
        if containers.is_open:
            return [Environment(compute, containers, is_list=True)]
        return [
            Environment(
                compute,
                container["Environment"],
                is_list=True,
                secrets=container["Secrets"],
                files=container["EnvironmentFiles"],
            )
            for container in containers.items()
        ]
    if compute.resource.type in BUILDS:
        return [Environment(compute, compute.at(*BUILDS[compute.resource.type]), is_list=True)]
    return [Environment(compute, compute.at("Environment", "Variables"), is_list=False)]


def is_in_clear(item: Node) -> bool:
    """Return whether a Name/Value item holds the value itself; a build may look it up in a store.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-codebuild-project-environmentvariable.html
    """
    return item["Type"].absent or item["Type"].text == "PLAINTEXT"


def accepted_names(stack: Stack) -> list[str]:
    """Return the names under which a compute may hold the client's ID (option `variables`)."""
    names: list[str] = stack.option("variables", [ACCEPTED_NAME])
    return names


def wired_clients(stack: Stack, compute: Resource) -> list[Resource]:
    """Return the clients that a compute refers to anywhere in its properties, or by `DependsOn`.

    Who lets a construct depend on a pool's gets a `DependsOn` of all that the pool's construct holds, its clients too.
    """
    told = not stack.is_synthesised
    targets = (
        stack.resources.get(target)
        for target, paths in stack.references(compute).items()
        if told or any(path[:1] != ("DependsOn",) for path in paths)
    )
    return [target for target in targets if target is not None and target.type == CLIENT]


def wired_computes(stack: Stack) -> list[Resource]:
    """Return the computes that are wired to a client and may be asked to declare something.

    A build never is, and what runs at the edge can't.
    """
    if not clients(stack):
        return []
    edge = edge_functions(stack)
    return [
        compute
        for compute in computes(stack)
        if compute.type in DECLARING and compute.id not in edge and wired_clients(stack, compute)
    ]


def client_variables(compute: View) -> list[Variable]:
    """Return the declared variables of the accepted names, of all environments of a compute."""
    names = accepted_names(compute.stack)
    return [variable for environment in environments(compute) for variable in environment.named(*names)]


def holds(value: Node, resource: Resource) -> bool:
    """Return whether a value holds the ID of a client or pool, alone or within a text."""
    return _has_id(value.value, resource)


def _has_id(value: Any, resource: Resource) -> bool:
    attributes = CLIENT_IDS if resource.type == CLIENT else POOL_IDENTIFIERS
    return any(ref.target == resource.id and ref.attribute in attributes for ref in references(value))


def _gives_id(compute: View, path: Path, resource: Resource) -> bool:
    return _has_id(compute.stack.read_as_is(under(compute.resource.body, path)), resource)


def _name(item: Any) -> str | None:
    name = item.get("Name") if isinstance(item, dict) else None
    return name if isinstance(name, str) else None


def _is_named(name: str) -> Callable[[Any], bool]:
    return lambda item: _name(item) == name


def _name_unknown(item: Any) -> bool:
    return item is UNKNOWN or (isinstance(item, dict) and isinstance(item.get("Name"), dict))
