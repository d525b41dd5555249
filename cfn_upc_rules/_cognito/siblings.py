"""What belongs to a User Pool of the template: its identity providers, resource servers, domains."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cfn_upc_rules._cognito.types import CDK_HELPERS, EDGE_FUNCTIONS, POOL, STORES
from cfn_upc_rules._template.values import (
    ABSENT,
    UNKNOWN,
    Reference,
    Text,
    Unknown,
    intrinsic,
    may_have_placeholder,
    scalar_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cfn_upc_rules._template.nodes import Node, View
    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.stack import Stack
    from cfn_upc_rules._template.values import Value


class _Index(NamedTuple):
    """The members of one pool by name, and those whose name is not known, with what is known of it."""

    named: dict[str, list[Resource]]
    others: list[tuple[Resource, list[Value]]]


def _indexes(_: Stack) -> dict[tuple[str, str], dict[str, _Index]]:
    return {}  # by type and property, filled as asked


def _makers(_: Stack) -> dict[str, list[Resource]]:
    return {}  # by what they get, filled as asked


# Opaque resources that wait, or stand for code, and make nothing themselves.
_MAKE_NOTHING: Final = (
    "AWS::CloudFormation::Macro",
    "AWS::CloudFormation::WaitCondition",
    "AWS::CloudFormation::WaitConditionHandle",
    *CDK_HELPERS,
)
_OUTSIDE: Final = ""  # the members of pools that are not known


def sibling_pool(subject: View) -> View | None:
    """Return the pool of this template that the subject belongs to in this scenario."""
    pool = subject["UserPoolId"].target
    return subject.other(pool) if pool is not None and pool.type == POOL else None


def member(subject: View, pool: View, kind: str, key: str, name: str) -> View | Unknown | None:
    """Look for what belongs to a pool, by name.

    Args:
        subject: who asks; it decides the scenario.
        pool: the pool.
        kind: the type of the member.
        key: the property that holds the member's name.
        name: the name.

    Returns:
        The member, None where the pool has none of the name, UNKNOWN where that can't be told.
    """
    unknown = False
    for index in _indexes_of(subject.stack, pool.resource, kind, key):
        for resource in index.named.get(name, ()):
            other = subject.other(resource)
            if other is not None and other[key].text == name:
                of_pool = belongs(other, pool)
                if of_pool:
                    return other
                unknown = unknown or of_pool is None
        unknown = unknown or any(_may_be(value, name) for _, values in index.others for value in values)
    return UNKNOWN if unknown or made_elsewhere(subject, pool) else None


def belongs(view: View, pool: View) -> bool | None:
    """Return whether something belongs to a pool by its `UserPoolId`; None where that can't be told."""
    link = view["UserPoolId"]
    if link.target is not None and link.target.type == POOL:
        return link.target is pool.resource
    return None if link.opaque else False


def made_elsewhere(subject: View, pool: View) -> bool:
    """Return whether something that the template doesn't show may add to the pool before the subject is made.

    That is a macro, or an opaque resource that gets the pool: directly, through another resource (a custom resource
    has a function, and that has an environment), or by a store that holds the pool and can be read by anybody.
    CloudFormation long had no types of its own for identity providers, resource servers and domains.
    """
    stack = subject.stack
    makers = _makers_of(stack, pool.resource)
    return stack.may_gain_resources or any(not stack.depends_on(maker, subject.resource) for maker in makers)


def may_be_completed(stack: Stack, *resources: Resource) -> bool:
    """Return whether something that the template doesn't show may complete one of the resources, sooner or later.

    For what deploys without it and is missing only when somebody signs in: unlike `made_elsewhere`, it need not be
    there before anything is made.
    """
    return stack.may_gain_resources or any(_makers_of(stack, resource) for resource in resources)


