"""E9630: `client_credentials` needs a client secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import DEPLOYED, Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View


class ClientCredentialsWithoutSecret(UpcRule):
    """A client that allows `client_credentials` must have a secret."""

    id = "E9630"
    shortdesc = "client_credentials flow without a client secret"
    description = "The client_credentials flow authenticates the client by its secret, so GenerateSecret must be true"
    source_url = (
        "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/"
        "API_CreateUserPoolClient.html#CognitoUserPools-CreateUserPoolClient-request-AllowedOAuthFlows"
    )
    answer = "client_credentials flow can not be selected if client does not have a client secret."
    evidence = DEPLOYED
    about = ("AllowedOAuthFlows",)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look at the flows and the secret together."""
        flow = subject["AllowedOAuthFlows"].find_text("client_credentials")
        if flow is not None and subject["GenerateSecret"].off:
            what = f"{subject} allows client_credentials without a client secret"
            yield self.found(flow, what, "Set GenerateSecret to true")
