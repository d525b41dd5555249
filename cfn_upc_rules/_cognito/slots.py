"""The slots: every property that takes a client's ID, or a pool in one of its forms; one row of a table each.

The rules, the tests, the fast path of the command and `docs/known-types.md` ask this table, so a new AWS type is a
new row. The paths are those of the provider schemas and of SAM's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from cfn_upc_rules._cognito.types import (
    BRANDING,
    CLIENT,
    DOMAIN,
    IDENTITY_POOL,
    IDENTITY_PROVIDER,
    POOL,
    RESOURCE_SERVER,
    RISK_CONFIGURATION,
    TERMS,
    UI_CUSTOMIZATION,
)
from cfn_upc_rules._template.values import Text, references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._template.nodes import Node, View
    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.stack import Stack


class Form(NamedTuple):
    """What form of a pool a slot takes: in words, and as it is written (`POOL` stands for the logical ID)."""

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


class Slot(NamedTuple):
    """A property that takes a client's ID or a pool.

    Attributes:
        type: the resource type.
        path: its path below `Properties`; `[]` is each item of a list (a scalar instead of it, too), `[Name=x]` the
            items of that name, `*` each value of a mapping.
        form: the form of the pool that it takes; None where it takes a client's ID.
        pool: for a client's ID, the path of the slot that takes the client's pool; what both paths have in common is
            the same item and value.
        is_shared: whether others than Cognito use it, too: it is judged only where it has to do with a user pool.
        takes_audience: whether it takes any audience of a token, a client's ID among them.
    """

    type: str
    path: str
    form: Form | None = None
    pool: str = ""
    is_shared: bool = False
    takes_audience: bool = False

    @property
    def name(self) -> str:
        """The last key of its path."""
        return self.path.removesuffix("[]").rpartition(".")[2]


class _Pair(NamedTuple):
    """Two slots beside each other, as the table says it: type, what both have in common, client, pool, form."""

    type: str
    common: str
    client: str
    pool: str
    form: Form
    is_shared: bool = False
    takes_audience: bool = False

    def slots(self) -> Iterator[Slot]:
        """Yield the two."""
        client, pool = f"{self.common}{self.client}", f"{self.common}{self.pool}"
        yield Slot(self.type, client, None, pool, self.is_shared, self.takes_audience)
        yield Slot(self.type, pool, self.form, "", self.is_shared)


_JWT: Final = {"is_shared": True, "takes_audience": True}
_SHARED: Final = {"is_shared": True}
_LISTENERS: Final = (
    ("AWS::ElasticLoadBalancingV2::Listener", "DefaultActions[]."),
    ("AWS::ElasticLoadBalancingV2::ListenerRule", "Actions[]."),
)
_AGENTS: Final = (
    *((f"AWS::BedrockAgentCore::{name}", "") for name in ("Gateway", "Runtime", "Harness", "PaymentManager")),
    ("AWS::AgentRegistry::Registry", "DiscoveryConfiguration."),
)
_IDENTITY_SOURCE: Final = "AWS::VerifiedPermissions::IdentitySource"
_TRUST_PROVIDER: Final = "AWS::EC2::VerifiedAccessTrustProvider"
_CREDENTIALS: Final = "AWS::BedrockAgentCore::OAuth2CredentialProvider"
_VENDORS: Final = "Oauth2ProviderConfigInput."

_PAIRS: Final = (
    *(_Pair(name, "", "ClientId", "UserPoolId", ID) for name in (UI_CUSTOMIZATION, RISK_CONFIGURATION)),
    *(_Pair(name, "", "ClientId", "UserPoolId", ID) for name in (BRANDING, TERMS)),
    _Pair(IDENTITY_POOL, "CognitoIdentityProviders[].", "ClientId", "ProviderName", PROVIDER),
    *(
        _Pair(name, f"{actions}AuthenticateCognitoConfig.", "UserPoolClientId", "UserPoolArn", ARN)
        for name, actions in _LISTENERS
    ),
    _Pair("AWS::ApiGatewayV2::Authorizer", "JwtConfiguration.", "Audience[]", "Issuer", ISSUER, **_JWT),
    # SAM makes the keys lower case.
    *(
        _Pair("AWS::Serverless::HttpApi", "Auth.Authorizers.*.JwtConfiguration.", audience, issuer, ISSUER, **_JWT)
        for audience, issuer in (("audience[]", "issuer"), ("Audience[]", "Issuer"))
    ),
    _Pair("AWS::AppSync::GraphQLApi", "UserPoolConfig.", "AppIdClientRegex", "UserPoolId", ID),
    _Pair(
        "AWS::AppSync::GraphQLApi",
        "AdditionalAuthenticationProviders[].UserPoolConfig.",
        "AppIdClientRegex",
        "UserPoolId",
        ID,
    ),
    _Pair("AWS::AppSync::Api", "EventConfig.AuthProviders[].CognitoConfig.", "AppIdClientRegex", "UserPoolId", ID),
    *(
        _Pair("AWS::Serverless::GraphQLApi", f"Auth.{above}UserPool.", "AppIdClientRegex", "UserPoolId", ID)
        for above in ("", "Additional[].")
    ),
    _Pair(_IDENTITY_SOURCE, "Configuration.CognitoUserPoolConfiguration.", "ClientIds[]", "UserPoolArn", ARN),
    _Pair("AWS::SageMaker::Workforce", "CognitoConfig.", "ClientId", "UserPool", ID),
    _Pair(
        "AWS::SageMaker::Workteam",
        "MemberDefinitions[].CognitoMemberDefinition.",
        "CognitoClientId",
        "CognitoUserPool",
        ID,
    ),
    # The pool as one OpenID Connect provider among others.
    *(
        _Pair(
            name,
            f"{above}AuthorizerConfiguration.CustomJWTAuthorizer.",
            "AllowedClients[]",
            "DiscoveryUrl",
            DISCOVERY,
            **_SHARED,
        )
        for name, above in _AGENTS
    ),
    _Pair(_CREDENTIALS, f"{_VENDORS}IncludedOauth2ProviderConfig.", "ClientId", "Issuer", ISSUER, **_SHARED),
    _Pair(
        _CREDENTIALS,
        f"{_VENDORS}CustomOauth2ProviderConfig.",
        "ClientId",
        "OauthDiscovery.DiscoveryUrl",
        DISCOVERY,
        **_SHARED,
    ),
    _Pair("AWS::IAM::OIDCProvider", "", "ClientIdList[]", "Url", ISSUER, **_SHARED),
    *(
        _Pair("AWS::AppSync::GraphQLApi", f"{above}OpenIDConnectConfig.", "ClientId", "Issuer", ISSUER, **_SHARED)
        for above in ("", "AdditionalAuthenticationProviders[].")
    ),
    *(
        _Pair(name, f"{actions}AuthenticateOidcConfig.", "ClientId", "Issuer", ISSUER, **_SHARED)
        for name, actions in _LISTENERS
    ),
    *(
        _Pair(
            name,
            f"{actions}JwtValidationConfig.",
            "AdditionalClaims[Name=client_id].Values[]",
            "Issuer",
            ISSUER,
            **_SHARED,
        )
        for name, actions in _LISTENERS
    ),
    *(
        _Pair(_IDENTITY_SOURCE, "Configuration.OpenIdConnectConfiguration.", tokens, "Issuer", ISSUER, **_SHARED)
        for tokens in ("TokenSelection.AccessTokenOnly.Audiences[]", "TokenSelection.IdentityTokenOnly.ClientIds[]")
    ),
    _Pair("AWS::EKS::IdentityProviderConfig", "Oidc.", "ClientId", "IssuerUrl", ISSUER, **_SHARED),
    *(
        _Pair(_TRUST_PROVIDER, f"{options}.", "ClientId", "Issuer", ISSUER, **_SHARED)
        for options in ("OidcOptions", "NativeApplicationOidcOptions")
    ),
    _Pair("AWS::SageMaker::Workforce", "OidcConfig.", "ClientId", "Issuer", ISSUER, **_SHARED),
)
_POOL_ALONE: Final = (
    Slot(CLIENT, "UserPoolId", ID),
    *(Slot(name, "UserPoolId", ID) for name in (RESOURCE_SERVER, IDENTITY_PROVIDER, DOMAIN)),
    *(
        Slot(f"AWS::Cognito::{name}", "UserPoolId", ID)
        for name in ("UserPoolGroup", "UserPoolUser", "UserPoolUserToGroupAttachment")
    ),
    Slot("AWS::ApiGateway::Authorizer", "ProviderARNs[]", ARN, is_shared=True),
    Slot("AWS::Serverless::Api", "Auth.Authorizers.*.UserPoolArn[]", ARN),
)
SLOTS: Final = tuple(dict.fromkeys((*(slot for pair in _PAIRS for slot in pair.slots()), *_POOL_ALONE)))
CLIENT_SLOTS: Final = tuple(slot for slot in SLOTS if slot.form is None)
_FORMS: Final = {(slot.type, slot.path): slot.form for slot in SLOTS}
# The attributes of a pool that tell which pool it is; the pieces of these (`POOL_FORMS`) don't.
_NAMES_POOL: Final = ("", "UserPoolId", "Arn", "ProviderName", "ProviderURL")
# What takes a client's ID.
TYPES_WITH_CLIENT: Final = tuple(dict.fromkeys(slot.type for slot in CLIENT_SLOTS))


class Pair(NamedTuple):
    """A client's slot and its pool's, as they stand in a resource."""

    slot: Slot
    client: Node
    pool: Node

    @property
    def form(self) -> Form | None:
        """The form of the pool that belongs there."""
        return _FORMS[self.slot.type, self.slot.pool]


def pairs_in(view: View) -> Iterator[Pair]:
    """Yield the pairs of a resource; of several items and values each in a scenario of its own."""
    for slot in CLIENT_SLOTS:
        if slot.type == view.resource.type:
            client, pool = _steps(slot.path), _steps(slot.pool)
            together = next(i for i, (a, b) in enumerate(zip(client, pool, strict=False)) if a != b)
            for node in _walk(view, client[:together]):
                for client_id in _walk(node, client[together:]):
                    yield Pair(slot, client_id, node.at(*pool[together:]))


def pool_of(stack: Stack, node: Node) -> Resource | None:
    """Return the pool of this template that a value is, in whatever form; None where that is not known."""
    targets = {reference.target for reference in references(node.value) if reference.attribute in _NAMES_POOL}
    pools = [pool for pool in map(stack.resources.get, targets) if pool is not None and pool.type == POOL]
    return pools[0] if len(pools) == 1 else None


def is_of_cognito(stack: Stack, node: Node) -> bool:
    """Return whether an issuer, URL or host is a user pool's: of this template, or by its name."""
    if pool_of(stack, node) is not None:
        return True
    value = node.value
    known = value.parts if isinstance(value, Text) else (value,)
    return any(isinstance(part, str) and "cognito-idp." in part for part in known)


def table_markdown() -> str:
    """Return the slots as a table of Markdown, for the docs."""
    rows = [
        f"| `{slot.type}` | `{slot.path}` | {slot.form.words if slot.form else 'client ID'} |"
        for slot in sorted(SLOTS, key=lambda slot: (slot.type, slot.path))
    ]
    return "\n".join(["| Type | Property | Takes |", "|---|---|---|", *rows, ""])


def _steps(path: str) -> list[str]:
    return path.replace("[", ".[").split(".")


def _walk(node: Node, steps: list[str]) -> Iterator[Node]:
    if not steps:
        yield node
        return
    step, *rest = steps
    if step == "*":
        below = node.each_value()
    elif step.startswith("["):
        below = node.each() if isinstance(node.raw, list) else iter((node,))
    else:
        below = iter((node[step],))
    key, _, name = step.strip("[]").partition("=")
    for found in below:
        if not name or found[key].text == name:
            yield from _walk(found, rest)
