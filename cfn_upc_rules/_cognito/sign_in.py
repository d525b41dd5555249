"""The sign-in pages of a pool: its domains, their version, and the style that each client has on them.

https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-managed-login.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cfn_upc_rules._cognito.siblings import belongs, candidates, may_be_completed, sibling_pool
from cfn_upc_rules._cognito.types import BRANDING, CLIENT, DOMAIN, OAUTH_SWITCH, THE_POOL_ITSELF, UI_CUSTOMIZATION
from cfn_upc_rules._template.nodes import View
from cfn_upc_rules._template.resources import Output
from cfn_upc_rules._template.values import UNKNOWN, Reference, intrinsic

if TYPE_CHECKING:
    from cfn_upc_rules._template.nodes import Node
    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.stack import Stack
    from cfn_upc_rules._template.values import Value

CLASSIC: Final = 1
MANAGED: Final = 2
_CALLBACK_OF_CDK: Final = "https://example.com"
_ANYBODY: Final = ""  # the owner of styles that may be any client's


def user_flow(client: View) -> Node | None:
    """Return the flow by which users sign in on the pages; None where the client is not known to have one."""
    return client["AllowedOAuthFlows"].find_text("code", "implicit") if client[OAUTH_SWITCH].on else None


def domains_of(pool: View) -> list[View] | None:
    """Return the domains of a pool; None where there may be others that the template doesn't show."""
    if may_be_completed(pool.stack, pool.resource):
        return None
    found = []
    for resource in candidates(pool.stack, pool.resource, DOMAIN):
        domain = pool.other(resource)
        of_pool = domain is not None and belongs(domain, pool)
        if of_pool is None:
            return None
        if domain is not None and of_pool:
            found.append(domain)
    return found


def version_of(domains: list[View]) -> float | None:
    """Return the version of the pages of all the domains; None where it isn't one, or can't be known."""
    versions = {
        CLASSIC if domain["ManagedLoginVersion"].absent else domain["ManagedLoginVersion"].number for domain in domains
    }
    return versions.pop() if len(versions) == 1 else None


def is_lite(pool: View) -> bool:
    """Return whether a pool is known to be of the tier that has no managed login."""
    return pool["UserPoolTier"].text == "LITE"


def lacks_domain(client: View) -> Node | None:
    """Return the flow of a client whose pool has no sign-in pages; None where it has them, or may have.

    A pool that is handed on by an output may get its domain in another stack.
    """
    flow = user_flow(client)
    pool = sibling_pool(client) if flow is not None else None
    if pool is None or client.stack.is_synthesised or domains_of(pool) != []:
        return None
    return None if any(isinstance(use.by, Output) for use in pool.stack.uses(pool.resource)) else flow


def signs_in_locally(client: View) -> Node | None:
    """Return where a client of the sign-in pages names the pool itself as a provider; None where it doesn't."""
    if user_flow(client) is None or _is_left_at_default(client):
        return None
    return client["SupportedIdentityProviders"].find_text(THE_POOL_ITSELF)


def _is_left_at_default(client: View) -> bool:
    """Return whether the CDK switched the pages on by itself: it then sends users to a host that is nobody's.

    https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.aws_cognito.OAuthSettings.html
    """
    if not client.stack.is_synthesised:
        return False
    callbacks = client["CallbackURLs"].raw
    return isinstance(callbacks, list) and list(callbacks) == [_CALLBACK_OF_CDK]


def may_have_branding(client: View) -> bool:
    """Return whether a client has, or may have, a style of managed login; decides only the styles that may be its."""
    owned = client.stack.once(_brandings)
    for resource in (*owned.get(client.id, ()), *owned.get(_ANYBODY, ())):
        branding = client.other(resource)
        if branding is not None and _owner(client.stack, branding["ClientId"].value) in (client.id, _ANYBODY):
            return True
    return False


def _brandings(stack: Stack) -> dict[str, list[Resource]]:
    """Return the styles of managed login by the clients whose they may be, in some scenario."""
    found: dict[str, list[Resource]] = {}
    for branding in stack.of_type(BRANDING):
        properties = branding.properties
        is_plain = isinstance(properties, dict) and intrinsic(properties) is None
        owners = stack.values(properties.get("ClientId", UNKNOWN)) if is_plain else [UNKNOWN]
        for owner in {_owner(stack, value) for value in owners}:
            found.setdefault(owner, []).append(branding)
    return found


def _owner(stack: Stack, value: Value) -> str:
    target = stack.resources.get(value.target) if isinstance(value, Reference) else None
    return _ANYBODY if target is None or target.gives_anything(value.attribute) else target.id


def needs_nothing(pool: View) -> bool:
    """Return whether managed login brings no finding: each client has a style, and no style is for the classic pages.

    False where that depends on conditions that nobody asked about.
    """
    return bool(pool.scenario.if_decided(lambda scenario: _is_styled(View(pool.stack, scenario, pool.resource))))


def _is_styled(pool: View) -> bool:
    clients = (pool.other(resource) for resource in pool.stack.of_type(CLIENT))
    if any(
        client is not None
        and belongs(client, pool)
        and signs_in_locally(client) is not None
        and not may_have_branding(client)
        for client in clients
    ):
        return False
    classic = (pool.other(resource) for resource in pool.stack.of_type(UI_CUSTOMIZATION))
    return not any(view is not None and belongs(view, pool) for view in classic)
