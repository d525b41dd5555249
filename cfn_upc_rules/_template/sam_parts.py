"""What SAM makes of its resources, and into which of them it puts a property.

A function becomes a function, a role, an alias, an address; an API becomes an API, a deployment, a stage. Checked
against the output of aws-sam-translator (see the tests).

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from cfn_upc_rules._template.globals import SAM_API, SAM_FUNCTION, SAM_HTTP_API
from cfn_upc_rules._template.values import Reference, mapping

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cfn_upc_rules._template.values import Path

# The logical ID that stands in the template, and which of the resources that SAM makes of it: "" for the main one.
Part: TypeAlias = tuple[str, str]

MAIN: Final = ""
ROLE, VERSION, ALIAS, URL, INVOKE = "Role", "Version", "Alias", "Url", "EventInvokeConfig"
DEPLOYMENT, STAGE = "Deployment", "Stage"
# The APIs that SAM makes for events that name none, by the event's type: logical ID, type, section of Globals.
IMPLICIT: Final[dict[str, tuple[str, str, str]]] = {
    "Api": ("ServerlessRestApi", SAM_API, "Api"),
    "HttpApi": ("ServerlessHttpApi", SAM_HTTP_API, "HttpApi"),
}
# Of these SAM makes one resource each.
_PLAIN: Final = ("AWS::Serverless::Application", "AWS::Serverless::LayerVersion", "AWS::Serverless::SimpleTable")

_ON_STAGE: Final = (STAGE,)
_PARTS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    SAM_FUNCTION: {
        # An event is no dependency of its function: SAM turns it round, or makes a resource of it that nobody needs.
        "Events": (),
        "Policies": (ROLE,),
        "PermissionsBoundary": (ROLE,),
        "RolePath": (ROLE,),
        "AssumeRolePolicyDocument": (ROLE,),
        "Tags": (MAIN, ROLE),
        "DeadLetterQueue": (MAIN, ROLE),
        "EventInvokeConfig": (INVOKE, ROLE),
        "FunctionUrlConfig": (URL,),
        "ProvisionedConcurrencyConfig": (ALIAS,),
        "VersionDescription": (VERSION,),
        "DeploymentPreference": (),
        "AutoPublishAlias": (),
    },
    SAM_API: {
        # Nothing of it is written where there are no paths.
        "Cors": (),
        "AccessLogSetting": _ON_STAGE,
        "CacheClusterEnabled": _ON_STAGE,
        "CacheClusterSize": _ON_STAGE,
        "CanarySetting": _ON_STAGE,
        "MethodSettings": _ON_STAGE,
        "StageName": _ON_STAGE,
        "Tags": _ON_STAGE,
        "TracingEnabled": _ON_STAGE,
        "Variables": _ON_STAGE,
        "Domain": (),
    },
    SAM_HTTP_API: {
        "AccessLogSettings": _ON_STAGE,
        "DefaultRouteSettings": _ON_STAGE,
        "RouteSettings": _ON_STAGE,
        "StageName": _ON_STAGE,
        "StageVariables": _ON_STAGE,
        "Tags": (MAIN, STAGE),
        "Domain": (),
    },
}
# What a template can refer to behind the logical ID: `!Ref Function.Alias`.
_REFERABLE: Final = (STAGE, DEPLOYMENT, ALIAS, VERSION)
# What of `Auth` goes into the definition of an API.
_IN_DEFINITION: Final[dict[str, tuple[str, ...]]] = {
    SAM_API: ("UserPoolArn", "FunctionArn", "FunctionInvokeRole", "ResourcePolicy"),
    SAM_HTTP_API: ("JwtConfiguration", "FunctionArn", "FunctionInvokeRole"),
}
# What each of the resources needs of the others, whatever the properties say.
_WITHIN: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    SAM_FUNCTION: ((VERSION, MAIN), (ALIAS, MAIN), (ALIAS, VERSION)),
    SAM_API: ((DEPLOYMENT, MAIN), (STAGE, MAIN), (STAGE, DEPLOYMENT)),
    SAM_HTTP_API: ((STAGE, MAIN),),
}


def is_known(kind: str) -> bool:
    """Return whether it is known what becomes of a type's properties: always, but for some of SAM's own types."""
    return not kind.startswith("AWS::Serverless::") or kind in _PARTS or kind in _PLAIN


def parts_with(kind: str, properties: Mapping[str, Any], path: Path) -> tuple[str, ...]:
    """Return which of SAM's resources get a value.

    Args:
        kind: the type.
        properties: the properties of the resource.
        path: the path of the value below the properties.
    """
    parts = _PARTS.get(kind, {}).get(str(path[0]), (MAIN,))
    if path[0] == "Auth" and kind in _IN_DEFINITION and not any(key in path for key in _IN_DEFINITION[kind]):
        return ()
    has_role = kind == SAM_FUNCTION and "Role" not in properties
    may_be_on_role = path[0] != "EventInvokeConfig" or "Destination" in path
    return tuple(part for part in parts if part != ROLE or (has_role and may_be_on_role))


def needs_within(kind: str, properties: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield which of the resources that SAM makes of one needs which other."""
    yield from _WITHIN.get(kind, ())
    if kind == SAM_FUNCTION:
        yield URL, invoked(properties)
        yield INVOKE, invoked(properties)
        if "Role" not in properties:
            yield MAIN, ROLE


