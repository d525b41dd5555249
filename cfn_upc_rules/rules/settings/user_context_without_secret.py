"""E9646: only a client with a secret may pass on data of its users."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import DEPLOYED, Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View


class UserContextWithoutSecret(UpcRule):
    """`EnablePropagateAdditionalUserContextData` needs a client secret."""

    id = "E9646"
    shortdesc = "EnablePropagateAdditionalUserContextData without a client secret"
    description = "EnablePropagateAdditionalUserContextData is true, and GenerateSecret is not"
    source_url = (
        "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/"
        "API_CreateUserPoolClient.html#CognitoUserPools-CreateUserPoolClient-request-EnablePropagateAdditionalUserContextData"
    )
    answer = "Client Secret is required to set EnablePropagateAdditionalUserContextData as true"
    evidence = DEPLOYED
    about = ("EnablePropagateAdditionalUserContextData",)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look at the switch and the secret together."""
        switch = subject["EnablePropagateAdditionalUserContextData"]
        if switch.on and subject["GenerateSecret"].off:
            what = f"{subject} propagates user context data without a client secret"
            yield self.found(switch, what, "Set GenerateSecret to true")
