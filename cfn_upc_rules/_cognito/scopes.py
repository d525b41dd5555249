"""The scopes a client may ask for: those of OpenID Connect and Cognito, and those of resource servers.

https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-user-pools-define-resource-servers.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from cfn_upc_rules._cognito.siblings import made_elsewhere, member, possible_members
from cfn_upc_rules._cognito.types import RESOURCE_SERVER
from cfn_upc_rules._template.values import UNKNOWN, Reference, differ, joined, parts_of

if TYPE_CHECKING:
    from cfn_upc_rules._template.nodes import View
    from cfn_upc_rules._template.stack import Stack
    from cfn_upc_rules._template.values import Unknown, Value

# Scopes about a user.
STANDARD_SCOPES: Final = frozenset({"openid", "email", "phone", "profile", "aws.cognito.signin.user.admin"})
# All that Cognito itself grants; the last is for the registration of clients (RFC 7591).
COGNITO_SCOPES: Final = STANDARD_SCOPES | {"aws.cognito/dcr/register"}


class Server(NamedTuple):
    """A resource server that may be of a pool, and its identifier."""

    view: View
    identifier: Value

    def may_make(self, scope: Value) -> bool:
        """Return whether a scope may be one that the server makes; decides only the scopes that may fit."""
        scopes = self.view["Scopes"]
        if scopes.opaque:
            return self.may_own(scope)
        if isinstance(self.identifier, str) and isinstance(scope, str):
            # Only one name makes it: of many scopes of many clients each is looked up.
            before = f"{self.identifier}/"
            items = scopes.named("ScopeName", scope.removeprefix(before)) if scope.startswith(before) else iter(())
        else:
            items = scopes.matching(lambda raw: self._may_fit(raw, scope))
        return any(not isinstance(item.value, dict) or self._may_be(item["ScopeName"].value, scope) for item in items)

    def may_own(self, scope: Value) -> bool:
        """Return whether a scope may be one of the server, whatever scopes that has."""
        return self._may_be(UNKNOWN, scope)

    def _may_be(self, name: Value, scope: Value) -> bool:
        return not differ(scope, joined([self.identifier, "/", name]))

    def _may_fit(self, raw: Any, scope: Value) -> bool:
        name = raw.get("ScopeName") if isinstance(raw, dict) else UNKNOWN
        return self._may_be(UNKNOWN if isinstance(name, dict) else joined([name]), scope)


def server_of(subject: View, pool: View, scope: str) -> View | Unknown | None:
    """Return the pool's resource server that a literal `identifier/scope` names (see `member`)."""
    identifier, _, _ = scope.rpartition("/")
    return member(subject, pool, RESOURCE_SERVER, "Identifier", identifier)


def servers(subject: View, pool: View) -> list[Server] | None:
    """Return the resource servers that are, or may be, of a pool; None where there may be others."""
    if made_elsewhere(subject, pool):
        return None
    mine = possible_members(subject, pool, RESOURCE_SERVER)
    return [Server(view, view["Identifier"].value) for view in mine]


def written_out(value: Value, known: list[Server]) -> Value:
    """Return a scope with each server's `Ref` as its identifier, which is what the `Ref` returns."""
    identifiers = {Reference(server.view.id): server.identifier for server in known}
    parts = parts_of(value)
    return joined([identifiers.get(part, part) if isinstance(part, Reference) else part for part in parts])


def shown_scope(stack: Stack, value: Value) -> str:
    """Return a scope as far as it is known, for a message."""
    return "".join(
        f"${{{stack.name_of(part.target)}}}" if isinstance(part, Reference) else str(part or "…")
        for part in parts_of(value)
    )
