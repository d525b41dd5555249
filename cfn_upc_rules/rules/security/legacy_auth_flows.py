"""I9683: legacy names of authentication flows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._auth_flows import LEGACY_FLOWS, REFRESH_FLOW
from cfn_upc_rules._rule import REFERENCE, Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View


class LegacyAuthFlows(UpcRule):
    """Flows have their `ALLOW_` names."""

    id = "I9683"
    shortdesc = "Legacy name of an authentication flow"
    description = "The legacy flow names are replaced by names that begin with ALLOW_"
    source_url = (
        "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/"
        "API_CreateUserPoolClient.html#CognitoUserPools-CreateUserPoolClient-request-ExplicitAuthFlows"
    )
    evidence = REFERENCE
    about = ("ExplicitAuthFlows",)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look at each flow."""
        for flow in subject["ExplicitAuthFlows"].each():
            if flow.text in LEGACY_FLOWS:
                what = f"{subject} uses the legacy flow name {flow.text}"
                yield self.found(flow, what, f"Use {LEGACY_FLOWS[flow.text]} and {REFRESH_FLOW}")
