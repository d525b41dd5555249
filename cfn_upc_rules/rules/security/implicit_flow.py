"""I9681: tokens do not belong into a URL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import REFERENCE, Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View


class ImplicitFlow(UpcRule):
    """The implicit flow is not allowed."""

    id = "I9681"
    shortdesc = "Implicit flow is allowed"
    description = "The implicit flow returns tokens in the URL; OAuth 2.1 drops it"
    source_url = "https://docs.aws.amazon.com/cognito/latest/developerguide/federation-endpoints-oauth-grants.html"
    evidence = REFERENCE
    about = ("AllowedOAuthFlows",)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look for the flow."""
        flow = subject["AllowedOAuthFlows"].find_text("implicit")
        if flow is not None:
            what = f"{subject} allows the implicit flow, which puts tokens into the URL"
            yield self.found(flow, what, "Use the code flow with PKCE")
