from cfn_upc_rules._cognito.types import OAUTH_SWITCH
from cfn_upc_rules._rule import REPORTED, UNSAFE, Findings, UpcRule, View, put, request, unsafe

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
    has_no_effect = True
    fixes = (UNSAFE,)
    properties = _OAUTH_PROPERTIES

    def judge(self, subject: View) -> Findings:
        switch = subject[OAUTH_SWITCH]
        if not switch.off:
            return
        if not switch.absent and subject["AllowedOAuthFlows"].empty and subject["AllowedOAuthScopes"].empty:
            return  # OAuth is declared off
        first = next((name for name in _OAUTH_PROPERTIES if not subject[name].empty), None)
        if first is not None:
            others = sum(_sure(subject, name) for name in _OAUTH_PROPERTIES) - 1
            names = f"{first} and {others} more" if others > 0 else first
            what = f"{names} of {subject} have no effect while {OAUTH_SWITCH} is off"
            is_whole = not (subject["AllowedOAuthFlows"].empty or subject["AllowedOAuthScopes"].empty)
            edit = unsafe(put(switch, True)) if is_whole else None
            yield self.found(subject[first], what, "Switch it on", edit=edit)


def _sure(subject: View, name: str) -> bool:
    """Return whether a property is set, however the conditions that are open here turn out."""
    empty = subject.scenario.if_decided(lambda seen: View(subject.stack, seen, subject.resource)[name].empty)
    return empty is False
