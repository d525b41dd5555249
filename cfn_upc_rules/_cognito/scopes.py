"""The scopes a client may ask for: those of OpenID Connect and Cognito, and those of resource servers.

https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cfn_upc_rules._cognito.siblings import item_named, member
from cfn_upc_rules._cognito.types import RESOURCE_SERVER
from cfn_upc_rules._template.values import Reference, Text

if TYPE_CHECKING:
    from cfn_upc_rules._template.nodes import Node, View
    from cfn_upc_rules._template.values import Unknown

STANDARD_SCOPES: Final = frozenset({"openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"})


def server_of(subject: View, pool: View, scope: str) -> View | Unknown | None:
    """Return the pool's resource server that a literal `identifier/scope` names (see `member`)."""
    identifier, _, _ = scope.rpartition("/")
    return member(subject, pool, RESOURCE_SERVER, "Identifier", identifier)


def referred_server(subject: View, item: Node) -> tuple[View, str] | None:
    """Return the resource server that a scope refers to (`${Server}/scope`), and the scope's name."""
    value = item.value
    if not isinstance(value, Text):
        return None
    reference, *rest = value.parts
    if not (isinstance(reference, Reference) and len(rest) == 1 and isinstance(rest[0], str)):
        return None
    resource = subject.stack.resources.get(reference.target)
    if resource is None or resource.type != RESOURCE_SERVER or reference.attribute:
        return None
    server = subject.other(resource)
    return None if server is None else (server, rest[0].removeprefix("/"))


def lacks(server: View, scope: str) -> bool:
    """Return whether a resource server is known to have no scope of the name."""
    return item_named(server["Scopes"], "ScopeName", scope) is None
