"""Identity providers: what AWS demands of each type, and what they map onto the attributes of a pool.

https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-identity-federation.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from cfn_upc_rules._cognito.attributes import Attribute, in_schema, may_be_required
from cfn_upc_rules._cognito.pages import api, developer_guide
from cfn_upc_rules._cognito.siblings import may_be_completed, sibling_pool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._template.nodes import Node, View


class Demand(NamedTuple):
    """What AWS demands of the details of a type of provider.

    Attributes:
        keys: the keys that `ProviderDetails` must have.
        answer: what AWS answers without one of them.
        source: where AWS lists them.
        reported: where the answer was seen.
    """

    keys: tuple[str, ...]
    answer: str
    source: str
    reported: str


_OF_ALL: Final = Demand(
    ("client_id", "client_secret", "authorize_scopes"),
    "client_id, client_secret and authorize_scopes are all required idp details",
    api("CreateIdentityProvider"),
    "https://github.com/aws-amplify/amplify-cli/issues/8266",
)
# What is not refused at deployment has no row: OIDC and SAML bring some of it by discovery.
DEMANDS: Final[dict[str, Demand]] = {
    "Facebook": _OF_ALL,
    "Google": _OF_ALL,
    "LoginWithAmazon": _OF_ALL,
    # AWS's answer doesn't speak of authorize_scopes.
    "SignInWithApple": Demand(
        ("client_id", "team_id", "key_id", "private_key"),
        "clientId, privateKey, teamId, and keyId are all required idp details",
        api("CreateIdentityProvider"),
        "https://github.com/badmintoncryer/cdk-preflight",
    ),
}
# The name of a social provider is its type: https://github.com/aws/aws-cli/issues/3179
SOCIAL: Final = tuple(DEMANDS)

# The types of which it is known that AWS refuses a mapping without what the pool requires, with AWS's page.
REFUSED_WITHOUT_REQUIRED: Final[dict[str, str]] = {
    "Facebook": developer_guide("cognito-user-pools-specifying-attribute-mapping"),
    "Google": developer_guide("cognito-user-pools-specifying-attribute-mapping"),
}


def mapping_of(provider: View) -> Node | None:
    """Return what a provider maps, by attributes of the pool; None where that can't be known."""
    node = provider["AttributeMapping"]
    return node if node.absent or (node.is_mapping and "Fn::Transform" not in node.raw) else None


def names_in(mapping: Node) -> list[str]:
    """Return the attributes that are mapped in some scenario: whether they are in this one is not asked."""
    return [key for key in mapping.raw if isinstance(key, str)] if isinstance(mapping.raw, dict) else []


def unmapped(provider: View) -> Iterator[tuple[str, str]]:
    """Say of an attribute that a provider's pool requires and the provider doesn't map; each in its own scenario.

    Yields:
        What is wrong, and what to do about it.
    """
    pool = sibling_pool(provider)
    mapping = mapping_of(provider) if pool is not None else None
    if pool is None or mapping is None or may_be_completed(provider.stack, pool.resource, provider.resource):
        return
    for attribute in in_schema(pool, may_be_required):
        if attribute.is_required and mapping[attribute.name].absent:
            yield f"{provider} doesn't map '{attribute.name}', which its pool requires", _to_map(attribute)


def _to_map(attribute: Attribute) -> str:
    """Say what to do about an attribute that is required and not mapped."""
    if attribute.is_immutable:  # once mapped, the second sign-in would fail
        return f"Make a new pool with Mutable: true, and map {attribute.name}"
    return f"Map {attribute.name}"
