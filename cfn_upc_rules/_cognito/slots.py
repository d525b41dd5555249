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
    POOL_IDENTIFIERS,
    RESOURCE_SERVER,
    RISK_CONFIGURATION,
    TERMS,
    UI_CUSTOMIZATION,
)
from cfn_upc_rules._template.values import Reference, Text, parts_of, references

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cfn_upc_rules._template.nodes import Node, View
    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.stack import Stack
    from cfn_upc_rules._template.values import Value


class Form(NamedTuple):
    """What form of a pool a slot takes.

    Attributes:
        words: what it is called.
        attribute: the attribute of the pool that it is, or begins with; "" for its Ref.
        suffix: the text behind the attribute.
    """

    words: str
    attribute: str
    suffix: str = ""

    def of(self, pool: str) -> Reference | Text:
        """Return a pool in this form."""
        attribute = Reference(pool, self.attribute)
        return Text((attribute, self.suffix)) if self.suffix else attribute


ID: Final = Form("ID", "")
ARN: Final = Form("ARN", "Arn")
PROVIDER: Final = Form("provider name", "ProviderName")
ISSUER: Final = Form("issuer URL", "ProviderURL")
DISCOVERY: Final = Form("discovery URL", "ProviderURL", "/.well-known/openid-configuration")


class Refusal(NamedTuple):
    """What is known of AWS's refusal of anything else than a pool in the right form.

    Attributes:
        answer: what AWS says, or its distinctive part; "" where CloudFormation refuses it by the provider schema.
        source: where that is seen.
        quote: the distinctive part of the answer, for the message.
    """

    answer: str
    source: str
    quote: str = ""