def part_named(
    reference: Reference, bodies: Mapping[str, tuple[str, Mapping[str, Any]]], generated: Mapping[str, Part]
) -> Part | None:
    """Return what a reference refers to.

    Args:
        reference: as it is written: `Api.Stage` is the name of one, too.
        bodies: types and properties of the resources by logical ID.
        generated: what SAM's own logical IDs stand for.
    """
    name, _, part = reference.target.partition(".")
    if name not in bodies:
        return generated.get(reference.target)
    kind, properties = bodies[name]
    wanted = part or reference.attribute
    if kind not in _PARTS or wanted not in _REFERABLE:
        return name, MAIN
    return None if wanted in (ALIAS, VERSION) and invoked(properties) != ALIAS else (name, wanted)


def invoked(properties: Mapping[str, Any]) -> str:
    """Return what an event of a function invokes: its alias, where SAM makes one."""
    return ALIAS if "AutoPublishAlias" in properties else MAIN


def generated_ids(logical_id: str, kind: str, properties: Mapping[str, Any]) -> Iterator[tuple[str, Part]]:
    """Yield the logical IDs that SAM makes for a resource and that a template can refer to."""
    if kind == SAM_FUNCTION:
        if "Role" not in properties:
            yield f"{logical_id}Role", (logical_id, ROLE)
        if "FunctionUrlConfig" in properties:
            yield f"{logical_id}Url", (logical_id, URL)
        if isinstance(properties.get("AutoPublishAlias"), str):
            yield f"{logical_id}Alias{properties['AutoPublishAlias']}", (logical_id, ALIAS)
    elif kind == SAM_API:
        yield f"{logical_id}{properties.get('StageName', 'Prod')}Stage", (logical_id, STAGE)
    elif kind == SAM_HTTP_API:
        yield f"{logical_id}ApiGatewayDefaultStage", (logical_id, STAGE)


def events_of(properties: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield name, type and properties of a function's events."""
    for name, event in mapping(properties.get("Events")).items():
        kind = mapping(event).get("Type")
        if isinstance(name, str) and isinstance(kind, str):
            yield name, kind, mapping(mapping(event).get("Properties"))


def takes_event(api: Mapping[str, Any], kind: str, event: Mapping[str, Any]) -> bool:
    """Return whether SAM writes an event's function into an API: not where its definition is the template's own.

    An HTTP API gets the path added, unless the definition has it.
    """
    if "DefinitionUri" in api:
        return False
    if "DefinitionBody" not in api:
        return True
    paths = mapping(mapping(api["DefinitionBody"]).get("paths"))
    is_plain = "Fn::Transform" not in mapping(api["DefinitionBody"]) and "Fn::If" not in paths
    return kind == "HttpApi" and is_plain and isinstance(event.get("Path"), str) and event["Path"] not in paths
