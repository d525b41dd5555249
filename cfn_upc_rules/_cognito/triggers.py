"""The Lambda triggers of a pool: those of its `LambdaConfig`, those that SAM adds for events, and what lets them run.

https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-cognito.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cfn_upc_rules._cognito.types import FUNCTIONS, PERMISSION, POOL
from cfn_upc_rules._template.globals import SAM_FUNCTION
from cfn_upc_rules._template.values import ABSENT, Reference, Text, differ, intrinsic, mapping, references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._template.nodes import Node, View
    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.stack import Stack
    from cfn_upc_rules._template.values import Value

# What may add scopes and an audience to a token.
PRE_TOKEN: Final = ("PreTokenGeneration", "PreTokenGenerationConfig")

_SERVICE: Final = "cognito-idp.amazonaws.com"
_CONNECTOR: Final = "AWS::Serverless::Connector"
# Their Ref is an ARN, and they name their function.
_QUALIFIED: Final = ("AWS::Lambda::Alias", "AWS::Lambda::Version")
# SAM makes an alias and a version of a function, and lets them be named as `!Ref Function.Alias`.
_OF_SAM: Final = (".Alias", ".Version")


def triggers(pool: View) -> Iterator[tuple[str, Node, Resource]]:
    """Yield a trigger's name, its ARN, and the function of this template; each in its own scenario."""
    config = pool["LambdaConfig"]
    for value in config.each_value():
        arn = value["LambdaArn"] if isinstance(value.raw, dict) and "LambdaArn" in value.raw else value
        function = function_of(pool, arn.value)
        if function is not None and arn.value != Reference(function.id):  # which is its name
            yield str(value.path[len(config.path)]), arn, function


def function_of(subject: View, value: Value) -> Resource | None:
    """Return the function of this template that a name or ARN leads to, by way of an alias or a version, too."""
    stack = subject.stack
    for reference in references(value):
        name = reference.target
        for suffix in _OF_SAM:
            name = name.removesuffix(suffix)
        target = stack.resources.get(name)
        if target is not None and target.type in _QUALIFIED:
            view = subject.other(target)
            target = None if view is None else view["FunctionName"].target
        if target is not None and target.type in FUNCTIONS:
            return target
    return None


def may_invoke(pool: View, function: Resource) -> bool:
    """Return whether something in the template lets a pool invoke a function, or may do so."""
    view = pool.other(function)
    if view is None or any(True for _ in _events_of(view, pool)):
        return True  # for an event SAM makes the permission
    if pool.stack.referring(function, _CONNECTOR) or "Connectors" in function.body:
        return True
    for resource in pool.stack.of_type(PERMISSION):
        if _is_of_another(pool.stack, resource, function):
            continue  # whether that one exists here need not be decided
        permission = pool.other(resource)
        if permission is not None and _allows(permission, pool, view):
            return True
    return False


def _is_of_another(stack: Stack, permission: Resource, function: Resource) -> bool:
    """Return whether a permission is known to be for another function in every scenario, by a plain reference."""
    values = stack.values(mapping(permission.properties).get("FunctionName"))
    targets = [stack.resources.get(value.target) if isinstance(value, Reference) else None for value in values]
    return all(target is not None and target.type in FUNCTIONS and target is not function for target in targets)


def _allows(permission: View, pool: View, function: View) -> bool:
    principal = permission["Principal"].value
    if principal is not ABSENT and principal != "*" and _is_other_service(principal):
        return False
    return _may_be_function(permission, function) and _may_be_pool(pool.stack, permission["SourceArn"].value, pool)


def _is_other_service(principal: Value) -> bool:
    """Return whether a principal is known not to be Cognito, of whatever partition."""
    start = principal.start if isinstance(principal, Text) else principal
    if isinstance(start, str) and start.startswith("cognito-idp"):
        return False
    return differ(principal, _SERVICE)


def _may_be_function(permission: View, function: View) -> bool:
    named = permission["FunctionName"]
    value = named.value
    found = function_of(permission, value)
    if found is not None:
        return found is function.resource
    if isinstance(value, str):
        name = function["FunctionName"]
        known = function.id if name.absent else name.text  # CloudFormation's own names have the logical ID in them
        return known is None or known in value
    return named.opaque or named.target is None


def _may_be_pool(stack: Stack, source: Value, pool: View) -> bool:
    named = [stack.resources.get(reference.target) for reference in references(source)]
    if pool.resource in named:
        return True
    return not any(target is not None and (target.type == POOL or not target.is_opaque) for target in named)


# -- which triggers there are ------------------------------------------------------------------------


def may_have_trigger(subject: View, pool: View, *names: str) -> bool:
    """Return whether a pool has, or may have, one of some triggers.

    Args:
        subject: who asks; it decides the scenario.
        pool: the pool.
        names: keys of `LambdaConfig`.
    """
    config = pool["LambdaConfig"]
    if any(not config[name].absent for name in names):
        return True
    views = (subject.other(function) for function in subject.stack.once(_functions_with_events))
    events = (event for view in views if view is not None for event in _events_of(view, pool))
    return any(_may_be_for(event, names) for event in events)


def _functions_with_events(stack: Stack) -> list[Resource]:
    return [function for function in stack.of_type(SAM_FUNCTION) if _may_have_events(function)]


def _may_have_events(function: Resource) -> bool:
    events = mapping(function.properties).get("Events")
    types = [mapping(event).get("Type") for event in mapping(events).values()]
    return intrinsic(function.properties) is not None or any(not isinstance(t, str) or t == "Cognito" for t in types)


def _events_of(function: View, pool: View) -> Iterator[Node]:
    """Yield the events by which SAM makes, or may make, a function a trigger of a pool."""
    events = function["Events"]
    for key in events.keys():  # noqa: SIM118 - a node, no mapping
        event = events[key]
        if event["Type"].text in ("Cognito", None):
            of = event.at("Properties", "UserPool")
            if of.target is pool.resource or of.opaque:
                yield event


def _may_be_for(event: Node, names: tuple[str, ...]) -> bool:
    trigger = event.at("Properties", "Trigger").raw
    written = trigger if isinstance(trigger, list) else [trigger]
    return any(not isinstance(name, str) or name in names for name in written)