# The API checks it before anything else; seen for clients, and for calls of the API.
_NO_POOL_ID: Final = Refusal(
    "Value at 'userPoolId' failed to satisfy constraint",
    "https://github.com/aws/aws-sdk-js/issues/3344",
    "failed to satisfy constraint",
)
_NO_ISSUER: Final = Refusal(
    "Issuer must have a valid discovery endpoint",
    "https://github.com/haandol/cognito-kakao-example/issues/1",
    "valid discovery endpoint",
)
_NO_PROVIDER_ARN: Final = Refusal(
    "ProviderARNs need to be valid Cognito Userpools",
    "https://github.com/aws/aws-cdk/issues/31735",
    "valid Cognito Userpools",
)
_NO_POOL_ARN: Final = Refusal(
    "is not a valid user pool ARN",
    "https://github.com/kubernetes-sigs/aws-load-balancer-controller/issues/1057",
    "valid user pool ARN",
)
NO_PROVIDER: Final = Refusal("Invalid Cognito Identity Provider", "a deployment")
_NO_DISCOVERY_URL: Final = Refusal("", "the provider schema")


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
        refusal: what is known of AWS's refusal of a pool in another form; None where nothing is.
        pattern: what the provider schema demands of a literal, so that cfn-lint's E3031 says it; "" for nothing.
    """

    type: str
    path: str
    form: Form | None = None
    pool: str = ""
    is_shared: bool = False
    takes_audience: bool = False
    refusal: Refusal | None = None
    pattern: str = ""

    @property
    def name(self) -> str:
        """The last key of its path."""
        return self.path.removesuffix("[]").rpartition(".")[2]


class _PairRow(NamedTuple):
    """Two slots beside each other, as the table says it: type, what both have in common, client, pool, form."""

    type: str
    common: str
    client: str
    pool: str
    form: Form
    is_shared: bool = False
    takes_audience: bool = False
    refusal: Refusal | None = None
    pattern: str = ""

    def slots(self) -> Iterator[Slot]:
        """Yield the two."""
        client, pool = f"{self.common}{self.client}", f"{self.common}{self.pool}"
        yield Slot(self.type, client, None, pool, self.is_shared, self.takes_audience)
        yield Slot(self.type, pool, self.form, "", self.is_shared, refusal=self.refusal, pattern=self.pattern)


_ID_PATTERN: Final = r"^[\w-]+_[0-9a-zA-Z]+$"
_ARN_PATTERN: Final = r"^arn:[a-zA-Z0-9-]+:cognito-idp:(([a-zA-Z0-9-]+:\d{12}:userpool/[\w-]+_[0-9a-zA-Z]+))$"
_URL_PATTERN: Final = r"^https://.*$"
_DISCOVERY_PATTERN: Final = r"^.+/\.well-known/openid-configuration$"
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
    *(
        _PairRow(name, "", "ClientId", "UserPoolId", ID, refusal=_NO_POOL_ID)
        for name in (UI_CUSTOMIZATION, RISK_CONFIGURATION)
    ),
    *(
        _PairRow(name, "", "ClientId", "UserPoolId", ID, refusal=_NO_POOL_ID, pattern=_ID_PATTERN)
        for name in (BRANDING, TERMS)
    ),
    _PairRow(
        IDENTITY_POOL,
        "CognitoIdentityProviders[].",
        "ClientId",
        "ProviderName",
        PROVIDER,
        refusal=NO_PROVIDER,
        pattern=r"^[\w._:/-]+$",
    ),
    *(
        _PairRow(
            name, f"{actions}AuthenticateCognitoConfig.", "UserPoolClientId", "UserPoolArn", ARN, refusal=_NO_POOL_ARN
        )
        for name, actions in _LISTENERS
    ),
    _PairRow(
        "AWS::ApiGatewayV2::Authorizer",
        "JwtConfiguration.",
        "Audience[]",
        "Issuer",
        ISSUER,
        is_shared=True,
        takes_audience=True,
        refusal=_NO_ISSUER,
    ),
    # SAM makes the keys lower case.
    *(
        _PairRow(
            "AWS::Serverless::HttpApi",
            "Auth.Authorizers.*.JwtConfiguration.",
            audience,
            issuer,
            ISSUER,
            is_shared=True,
            takes_audience=True,
            refusal=_NO_ISSUER,
        )
        for audience, issuer in (("audience[]", "issuer"), ("Audience[]", "Issuer"))
    ),
    _PairRow("AWS::AppSync::GraphQLApi", "UserPoolConfig.", "AppIdClientRegex", "UserPoolId", ID),
    _PairRow(
        "AWS::AppSync::GraphQLApi",
        "AdditionalAuthenticationProviders[].UserPoolConfig.",
        "AppIdClientRegex",
        "UserPoolId",
        ID,
    ),
    _PairRow("AWS::AppSync::Api", "EventConfig.AuthProviders[].CognitoConfig.", "AppIdClientRegex", "UserPoolId", ID),
    *(
        _PairRow("AWS::Serverless::GraphQLApi", f"Auth.{above}UserPool.", "AppIdClientRegex", "UserPoolId", ID)
        for above in ("", "Additional[].")
    ),
    _PairRow(
        _IDENTITY_SOURCE,
        "Configuration.CognitoUserPoolConfiguration.",
        "ClientIds[]",
        "UserPoolArn",
        ARN,
        pattern=_ARN_PATTERN,
    ),
    _PairRow("AWS::SageMaker::Workforce", "CognitoConfig.", "ClientId", "UserPool", ID, pattern=_ID_PATTERN),
    _PairRow(
        "AWS::SageMaker::Workteam",
        "MemberDefinitions[].CognitoMemberDefinition.",
        "CognitoClientId",
        "CognitoUserPool",
        ID,
    ),
    # The pool as one OpenID Connect provider among others.
    *(
        _PairRow(
            name,
            f"{above}AuthorizerConfiguration.CustomJWTAuthorizer.",
            "AllowedClients[]",
            "DiscoveryUrl",
            DISCOVERY,
            is_shared=True,
            refusal=_NO_DISCOVERY_URL,
            pattern=_DISCOVERY_PATTERN,
        )
        for name, above in _AGENTS
    ),
    _PairRow(_CREDENTIALS, f"{_VENDORS}IncludedOauth2ProviderConfig.", "ClientId", "Issuer", ISSUER, is_shared=True),
    _PairRow(
        _CREDENTIALS,
        f"{_VENDORS}CustomOauth2ProviderConfig.",
        "ClientId",
        "OauthDiscovery.DiscoveryUrl",
        DISCOVERY,
        is_shared=True,
        refusal=_NO_DISCOVERY_URL,
        pattern=_DISCOVERY_PATTERN,
    ),
    _PairRow("AWS::IAM::OIDCProvider", "", "ClientIdList[]", "Url", ISSUER, is_shared=True),
    *(
        _PairRow(
            "AWS::AppSync::GraphQLApi", f"{above}OpenIDConnectConfig.", "ClientId", "Issuer", ISSUER, is_shared=True
        )
        for above in ("", "AdditionalAuthenticationProviders[].")
    ),
    *(
        _PairRow(name, f"{actions}AuthenticateOidcConfig.", "ClientId", "Issuer", ISSUER, is_shared=True)
        for name, actions in _LISTENERS
    ),
    *(
        _PairRow(
            name,
            f"{actions}JwtValidationConfig.",
            "AdditionalClaims[Name=client_id].Values[]",
            "Issuer",
            ISSUER,
            is_shared=True,
        )
        for name, actions in _LISTENERS
    ),
    *(
        _PairRow(
            _IDENTITY_SOURCE,
            "Configuration.OpenIdConnectConfiguration.",
            tokens,
            "Issuer",
            ISSUER,
            is_shared=True,
            pattern=_URL_PATTERN,
        )
        for tokens in ("TokenSelection.AccessTokenOnly.Audiences[]", "TokenSelection.IdentityTokenOnly.ClientIds[]")
    ),
    _PairRow("AWS::EKS::IdentityProviderConfig", "Oidc.", "ClientId", "IssuerUrl", ISSUER, is_shared=True),
    *(
        _PairRow(_TRUST_PROVIDER, f"{options}.", "ClientId", "Issuer", ISSUER, is_shared=True)
        for options in ("OidcOptions", "NativeApplicationOidcOptions")
    ),
    _PairRow(
        "AWS::SageMaker::Workforce", "OidcConfig.", "ClientId", "Issuer", ISSUER, is_shared=True, pattern=_URL_PATTERN
    ),
)
_POOL_ALONE: Final = (
    *(
        Slot(name, "UserPoolId", ID, refusal=_NO_POOL_ID, pattern=_ID_PATTERN)
        for name in (CLIENT, RESOURCE_SERVER, IDENTITY_PROVIDER, DOMAIN, "AWS::Cognito::UserPoolGroup")
    ),
    *(
        Slot(f"AWS::Cognito::{name}", "UserPoolId", ID, refusal=_NO_POOL_ID)
        for name in ("UserPoolUser", "UserPoolUserToGroupAttachment")
    ),
    Slot("AWS::ApiGateway::Authorizer", "ProviderARNs[]", ARN, is_shared=True, refusal=_NO_PROVIDER_ARN),
    Slot("AWS::Serverless::Api", "Auth.Authorizers.*.UserPoolArn[]", ARN, refusal=_NO_PROVIDER_ARN),
)
SLOTS: Final = tuple(dict.fromkeys((*(slot for pair in _PAIRS for slot in pair.slots()), *_POOL_ALONE)))
_FORMS: Final = {(slot.type, slot.path): slot.form for slot in SLOTS}
# What takes a client's ID.
CLIENT_SLOTS: Final = tuple(slot for slot in SLOTS if slot.form is None)
TYPES_WITH_CLIENT: Final = tuple(dict.fromkeys(slot.type for slot in CLIENT_SLOTS))
# What takes a pool.
POOL_SLOTS: Final = tuple(slot for slot in SLOTS if slot.form is not None)
TYPES_WITH_POOL: Final = tuple(dict.fromkeys(slot.type for slot in POOL_SLOTS))


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
    """Yield the pairs of a resource; of several items and values each in a scenario of its own.

    Of a list of clients' IDs only those that refer to a resource.
    """
    for slot in CLIENT_SLOTS:
        if slot.type == view.resource.type:
            client, pool = _steps(slot.path), _steps(slot.pool)
            together = next(i for i, (a, b) in enumerate(zip(client, pool, strict=False)) if a != b)
            for node in _walk(view, client[:together]):
                for client_id in _walk(node, client[together:], view.stack.refers):
                    yield Pair(slot, client_id, node.at(*pool[together:]))


def pools_in(view: View) -> Iterator[tuple[Slot, Node]]:
    """Yield the slots of a resource that take a pool; of several items and values each in a scenario of its own."""
    for slot in POOL_SLOTS:
        if slot.type == view.resource.type:
            for node in _walk(view, _steps(slot.path)):
                yield slot, node


def pool_of(stack: Stack, node: Node) -> Resource | None:
    """Return the pool of this template that a value is, in whatever form; None where that is not known."""
    targets = {reference.target for reference in references(node.value) if reference.attribute in POOL_IDENTIFIERS}
    pools = [pool for pool in map(stack.resources.get, targets) if pool is not None and pool.type == POOL]
    return pools[0] if len(pools) == 1 else None


def is_of_cognito(stack: Stack, node: Node) -> bool:
    """Return whether an issuer, URL or host is a user pool's: of this template, or by its name."""
    if pool_of(stack, node) is not None:
        return True
    value = node.value
    known = parts_of(value)
    return any(isinstance(part, str) and "cognito-idp." in part for part in known)


