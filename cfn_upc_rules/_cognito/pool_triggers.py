"""Which functions a pool may call: those of its `LambdaConfig`, and those that SAM adds for an event.

https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-working-with-lambda-triggers.html
https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-cognito.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cfn_upc_rules._template.globals import SAM_FUNCTION
from cfn_upc_rules._template.values import intrinsic, mapping

if TYPE_CHECKING:
    from cfn_upc_rules._template.nodes import Node, View
    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.stack import Stack

# What may add scopes and an audience to a token.
PRE_TOKEN: Final = ("PreTokenGeneration", "PreTokenGenerationConfig")


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
    return any(view is not None and _adds(view, pool, names) for view in views)


def _functions_with_events(stack: Stack) -> list[Resource]:
    return [function for function in stack.of_type(SAM_FUNCTION) if _may_have_events(function)]


def _may_have_events(function: Resource) -> bool:
    events = mapping(function.properties).get("Events")
    types = [mapping(event).get("Type") for event in mapping(events).values()]
    return intrinsic(function.properties) is not None or any(not isinstance(t, str) or t == "Cognito" for t in types)


def _adds(function: View, pool: View, names: tuple[str, ...]) -> bool:
    events = function["Events"]
    return any(_is_trigger(events[key], pool, names) for key in events.keys())  # noqa: SIM118 - a node, no mapping


def _is_trigger(event: Node, pool: View, names: tuple[str, ...]) -> bool:
    if event["Type"].text not in ("Cognito", None):
        return False
    where, trigger = event.at("Properties", "UserPool"), event.at("Properties", "Trigger")
    if where.target is not pool.resource and not where.opaque:
        return False
    written = trigger.raw if isinstance(trigger.raw, list) else [trigger.raw]
    return any(not isinstance(name, str) or name in names for name in written)
