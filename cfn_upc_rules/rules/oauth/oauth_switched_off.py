from cfn_upc_rules._rule import REPORTED, Findings, UpcRule, View, request

_OAUTH_PROPERTIES = (
    "AllowedOAuthFlows",
    "AllowedOAuthScopes",
    "CallbackURLs",
    "LogoutURLs",
    "DefaultRedirectURI",
)


class OAuthSwitchedOff(UpcRule):
    """OAuth properties have no effect while AllowedOAuthFlowsUserPoolClient is absent or false."""

    id = "W9637"
    shortdesc = "OAuth properties without AllowedOAuthFlowsUserPoolClient"
    source_url = request("CreateUserPoolClient", "AllowedOAuthFlowsUserPoolClient")
    evidence = REPORTED
    properties = _OAUTH_PROPERTIES

    def judge(self, subject: View) -> Findings:
        if not subject["AllowedOAuthFlowsUserPoolClient"].off:
            return
        first = next((name for name in _OAUTH_PROPERTIES if not subject[name].empty), None)
        if first is not None:
            names = ", ".join(name for name in _OAUTH_PROPERTIES if _sure(subject, name))
            what = f"{subject} sets {names} while AllowedOAuthFlowsUserPoolClient is off, which has no effect"
            yield self.found(subject[first], what, "Set it to true, or remove what needs it")


def _sure(subject: View, name: str) -> bool:
    """Return whether a property is set, however the conditions that are open here turn out."""
    empty = subject.scenario.if_decided(lambda seen: View(subject.stack, seen, subject.resource)[name].empty)
    return empty is False
