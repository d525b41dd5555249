"""I9682: a public client should not see passwords pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import REFERENCE, Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View

_PASSWORD_FLOWS = frozenset({"ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"})


class PasswordFlowWithoutSecret(UpcRule):
    """A client without a secret does not allow flows that send the password itself."""

    id = "I9682"
    shortdesc = "Password flow of a client without a secret"
    description = "The client has no secret and allows a flow that sends the password itself"
    source_url = (
        "https://docs.aws.amazon.com/cognito/latest/developerguide/"
        "amazon-cognito-user-pools-authentication-flow-methods.html"
    )
    evidence = REFERENCE
    about = ("ExplicitAuthFlows",)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look at each flow beside the secret."""
        for flow in subject["ExplicitAuthFlows"].each():
            if flow.text in _PASSWORD_FLOWS and subject["GenerateSecret"].off:
                what = f"{subject} has no secret and allows {flow.text}, which sends the password itself"
                yield self.found(flow, what, "Use ALLOW_USER_SRP_AUTH")
