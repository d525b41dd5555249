"""The logical IDs that SAM will generate for a template, as far as they can be told beforehand.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
Checked against aws-sam-translator 1.110 (see tests/cognito/test_sam_names.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cfn_upc_rules._template.globals import SAM_FUNCTION
from cfn_upc_rules._template.sam_parts import events_of
from cfn_upc_rules._template.values import ABSENT, Reference, boolean, mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.stack import Stack

# The events for which SAM makes a permission of the event's name, and those for which it makes a resource of that name.
_INVOKED: Final = frozenset(
    (
        "AlexaSkill", "CloudWatchEvent", "CloudWatchLogs", "EventBridgeRule", "HttpApi", "IoTRule", "S3", "SNS",
        "Schedule",
    )
)  # fmt: skip
_OWN_RESOURCE: Final = frozenset(
    (
        "CloudWatchEvent", "CloudWatchLogs", "DocumentDB", "DynamoDB", "EventBridgeRule", "IoTRule", "Kinesis",
        "MQ", "MSK", "SNS", "SQS", "Schedule", "ScheduleV2", "SelfManagedKafka",
    )
)  # fmt: skip


class Generated(NamedTuple):
    """A logical ID that SAM generates.

    Attributes:
        id: the logical ID.
        source: the resource it is generated for.
        overwrites: whether SAM puts its own resource in the place of one of that ID without a word,
            instead of refusing the template.
    """

    id: str
    source: str
    overwrites: bool = False


def names_like(stack: Stack, logical_id: str) -> list[Generated]:
    """Return those of the generated logical IDs that are a logical ID."""
    return stack.once(_by_id).get(logical_id, [])


def _by_id(stack: Stack) -> dict[str, list[Generated]]:
    found: dict[str, list[Generated]] = {}
    for name in generated_names(stack):
        found.setdefault(name.id, []).append(name)
    return found


def generated_names(stack: Stack) -> list[Generated]:
    """Return the logical IDs that SAM will generate, none for a template without the serverless transform.

    Versions and deployments have a hash behind their names that only SAM can work out: they are left out.
    """
    if not stack.is_sam:
        return []
    names = []
    for function in stack.of_type(SAM_FUNCTION):
        names += [Generated(name, function.id) for name in _of_function(stack, function)]
        for event, kind, properties in events_of(mapping(function.properties)):
            names += _of_event(stack, function, event, kind, properties)
    return list(dict.fromkeys(names))


def _of_function(stack: Stack, function: Resource) -> Iterator[str]:
    properties = mapping(function.properties)
    own = function.id
    if ABSENT in stack.values(properties.get("Role", ABSENT)):  # in some scenario
        yield f"{own}Role"
    if "EventInvokeConfig" in properties:
        yield f"{own}EventInvokeConfig"
    url = properties.get("FunctionUrlConfig")
    if isinstance(url, dict):
        yield f"{own}Url"
        if url.get("AuthType") == "NONE":
            yield f"{own}UrlPublicPermissions"
    alias = properties.get("AutoPublishAlias")
    if isinstance(alias, str):
        yield f"{own}Alias{alias}"


def _of_subscription(prefix: str, source: str, kind: str, properties: dict[str, Any]) -> Iterator[Generated]:
    """Yield what lets the event in: a permission, or the queue between a topic and the function."""
    by_queue = properties.get("SqsSubscription", False)
    if kind == "SNS" and by_queue is not False:
        yield Generated(f"{prefix}QueuePolicy", source)
        yield Generated(f"{prefix}EventSourceMapping", source)
        if boolean(by_queue):
            yield Generated(f"{prefix}Queue", source)
    elif kind in _INVOKED:
        yield Generated(f"{prefix}Permission", source)


def _of_event(
    stack: Stack, function: Resource, event: str, kind: str, properties: dict[str, Any]
) -> Iterator[Generated]:
    prefix = f"{function.id}{event}"
    yield from _of_subscription(prefix, function.id, kind, properties)
    if kind in _OWN_RESOURCE:
        yield Generated(prefix, function.id)
    if kind == "ScheduleV2" and "RoleArn" not in properties:
        yield Generated(f"{prefix}Role", function.id)
    if kind == "Cognito":
        alias = mapping(function.properties).get("AutoPublishAlias")
        middle = f"Alias{alias}" if isinstance(alias, str) else ""
        yield Generated(f"{function.id}{middle}CognitoPermission", function.id)
    if kind == "Api" and "RestApiId" not in properties:
        yield Generated(f"{prefix}PermissionProd", function.id)
        yield Generated("ServerlessRestApi", function.id, overwrites=True)
        yield Generated("ServerlessRestApiProdStage", function.id)
    elif kind == "Api":
        api = stack.read_as_is(properties["RestApiId"])
        sibling = stack.resources.get(api.target) if isinstance(api, Reference) else None
        stage = mapping(sibling.properties).get("StageName") if sibling else None
        if isinstance(stage, str):
            yield Generated(f"{prefix}Permission{stage}", function.id)
    if kind == "HttpApi" and "ApiId" not in properties:
        yield Generated("ServerlessHttpApi", function.id, overwrites=True)
        yield Generated("ServerlessHttpApiApiGatewayDefaultStage", function.id)
