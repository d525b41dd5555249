from cfn_upc_rules._cognito.scopes import COGNITO_SCOPES, Server, servers, shown_scope, written_out
from cfn_upc_rules._cognito.siblings import sibling_pool
from cfn_upc_rules._cognito.types import OAUTH_SWITCH, RESOURCE_SERVER
from cfn_upc_rules._cognito.words import written
from cfn_upc_rules._rule import DEPLOYED, SAFE, Findings, Node, UpcRule, View, put, request, safe
from cfn_upc_rules._template.values import Reference, Text, Value, mapping, parts_of


class UnknownScope(UpcRule):
    """A scope is one of the five standard ones, or identifier/scope of a resource server."""

    id = "E9652"
    shortdesc = "User Pool Client is allowed an OAuth scope that does not exist"
    source_url = request("CreateUserPoolClient", "AllowedOAuthScopes")
    answer = "Invalid scope requested: …"
    quote = "Invalid scope requested"
    evidence = DEPLOYED
    fixes = (SAFE,)
    properties = ("AllowedOAuthScopes",)

    def judge(self, subject: View) -> Findings:
        if subject[OAUTH_SWITCH].off:
            return
        for item in subject["AllowedOAuthScopes"].each():
            wrong, instead, meant = _wrong(subject, item)
            if wrong:
                known = [other.value for other in subject["AllowedOAuthScopes"].items()] if meant else []
                edit = safe(put(item, meant)) if meant and meant not in known else None
                yield self.found(item, f"{subject} asks for {wrong}", instead, edit=edit)


def _wrong(subject: View, item: Node) -> tuple[str, str, Value]:
    """Return what is wrong with a scope, what to do, and the scope that is meant; "" where nothing is."""
    scope = item.text
    if scope and "/" not in scope:
        return _wrong_word(scope)
    pool = sibling_pool(subject)
    is_scope = isinstance(item.value, (Text, Reference)) or (scope and scope not in COGNITO_SCOPES)
    known = servers(subject, pool) if pool is not None and is_scope else None
    if pool is None or known is None:
        return "", "", None
    return _wrong_server(item) if item.target else _wrong_text(subject, item, pool, known)


def _wrong_word(scope: str) -> tuple[str, str, Value]:
    if scope in COGNITO_SCOPES:
        return "", "", None
    what = f"'{scope}', which does not exist"
    if scope.lower() in COGNITO_SCOPES:
        return what, f"Write {scope.lower()}", scope.lower()
    return what, "Write openid, email, profile, or identifier/scope", None


def _wrong_server(item: Node) -> tuple[str, str, Value]:
    """Say that a resource server is no scope."""
    target = item.target
    if target is None or target.type != RESOURCE_SERVER or item.attribute:
        return "", "", None
    return f"'{target.name}', a resource server and no scope", "Write its Ref, a slash and one of its scopes", None


def _wrong_text(subject: View, item: Node, pool: View, known: list[Server]) -> tuple[str, str, Value]:
    value = written_out(item.value, known)
    if any(server.may_make(value) for server in known) or not _pieces(value) <= _pieces(*(s.identifier for s in known)):
        return "", "", None
    near = [server for server in known if server.may_own(value)]
    shown = f"'{shown_scope(subject.stack, item.value)}'"
    if near:
        meant = _meant(subject, item, value, near)
        instead = f"Write {written(subject.stack, meant)}" if meant else "Add it"
        return f"{shown}, which {near[0].view} lacks", instead, meant
    return f"{shown}, and {pool} has no such resource server", "Add one", None


def _pieces(*values: Value) -> set[Value]:
    """Return the pieces that can't be known: in a scope they tell nothing unless an identifier has the same."""
    return {part for value in values for part in parts_of(value) if part is None or isinstance(part, Reference)}


def _meant(subject: View, item: Node, value: Value, near: list[Server]) -> Value:
    """Return the right scope where only its letters are wrong, else None; by reference, unless the client waits."""
    for server in near if isinstance(value, str) else ():
        same = server.view["Scopes"].find(lambda raw: _has_letters_of(raw, value))
        if same is not None:
            name = f"/{same['ScopeName'].text}"
            waits = isinstance(item.raw, str) and subject.stack.depends_on(subject.resource, server.view.resource)
            return f"{server.identifier}{name}" if waits else Text((Reference(server.view.id), name))
    return None


def _has_letters_of(raw: Value, scope: str) -> bool:
    name = mapping(raw).get("ScopeName")
    return isinstance(name, str) and scope.casefold().endswith(f"/{name}".casefold())
