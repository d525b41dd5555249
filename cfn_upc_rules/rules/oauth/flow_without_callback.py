"""E9634: a flow that sends the user back needs a place to send them to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import DEPLOYED, Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View


class FlowWithoutCallback(UpcRule):
    """`code` and `implicit` need `CallbackURLs`."""

    id = "E9634"
    shortdesc = "code or implicit flow without callback URLs"
    description = "OAuth is switched on with the code or the implicit flow, and CallbackURLs is missing or empty"
    source_url = (
        "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/"
        "API_CreateUserPoolClient.html#CognitoUserPools-CreateUserPoolClient-request-CallbackURLs"
    )
    answer = "CallbackUrls can not be empty when code flow or implicit flow is selected"
    evidence = DEPLOYED
    about = ("AllowedOAuthFlows",)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look at the callbacks once such a flow is switched on."""
        if not subject["AllowedOAuthFlowsUserPoolClient"].on:
            return
        flow = subject["AllowedOAuthFlows"].find_text("code", "implicit")
        if flow is not None and subject["CallbackURLs"].empty:
            what = f"{subject} allows the {flow.text} flow without CallbackURLs"
            yield self.found(flow, what, "Give the URLs of the app in CallbackURLs")
