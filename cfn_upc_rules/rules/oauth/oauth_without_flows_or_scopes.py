"""E9633: OAuth that is switched on needs flows and scopes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import DEPLOYED, Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View


class OAuthWithoutFlowsOrScopes(UpcRule):
    """`AllowedOAuthFlowsUserPoolClient: true` needs both `AllowedOAuthFlows` and `AllowedOAuthScopes`."""

    id = "E9633"
    shortdesc = "OAuth is switched on without flows or without scopes"
    description = (
        "AllowedOAuthFlowsUserPoolClient is true, and AllowedOAuthFlows or AllowedOAuthScopes is missing or empty"
    )
    source_url = (
        "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/"
        "API_CreateUserPoolClient.html#CognitoUserPools-CreateUserPoolClient-request-AllowedOAuthFlowsUserPoolClient"
    )
    answer = "AllowedOAuthFlows and AllowedOAuthScopes are required if user pool client is allowed to use OAuth flows."
    evidence = DEPLOYED
    about = ("AllowedOAuthFlowsUserPoolClient",)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look at both lists once the switch is on."""
        switch = subject["AllowedOAuthFlowsUserPoolClient"]
        if not switch.on:
            return
        missing = [name for name in ("AllowedOAuthFlows", "AllowedOAuthScopes") if subject[name].empty]
        if missing:
            names = " and ".join(missing)
            written = [subject[name] for name in missing if not subject[name].absent]
            yield self.found((*written, switch)[0], f"{subject} uses OAuth without {names}", f"Give {names}")
