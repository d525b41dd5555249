from cfn_upc_rules._cognito.actions import LISTENERS, every_cognito_action
from cfn_upc_rules._cognito.scopes import servers, written_out
from cfn_upc_rules._cognito.siblings import may_be_completed, sibling_pool
from cfn_upc_rules._cognito.types import CLIENT_IDS, OAUTH_SWITCH
from cfn_upc_rules._cognito.words import entry
from cfn_upc_rules._rule import REPORTED, Findings, Node, UpcRule, View
from cfn_upc_rules._template.values import Text, Value, differ

_CALLBACK = "/oauth2/idpresponse"
_ANSWERS = {
    "CallbackURLs": "redirect_mismatch",
    "AllowedOAuthFlows": "unauthorized_client",
    "AllowedOAuthScopes": "invalid_scope",
}


class LoadBalancerClient(UpcRule):
    """A load balancer signs in by the code flow, for its Scope, and comes back to /oauth2/idpresponse."""

    id = "W9711"
    shortdesc = "User Pool Client does not allow what its load balancer asks for"
    source_url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html"
    answer = "redirect_mismatch; unauthorized_client; invalid_scope"
    evidence = REPORTED

    def judge(self, subject: View) -> Findings:
        users, scopes = _users(subject)
        if not users or may_be_completed(subject.stack, subject.resource):
            return
        if subject[OAUTH_SWITCH].off and any(not subject[name].empty for name in _ANSWERS):
            return  # W9637 speaks: none of it has any effect
        known = [_callback(subject), _flow(subject), _scopes(subject, scopes)]
        missing = {name: said for name, said in zip(_ANSWERS, known, strict=True) if said}
        if missing and None not in known:
            what = f"{subject} lacks what '{users[0]}' needs: {', '.join(missing.values())}"
            first = next(iter(missing))
            at = subject[first]
            it = "it" if len(missing) == 1 else "them"
            switch = f", with {entry(subject.stack, OAUTH_SWITCH, True)}" if subject[OAUTH_SWITCH].off else ""
            yield self.found(at, what, f"Add {it}{switch}", _ANSWERS[first])


def _users(client: View) -> tuple[list[str], list[Value]]:
    """Return the load balancers' listeners and rules that sign in with a client, and the scopes they ask for."""
    users, scopes = [], []
    for resource in client.stack.referring(client.resource, *LISTENERS):
        listener = client.other(resource)
        for config in every_cognito_action(listener) if listener else ():
            used = config["UserPoolClientId"]
            if used.target is client.resource and used.attribute in CLIENT_IDS:
                users.append(resource.name)
                scopes += _asked(config["Scope"])
    return users, scopes


def _asked(scope: Node) -> list[Value]:
    if scope.absent:
        return ["openid"]
    return [scope.value] if scope.text is None else list(scope.text.split())


def _callback(client: View) -> str | None:
    """Say that the callback is missing; "" where it is there, None where that can't be told."""
    urls = client["CallbackURLs"]
    if urls.opaque:
        return None
    for url in urls.items():
        end = url.value.parts[-1] if isinstance(url.value, Text) else url.text
        if not isinstance(end, str):
            return None
        if end.endswith(_CALLBACK) or _CALLBACK.endswith(end):
            return ""
    return f"a callback …{_CALLBACK}"


def _flow(client: View) -> str | None:
    flows = client["AllowedOAuthFlows"]
    if flows.opaque or flows.find(lambda flow: not isinstance(flow, str)) is not None:
        return None
    return "" if flows.find_text("code") is not None else "the flow code"


def _scopes(client: View, asked: list[Value]) -> str | None:
    allowed, pool = client["AllowedOAuthScopes"], sibling_pool(client)
    if allowed.opaque or any(not isinstance(scope, str) for scope in asked):
        return None
    known = (servers(client, pool) if pool else None) or []
    items = [written_out(item.value, known) for item in allowed.items()]
    missing = dict.fromkeys(scope for scope in asked if all(differ(item, scope) for item in items))
    return ", ".join(f"the scope {scope}" for scope in missing)
