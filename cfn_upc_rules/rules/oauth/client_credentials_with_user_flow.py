"""E9631: `client_credentials` stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import DEPLOYED, Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View


class ClientCredentialsWithUserFlow(UpcRule):
    """A client allows either `client_credentials` or the flows of users."""

    id = "E9631"
    shortdesc = "client_credentials flow beside code or implicit"
    description = "A client that allows client_credentials must not allow the code or the implicit flow"
    source_url = (
        "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/"
        "API_CreateUserPoolClient.html#CognitoUserPools-CreateUserPoolClient-request-AllowedOAuthFlows"
    )
    answer = "client_credentials flow can not be selected along with code flow or implicit flow."
    evidence = DEPLOYED
    about = ("AllowedOAuthFlows",)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look for both kinds of flow in one list."""
        flows = subject["AllowedOAuthFlows"]
        flow = flows.find_text("client_credentials")
        other = flows.find_text("code", "implicit") if flow is not None else None
        if flow is not None and other is not None:
            what = f"{subject} allows client_credentials beside {other.text}"
            yield self.found(flow, what, "Give client_credentials a client of its own")