def table_markdown() -> str:
    """Return the slots as a table of Markdown, for the docs."""
    rows = [
        f"| `{slot.type}` | `{slot.path}` | {_takes(slot)} | {_otherwise(slot.refusal)} |"
        for slot in sorted(SLOTS, key=lambda slot: (slot.type, slot.path))
    ]
    heading = "| Type | Property | Takes | AWS's answer to another form of the pool |"
    return "\n".join([heading, "|---|---|---|---|", *rows, ""])


def _takes(slot: Slot) -> str:
    if slot.form is None:
        return "an audience, such as a client's ID" if slot.takes_audience else "a client's ID"
    written = f"`Pool.{slot.form.attribute}`" if slot.form.attribute else "`Ref`"
    return f"the pool's {slot.form.words}: {written}{f' and `{slot.form.suffix}`' if slot.form.suffix else ''}"


def _otherwise(refusal: Refusal | None) -> str:
    if refusal is None:
        return ""
    return f"“{refusal.answer}” ({refusal.source})" if refusal.answer else f"refused by {refusal.source}"


def _steps(path: str) -> list[str]:
    return path.replace("[", ".[").split(".")


def _walk(node: Node, steps: list[str], fits: Callable[[Value], bool] | None = None) -> Iterator[Node]:
    """Yield what stands at a path; of the list that it ends in only the items that fit in some scenario."""
    if not steps:
        yield node
        return
    step, *rest = steps
    if step == "*":
        below = node.each_value()
    elif step.startswith("["):
        below = node.each(None if rest else fits) if isinstance(node.raw, list) else iter((node,))
    else:
        below = iter((node[step],))
    key, _, name = step.strip("[]").partition("=")
    for found in below:
        if not name or found[key].text == name:
            yield from _walk(found, rest, fits)
