"""Clients and pools that stand beside each other: in a slot's pair, or as variables of one environment."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cfn_upc_rules._cognito.environments import accepted_names, environments
from cfn_upc_rules._cognito.slots import pairs_in, pool_of
from cfn_upc_rules._cognito.types import CLIENT, CLIENT_IDS, COMPUTES, POOL_NAMES
from cfn_upc_rules._template.values import mapping, references, under

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._template.nodes import Node, View
    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.stack import Stack


class Mismatch(NamedTuple):
    """A client beside another pool than its own.

    Attributes:
        client: the client.
        own: its pool.
        pool: the pool that stands beside it.
        client_at: the node that holds the client.
        pool_at: the node that holds the pool.
        may_be_meant: whether there are reasons to do so: a migration reads the old pool, a list holds a client of
            each pool.
    """

    client: View
    own: Resource
    pool: Resource
    client_at: Node
    pool_at: Node
    may_be_meant: bool


def mismatches(subject: View) -> Iterator[Mismatch]:
    """Yield the clients that a resource uses beside another pool than their own, where all is of this template."""
    for client_at, pool_at in _companions(subject):
        pool = pool_of(subject.stack, pool_at)
        found = [] if pool is None else list(_with_own_pools(subject, client_at))
        for client, own in found:
            if pool is not None and own is not pool:
                others = any(of is pool for _, of in found) or _has_client_of(subject, client_at, pool)
                meant = subject.resource.type in COMPUTES or others
                yield Mismatch(client, own, pool, client_at, pool_at, meant)


def _companions(subject: View) -> Iterator[tuple[Node, Node]]:
    """Yield the clients' IDs with the pools that stand beside them."""
    if subject.resource.type not in COMPUTES:
        yield from ((pair.client, pair.pool) for pair in pairs_in(subject))
        return
    for environment in environments(subject):
        for client in environment.named(*accepted_names(subject.stack)):
            for pool in environment.named(*POOL_NAMES):
                yield client.value, pool.value


def _with_own_pools(subject: View, client_at: Node) -> Iterator[tuple[View, Resource]]:
    for reference in references(client_at.value):
        resource = subject.stack.resources.get(reference.target)
        if resource is not None and resource.type == CLIENT and reference.attribute in CLIENT_IDS:
            client = subject.other(resource)
            own = None if client is None else pool_of(subject.stack, client["UserPoolId"])
            if client is not None and own is not None:
                yield client, own


def _has_client_of(subject: View, client_at: Node, pool: Resource) -> bool:
    """Return whether the list that an item stands in may hold a client of the pool, too."""
    stack = subject.stack
    path = client_at.path[2:]
    while len(path) > 1 and path[-2] == "Fn::If":
        path = path[:-2]
    items = under(subject.resource.body, path[:-1])
    if not isinstance(items, list):
        return False
    others = [item for index, item in enumerate(items) if index != path[-1]]
    values = [value for item in others for value in stack.values(item)]
    named = [stack.resources.get(reference.target) for value in values for reference in references(value)]
    return any(client is not None and client.type == CLIENT and _may_be_of(stack, client, pool) for client in named)


def _may_be_of(stack: Stack, client: Resource, pool: Resource) -> bool:
    links = (mapping(properties).get("UserPoolId") for properties in stack.values(client.properties))
    values = (value for link in links for value in stack.values(link))
    return any(reference.target == pool.id for value in values for reference in references(value))
