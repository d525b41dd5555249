"""E9642: authentication flows have old or new names, not both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._auth_flows import LEGACY_FLOWS
from cfn_upc_rules._rule import DEPLOYED, Finding, UpcRule
from cfn_upc_rules._values import Text, Value

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View


class MixedAuthFlows(UpcRule):
    """A list of flows uses the `ALLOW_` names or the legacy ones."""

    id = "E9642"
    shortdesc = "ALLOW_ flows mixed with legacy flow names"
    description = "ExplicitAuthFlows holds names that begin with ALLOW_ beside legacy names"
    source_url = (
        "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/"
        "API_CreateUserPoolClient.html#CognitoUserPools-CreateUserPoolClient-request-ExplicitAuthFlows"
    )
    answer = "Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names."
    evidence = DEPLOYED
    about = ("ExplicitAuthFlows",)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look for both kinds of name in one list."""
        flows = subject["ExplicitAuthFlows"]
        legacy = flows.find_text(*LEGACY_FLOWS)
        if legacy is None or legacy.text is None:
            return
        if flows.find(_is_new) is not None:
            what = f"{subject} mixes the legacy flow {legacy.text} with ALLOW_ flows"
            yield self.found(legacy, what, f"Replace it by {LEGACY_FLOWS[legacy.text]}")


def _is_new(flow: Value) -> bool:
    known = flow.start if isinstance(flow, Text) else flow
    return isinstance(known, str) and known.startswith("ALLOW_")
