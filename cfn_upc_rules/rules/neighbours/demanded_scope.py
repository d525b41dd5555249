from cfn_upc_rules._cognito.authorizers import GATED, Gate, gates, named_clients, named_pools
from cfn_upc_rules._cognito.scopes import COGNITO_SCOPES, servers, shown_scope, written_out
from cfn_upc_rules._cognito.siblings import may_be_completed, sibling_pool
from cfn_upc_rules._cognito.triggers import PRE_TOKEN, may_have_trigger
from cfn_upc_rules._rule import REPORTED, Findings, Node, UpcRule, View
from cfn_upc_rules._template.values import Reference, Text, Value, differ

# Every token of somebody who signed in by an SDK has it, whatever the client is allowed.
_OF_SDK = "aws.cognito.signin.user.admin"


class DemandedScope(UpcRule):
    """A route takes a token that has one of its scopes: one at least has to be granted by somebody."""

    id = "W9715"
    shortdesc = "Route demands scopes that nobody is granted"
    source_url = "https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html"
    types = GATED
    evidence = REPORTED
    properties = ("AuthorizationScopes", "Auth", "Events", "AuthorizerConfiguration", "DiscoveryConfiguration")

    def judge(self, subject: View) -> Findings:
        for gate in gates(subject):
            scopes = list(gate.scopes.items())
            if scopes and all(isinstance(scope.value, (str, Text, Reference)) for scope in scopes):
                nobody = _ungranted_by_clients if gate.clients is not None else _ungranted_by_pools
                who, instead = nobody(subject, gate, scopes)
                if who:
                    at = scopes[0] if len(scopes) == 1 else gate.scopes
                    named = [shown_scope(subject.stack, scope.value) for scope in scopes[:2]]
                    shown = ", ".join(named) + ", …" * (len(scopes) > 2)  # noqa: PLR2004
                    what = f"{subject} demands {shown}, which {who}: all calls fail"
                    yield self.found(at, what, instead)


def _ungranted_by_clients(subject: View, gate: Gate, scopes: list[Node]) -> tuple[str, str]:
    """Say that no client is allowed any of the scopes, and what to write; empty where one may be."""
    clients = named_clients(subject, gate.clients) if gate.clients is not None else None
    if not clients or any(not differ(scope.value, _OF_SDK) for scope in scopes):
        return "", ""
    if any(_may_be_allowed(client, scope.value) for client in clients for scope in scopes):
        return "", ""
    names = " and ".join(str(client) for client in clients[:2])
    return f"{names} {'is' if len(clients) == 1 else 'are'} not allowed", "Add it to AllowedOAuthScopes"


def _may_be_allowed(client: View, scope: Value) -> bool:
    pool, allowed = sibling_pool(client), client["AllowedOAuthScopes"]
    if (
        pool is None
        or _is_open(client, pool)
        or allowed.opaque
        or not (allowed.absent or isinstance(allowed.raw, list))
    ):
        return True
    known = servers(client, pool) or []
    asked = written_out(scope, known)
    return allowed.find(lambda item: not differ(asked, written_out(item, known))) is not None


def _ungranted_by_pools(subject: View, gate: Gate, scopes: list[Node]) -> tuple[str, str]:
    """Say that no pool has any of the scopes, and what to write; empty where one may have it."""
    pools = named_pools(subject, gate.pools) if gate.pools is not None else None
    if not pools or any(_is_open(subject, pool) or _may_have(subject, pool, scopes) for pool in pools):
        return "", ""
    return f"no resource server of {' or '.join(str(pool) for pool in pools[:2])} has", "Add it to its Scopes"


def _may_have(subject: View, pool: View, scopes: list[Node]) -> bool:
    known = servers(subject, pool)
    if known is None:
        return True
    asked = [written_out(scope.value, known) for scope in scopes]
    if any(not differ(scope, standard) for scope in asked for standard in COGNITO_SCOPES):
        return True
    return any(server.may_make(scope) for scope in asked for server in known)


def _is_open(subject: View, pool: View) -> bool:
    """Return whether something may add scopes to the tokens, or to the pool, that the template doesn't tell."""
    return may_be_completed(subject.stack, pool.resource) or may_have_trigger(subject, pool, *PRE_TOKEN)
