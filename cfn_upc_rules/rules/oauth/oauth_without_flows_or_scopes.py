from cfn_upc_rules._cognito.types import OAUTH_SWITCH
from cfn_upc_rules._rule import DEPLOYED, Findings, UpcRule, View, request


class OAuthWithoutFlowsOrScopes(UpcRule):
    """AllowedOAuthFlowsUserPoolClient is true, and AllowedOAuthFlows or AllowedOAuthScopes is missing or empty."""

    id = "E9633"
    shortdesc = "OAuth is switched on without flows or without scopes"
    source_url = request("CreateUserPoolClient", "AllowedOAuthFlowsUserPoolClient")
    answer = "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows."
    quote = "are required"
    evidence = DEPLOYED
    properties = (OAUTH_SWITCH,)

    def judge(self, subject: View) -> Findings:
        switch = subject[OAUTH_SWITCH]
        if not switch.on:
            return
        missing = [name for name in ("AllowedOAuthFlows", "AllowedOAuthScopes") if subject[name].empty]
        if missing:
            names = " and ".join(missing)
            written = [subject[name] for name in missing if not subject[name].absent]
            yield self.found((*written, switch)[0], f"{subject} uses OAuth without {names}", "List them")