def _makers_of(stack: Stack, resource: Resource) -> list[Resource]:
    """Return the opaque resources that get a resource."""
    makers = stack.once(_makers)
    if resource.id not in makers:
        makers[resource.id] = [maker for maker in stack.once(_opaque_resources) if _may_know(stack, maker, resource)]
    return makers[resource.id]


def _opaque_resources(stack: Stack) -> list[Resource]:
    return [
        resource
        for resource in stack.resources.values()
        if resource.is_opaque and resource.type not in EDGE_FUNCTIONS and resource.type not in _MAKE_NOTHING
    ]


def _may_know(stack: Stack, maker: Resource, resource: Resource) -> bool:
    in_store = any(stack.depends_on(store, resource) for store in stack.of_type(*STORES))
    return in_store or stack.depends_on(maker, resource)


def item_named(items: Node, key: str, name: str) -> Node | Unknown | None:
    """Look for the mapping of a list that has a name.

    Returns:
        The mapping, None where the list has none of the name, UNKNOWN where that can't be told.
    """
    if items.opaque:
        return UNKNOWN
    found: Unknown | None = None
    for item in items.named(key, name):
        if not _may_be_named(item.value, key, name):
            continue
        if item[key].text == name:
            return item
        if _may_be(item[key].value, name):
            found = UNKNOWN
    return found


def _may_be(value: Value, name: str) -> bool:
    """Return whether a value is the name, or can't be told from it."""
    if isinstance(value, Text):
        return name.startswith(value.start)
    return value is not ABSENT and scalar_text(value) in (None, name)


def _may_be_named(item: Value, key: str, name: str) -> bool:
    if not isinstance(item, dict):
        return item is UNKNOWN or isinstance(item, Reference)
    value = item.get(key)
    is_open = isinstance(value, dict) or (isinstance(value, str) and may_have_placeholder(value))
    return intrinsic(item) is not None or is_open or scalar_text(value) == name


def candidates(stack: Stack, pool: Resource, kind: str) -> Iterator[Resource]:
    """Yield what may belong to a pool, of a type."""
    for index in _indexes_of(stack, pool, kind, ""):
        yield from (resource for resource, _ in index.others)


def possible_members(subject: View, pool: View, kind: str) -> Iterator[View]:
    """Yield what of a type is there in the subject's scenario and belongs to a pool, or may do so."""
    for resource in candidates(subject.stack, pool.resource, kind):
        view = subject.other(resource)
        if view is not None and belongs(view, pool) is not False:
            yield view


def _indexes_of(stack: Stack, pool: Resource, kind: str, key: str) -> Iterator[_Index]:
    """Yield the members of a pool and of unknown ones; worked out once, since hundreds of clients ask."""
    indexes = stack.once(_indexes)
    if (kind, key) not in indexes:
        indexes[kind, key] = _index(stack, stack.of_type(kind), key)
    for where in (pool.id, _OUTSIDE):
        if where in indexes[kind, key]:
            yield indexes[kind, key][where]


def _index(stack: Stack, resources: Iterable[Resource], key: str) -> dict[str, _Index]:
    found: dict[str, _Index] = {}
    for resource in resources:
        properties: Any = resource.body.get("Properties")
        if not isinstance(properties, dict):
            continue
        told = intrinsic(properties) is None  # and no Fn::If around all of them
        pools = {_pool_id(stack, value) for value in stack.values(properties.get("UserPoolId"))}
        names = stack.values(properties.get(key, ABSENT)) if told and key else [UNKNOWN]
        for pool in pools if told else (_OUTSIDE,):
            index = found.setdefault(pool, _Index({}, []))
            for name in {name for name in names if isinstance(name, str)}:
                index.named.setdefault(name, []).append(resource)
            unknown = [name for name in names if not isinstance(name, str) and name is not ABSENT]
            if unknown:
                index.others.append((resource, unknown))
    return found


def _pool_id(stack: Stack, value: Value) -> str:
    target = stack.resources.get(value.target) if isinstance(value, Reference) else None
    return target.id if target is not None and target.type == POOL else _OUTSIDE
