"""The properties that take a client's ID beside a pool: one row of a table each.

Rules, tests and `docs/known-types.md` read this table, so a new AWS type is one new row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from cfn_upc_rules._cognito.types import POOL
from cfn_upc_rules._template.values import references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._template.nodes import Node, View
    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.stack import Stack


class Form(NamedTuple):
    """What form a pool takes somewhere: in words, and as it is written (`POOL` stands for the logical ID)."""

    words: str
    written: str

    def of(self, pool: str) -> str:
        """Return how a pool is written in this form."""
        return self.written.replace("POOL", pool)


ID: Final = Form("ID", "!Ref POOL")
ARN: Final = Form("ARN", "!GetAtt POOL.Arn")
PROVIDER: Final = Form("provider name", "!GetAtt POOL.ProviderName")
ISSUER: Final = Form("issuer URL", "!GetAtt POOL.ProviderURL")
DISCOVERY: Final = Form("discovery URL", '!Sub "${POOL.ProviderURL}/.well-known/openid-configuration"')


class Pair(NamedTuple):
    """A property that takes a client's ID, and the one beside it that takes the client's pool.

    Attributes:
        type: the resource type.
        client: the path of the client's ID below `Properties`; `[]` is each item of a list (a scalar
            instead of it, too), `*` each value of a mapping.
        pool: the path of the pool; what it has in common with `client` is the same item and value.
        form: what form the pool takes there.
    """

    type: str
    client: str
    pool: str
    form: Form


PAIRS: Final = (
    Pair("AWS::Cognito::UserPoolUICustomizationAttachment", "ClientId", "UserPoolId", ID),
    Pair("AWS::Cognito::UserPoolRiskConfigurationAttachment", "ClientId", "UserPoolId", ID),
    Pair("AWS::Cognito::ManagedLoginBranding", "ClientId", "UserPoolId", ID),
    Pair("AWS::Cognito::Terms", "ClientId", "UserPoolId", ID),
    Pair(
        "AWS::Cognito::IdentityPool",
        "CognitoIdentityProviders[].ClientId",
        "CognitoIdentityProviders[].ProviderName",
        PROVIDER,
    ),
    Pair(
        "AWS::ElasticLoadBalancingV2::Listener",
        "DefaultActions[].AuthenticateCognitoConfig.UserPoolClientId",
        "DefaultActions[].AuthenticateCognitoConfig.UserPoolArn",
        ARN,
    ),
    Pair(
        "AWS::ElasticLoadBalancingV2::ListenerRule",
        "Actions[].AuthenticateCognitoConfig.UserPoolClientId",
        "Actions[].AuthenticateCognitoConfig.UserPoolArn",
        ARN,
    ),
    Pair("AWS::ApiGatewayV2::Authorizer", "JwtConfiguration.Audience[]", "JwtConfiguration.Issuer", ISSUER),
    Pair(
        "AWS::Serverless::HttpApi",
        "Auth.Authorizers.*.JwtConfiguration.audience[]",
        "Auth.Authorizers.*.JwtConfiguration.issuer",
        ISSUER,
    ),
    Pair(  # SAM makes the keys lower case
        "AWS::Serverless::HttpApi",
        "Auth.Authorizers.*.JwtConfiguration.Audience[]",
        "Auth.Authorizers.*.JwtConfiguration.Issuer",
        ISSUER,
    ),
    Pair("AWS::AppSync::GraphQLApi", "UserPoolConfig.AppIdClientRegex", "UserPoolConfig.UserPoolId", ID),
    Pair(
        "AWS::AppSync::GraphQLApi",
        "AdditionalAuthenticationProviders[].UserPoolConfig.AppIdClientRegex",
        "AdditionalAuthenticationProviders[].UserPoolConfig.UserPoolId",
        ID,
    ),
    Pair(
        "AWS::AppSync::Api",
        "EventConfig.AuthProviders[].CognitoConfig.AppIdClientRegex",
        "EventConfig.AuthProviders[].CognitoConfig.UserPoolId",
        ID,
    ),
    Pair(
        "AWS::VerifiedPermissions::IdentitySource",
        "Configuration.CognitoUserPoolConfiguration.ClientIds[]",
        "Configuration.CognitoUserPoolConfiguration.UserPoolArn",
        ARN,
    ),
    Pair("AWS::SageMaker::Workforce", "CognitoConfig.ClientId", "CognitoConfig.UserPool", ID),
    Pair(
        "AWS::SageMaker::Workteam",
        "MemberDefinitions[].CognitoMemberDefinition.CognitoClientId",
        "MemberDefinitions[].CognitoMemberDefinition.CognitoUserPool",
        ID,
    ),
    *(
        Pair(
            kind,
            "AuthorizerConfiguration.CustomJWTAuthorizer.AllowedClients[]",
            "AuthorizerConfiguration.CustomJWTAuthorizer.DiscoveryUrl",
            DISCOVERY,
        )
        for kind in ("AWS::BedrockAgentCore::Gateway", "AWS::BedrockAgentCore::Runtime")
    ),
)

PAIRED_TYPES: Final = tuple(dict.fromkeys(pair.type for pair in PAIRS))


class PairInUse(NamedTuple):
    """A pair as it stands in a resource: its row, the client's ID, the pool."""

    row: Pair
    client: Node
    pool: Node


def pairs_in(view: View) -> Iterator[PairInUse]:
    """Yield the pairs of a resource; of several items and values each in a scenario of its own."""
    for pair in PAIRS:
        if pair.type == view.resource.type:
            client, pool = _steps(pair.client), _steps(pair.pool)
            together = next(i for i, (a, b) in enumerate(zip(client, pool, strict=False)) if a != b)
            for node in _walk(view, client[:together]):
                for client_id in _walk(node, client[together:]):
                    yield PairInUse(pair, client_id, node.at(*pool[together:]))


def pool_of(stack: Stack, node: Node) -> Resource | None:
    """Return the pool of this template that a value is, in whatever form; None where that is not known."""
    targets = {reference.target for reference in references(node.value)}
    pools = [pool for pool in map(stack.resources.get, targets) if pool is not None and pool.type == POOL]
    return pools[0] if len(pools) == 1 else None


def table_markdown() -> str:
    """Return the known types as a table of Markdown, for the docs."""
    rows = [f"| `{p.type}` | `{p.client}` | `{p.pool}` | {p.form.words} |" for p in PAIRS]
    return "\n".join(["| Type | The client's ID | Its pool | Form |", "|---|---|---|---|", *rows, ""])


def _steps(path: str) -> list[str]:
    return path.replace("[]", ".[]").split(".")


def _walk(node: Node, steps: list[str]) -> Iterator[Node]:
    if not steps:
        yield node
        return
    step, *rest = steps
    if step == "*":
        below = node.each_value()
    elif step == "[]":
        below = node.each() if isinstance(node.raw, list) else iter((node,))
    else:
        below = iter((node[step],))
    for found in below:
        yield from _walk(found, rest)
