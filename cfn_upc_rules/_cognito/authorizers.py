"""Where an API or an agent asks a token for scopes, and whose tokens it takes.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-integrate-with-cognito.html
https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from cfn_upc_rules._cognito.slots import CLIENT_SLOTS
from cfn_upc_rules._cognito.types import CLIENT, CLIENT_IDS, POOL
from cfn_upc_rules._template.globals import SAM_API, SAM_FUNCTION, SAM_HTTP_API

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cfn_upc_rules._template.nodes import Node, View

# What a method of a REST API is authorized by: a word without any of Cognito's types beside it.
COGNITO_USER_POOLS: Final = "COGNITO_USER_POOLS"
REST_AUTHORIZER: Final = "AWS::ApiGateway::Authorizer"
METHOD: Final = "AWS::ApiGateway::Method"
_ROUTE: Final = "AWS::ApiGatewayV2::Route"
_JWT_AUTHORIZER: Final = "AWS::ApiGatewayV2::Authorizer"
# The API that an event of a function names: its type, and the event's property that names it; by the event's type.
_APIS_OF_EVENTS: Final = {"Api": (SAM_API, "RestApiId"), "HttpApi": (SAM_HTTP_API, "ApiId")}
_AGENT_CLIENTS: Final = ".CustomJWTAuthorizer.AllowedClients[]"
# The agents' authorizer, by type.
AGENTS: Final = {
    slot.type: tuple(slot.path.removesuffix(".AllowedClients[]").split("."))
    for slot in CLIENT_SLOTS
    if slot.path.endswith(_AGENT_CLIENTS)
}


class Gate(NamedTuple):
    """Where a token is asked for scopes.

    Attributes:
        scopes: the list of scopes, one of which is enough.
        clients: the clients whose tokens are taken; None where it takes a pool's, whoever's they are.
        pools: the pools whose tokens are taken, where `clients` is None.
    """

    scopes: Node
    clients: Node | None
    pools: Node | None


def gates(subject: View) -> Iterator[Gate]:
    """Yield where a resource asks tokens for scopes; of several each in a scenario of its own."""
    return _GATES[subject.resource.type](subject)


def named_pools(subject: View, slot: Node) -> list[View] | None:
    """Return the pools whose ARNs stand in a slot, alone or as a list; None where one may be another."""
    return _named(subject, slot, POOL, ("Arn",))


def named_clients(subject: View, slot: Node) -> list[View] | None:
    """Return the clients whose IDs stand in a slot, alone or as a list; None where one may be another."""
    return _named(subject, slot, CLIENT, CLIENT_IDS)


def _named(subject: View, slot: Node, kind: str, attributes: tuple[str, ...]) -> list[View] | None:
    found = []
    for item in slot.items() if isinstance(slot.raw, list) else (slot,):
        target = item.target
        is_one = target is not None and target.type == kind and item.attribute in attributes
        view = subject.other(target) if target is not None and is_one else None
        if view is None:
            return None
        found.append(view)
    return found


def audience(authorizer: Node) -> Node:
    """Return the audience of one of SAM's JWT authorizers: SAM takes the key in either spelling."""
    configuration = authorizer["JwtConfiguration"]
    return configuration["Audience"] if configuration["audience"].absent else configuration["audience"]


def _of_route(route: View) -> Iterator[Gate]:
    authorizer = _other(route, route["AuthorizerId"], _JWT_AUTHORIZER)
    if authorizer is not None:
        yield Gate(route["AuthorizationScopes"], authorizer.at("JwtConfiguration", "Audience"), None)


def _of_method(method: View) -> Iterator[Gate]:
    authorizer = _other(method, method["AuthorizerId"], REST_AUTHORIZER)
    if authorizer is not None and method["AuthorizationType"].text == COGNITO_USER_POOLS:
        yield Gate(method["AuthorizationScopes"], None, authorizer["ProviderARNs"])


def _of_sam_api(api: View) -> Iterator[Gate]:
    for authorizer in api.at("Auth", "Authorizers").each_value():
        yield from _with_authorizer(api, authorizer["AuthorizationScopes"], authorizer)


def _of_sam_function(function: View) -> Iterator[Gate]:
    for event in function["Events"].each_value():
        kind, key = _APIS_OF_EVENTS.get(event["Type"].text or "", ("", ""))
        api = _other(function, event.at("Properties", key), kind) if kind else None
        if api is not None:
            own, default = event.at("Properties", "Auth", "Authorizer"), api.at("Auth", "DefaultAuthorizer")
            name = (default if own.absent else own).text
            scopes = event.at("Properties", "Auth", "AuthorizationScopes")
            if name is not None:
                yield from _with_authorizer(api, scopes, api.at("Auth", "Authorizers")[name])


def _with_authorizer(api: View, scopes: Node, authorizer: Node) -> Iterator[Gate]:
    if api.resource.type == SAM_HTTP_API:
        yield Gate(scopes, audience(authorizer), None)
    else:
        yield Gate(scopes, None, authorizer["UserPoolArn"])


def _of_agent(agent: View) -> Iterator[Gate]:
    authorizer = agent.at(*AGENTS[agent.resource.type])
    yield Gate(authorizer["AllowedScopes"], authorizer["AllowedClients"], None)


def _other(subject: View, reference: Node, kind: str) -> View | None:
    target = reference.target
    return subject.other(target) if target is not None and target.type == kind else None


_GATES: Final[dict[str, Callable[[View], Iterator[Gate]]]] = {
    _ROUTE: _of_route,
    METHOD: _of_method,
    SAM_API: _of_sam_api,
    SAM_HTTP_API: _of_sam_api,
    SAM_FUNCTION: _of_sam_function,
    **dict.fromkeys(AGENTS, _of_agent),
}
GATED: Final = tuple(_GATES)
