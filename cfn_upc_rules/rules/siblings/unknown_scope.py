from cfn_upc_rules._cognito.scopes import STANDARD_SCOPES, lacks, referred_server, server_of
from cfn_upc_rules._cognito.siblings import sibling_pool
from cfn_upc_rules._rule import DEPLOYED, Findings, Node, UpcRule, View, request

_STANDARD = "openid, email, phone, profile, aws.cognito.signin.user.admin"


class UnknownScope(UpcRule):
    """A scope is one of the five standard ones, or identifier/scope of a resource server."""

    id = "E9652"
    shortdesc = "User Pool Client is allowed an OAuth scope that does not exist"
    source_url = request("CreateUserPoolClient", "AllowedOAuthScopes")
    answer = "Invalid scope requested: …"
    evidence = DEPLOYED
    properties = ("AllowedOAuthScopes",)

    def judge(self, subject: View) -> Findings:
        for item in subject["AllowedOAuthScopes"].each():
            wrong, instead = _wrong(subject, item)
            if wrong:
                yield self.found(item, f"{subject} is allowed {wrong}", instead)


def _wrong(subject: View, item: Node) -> tuple[str, str]:
    """Return what is wrong with a scope, and what to write instead; "" where nothing is known to be."""
    scope = item.text
    if scope and "/" not in scope and scope not in STANDARD_SCOPES:
        return f"the scope '{scope}', which does not exist", f"Write one of {_STANDARD}, or identifier/scope"
    pool = sibling_pool(subject)
    if pool is None:
        return "", ""
    if scope and "/" in scope:
        identifier, _, name = scope.rpartition("/")
        server = server_of(subject, pool, scope)
        if server is None:
            wrong = f"the scope '{scope}', and no resource server of {pool} has the Identifier '{identifier}'"
            return wrong, "Add a UserPoolResourceServer that has it"
        if isinstance(server, View) and lacks(server, name):
            return f"the scope '{scope}', and {server} has no scope '{name}'", f"Add '{name}' to its Scopes"
    referred = referred_server(subject, item)
    if referred is not None and not referred[0]["Scopes"].empty and lacks(*referred):
        server, name = referred
        return f"the scope '{name}' of {server}, which has none of that name", f"Add '{name}' to its Scopes"
    return "", ""
