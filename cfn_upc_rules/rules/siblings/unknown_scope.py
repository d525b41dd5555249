from cfn_upc_rules._cognito.scopes import COGNITO_SCOPES, Server, servers, shown_scope, written_out
from cfn_upc_rules._cognito.siblings import sibling_pool
from cfn_upc_rules._cognito.types import OAUTH_SWITCH, RESOURCE_SERVER
from cfn_upc_rules._rule import DEPLOYED, Findings, Node, UpcRule, View, request
from cfn_upc_rules._template.values import Reference, Text, Value, mapping, parts_of


class UnknownScope(UpcRule):
    """A scope is one of the five standard ones, or identifier/scope of a resource server."""

    id = "E9652"
    shortdesc = "User Pool Client is allowed an OAuth scope that does not exist"
    source_url = request("CreateUserPoolClient", "AllowedOAuthScopes")
    answer = "Invalid scope requested: …"
    quote = "Invalid scope requested"
    evidence = DEPLOYED
    properties = ("AllowedOAuthScopes",)

    def judge(self, subject: View) -> Findings:
        if subject[OAUTH_SWITCH].off:
            return
        for item in subject["AllowedOAuthScopes"].each():
            wrong, instead = _wrong(subject, item)
            if wrong:
                yield self.found(item, f"{subject} asks for {wrong}", instead)


def _wrong(subject: View, item: Node) -> tuple[str, str]:
    """Return what is wrong with a scope, and what to write instead; "" where nothing is known to be."""
    scope = item.text
    if scope and "/" not in scope:
        return _wrong_word(scope)
    pool = sibling_pool(subject)
    is_scope = isinstance(item.value, (Text, Reference)) or (scope and scope not in COGNITO_SCOPES)
    known = servers(subject, pool) if pool is not None and is_scope else None
    if pool is None or known is None:
        return "", ""
    return _wrong_server(item) if item.target else _wrong_text(item, pool, known)


def _wrong_word(scope: str) -> tuple[str, str]:
    if scope in COGNITO_SCOPES:
        return "", ""
    what = f"'{scope}', which does not exist"
    if scope.lower() in COGNITO_SCOPES:
        return what, f"Write {scope.lower()}"
    return what, "Write openid, email, profile, or identifier/scope"


def _wrong_server(item: Node) -> tuple[str, str]:
    """Say that a resource server is no scope."""
    target = item.target
    if target is None or target.type != RESOURCE_SERVER or item.attribute:
        return "", ""
    return f"'{target.id}', a resource server and no scope", "Write its !Ref, a slash and one of its scopes"


def _wrong_text(item: Node, pool: View, known: list[Server]) -> tuple[str, str]:
    value = written_out(item.value, known)
    if any(server.may_make(value) for server in known) or not _pieces(value) <= _pieces(*(s.identifier for s in known)):
        return "", ""
    near = [server for server in known if server.may_own(value)]
    shown = f"'{shown_scope(item.value)}'"
    if near:
        return f"{shown}, which '{near[0].view.id}' lacks", _instead(value, near)
    return f"{shown}, and {pool} has no such resource server", "Add one"


def _pieces(*values: Value) -> set[Value]:
    """Return the pieces that can't be known: in a scope they tell nothing unless an identifier has the same."""
    return {part for value in values for part in parts_of(value) if not isinstance(part, str)}


def _instead(value: Value, near: list[Server]) -> str:
    """Say the right scope where only its letters are wrong; else what is missing."""
    for server in near if isinstance(value, str) else ():
        same = server.view["Scopes"].find(lambda raw: _has_letters_of(raw, value))
        if same is not None:
            return f"Write {server.identifier}/{same['ScopeName'].text}"
    return "Add it"


def _has_letters_of(raw: Value, scope: str) -> bool:
    name = mapping(raw).get("ScopeName")
    return isinstance(name, str) and scope.casefold().endswith(f"/{name}".casefold())
