"""I9645: without its flow, no refresh token is of use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._auth_flows import REFRESH_FLOW
from cfn_upc_rules._rule import REPORTED, Finding, UpcRule
from cfn_upc_rules._values import ABSENT, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View


class NoRefreshFlow(UpcRule):
    """A list of `ALLOW_` flows holds `ALLOW_REFRESH_TOKEN_AUTH`, unless tokens rotate."""

    id = "I9645"
    shortdesc = "ExplicitAuthFlows without ALLOW_REFRESH_TOKEN_AUTH"
    description = (
        "ExplicitAuthFlows lists ALLOW_ flows, but not ALLOW_REFRESH_TOKEN_AUTH, and refresh tokens do not rotate"
    )
    source_url = (
        "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/"
        "API_CreateUserPoolClient.html#CognitoUserPools-CreateUserPoolClient-request-ExplicitAuthFlows"
    )
    answer = "REFRESH_TOKEN_AUTH should always be allowed."
    evidence = REPORTED
    about = ("ExplicitAuthFlows",)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look for a flow that is, or may be, the refresh flow."""
        feature = subject.at("RefreshTokenRotation", "Feature")
        flows = subject["ExplicitAuthFlows"]
        if not feature.absent and feature.text != "DISABLED":
            return
        if flows.find(_may_be_refresh) is None and flows.find(_is_new) is not None:
            what = f"{subject} lists its flows without {REFRESH_FLOW}"
            yield self.found(flows, what, f"Add {REFRESH_FLOW}, or rotate refresh tokens")


def _may_be_refresh(flow: Value) -> bool:
    return flow is not ABSENT and (not isinstance(flow, str) or flow == REFRESH_FLOW)


def _is_new(flow: Value) -> bool:
    return isinstance(flow, str) and flow.startswith("ALLOW_")
