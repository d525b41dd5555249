from cfn_upc_rules._rule import REFERENCE, Findings, UpcRule, View, developer_guide

_PASSWORD_FLOWS = frozenset({"ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"})


class PasswordFlowWithoutSecret(UpcRule):
    """The client has no secret and allows a flow that sends the password itself."""

    id = "I9682"
    shortdesc = "Password flow of a client without a secret"
    source_url = developer_guide("amazon-cognito-user-pools-authentication-flow-methods")
    evidence = REFERENCE
    properties = ("ExplicitAuthFlows",)

    def judge(self, subject: View) -> Findings:
        for flow in subject["ExplicitAuthFlows"].each():
            if flow.text in _PASSWORD_FLOWS and subject["GenerateSecret"].off:
                what = f"{subject} has no secret and allows {flow.text}, which sends the password"
                yield self.found(flow, what, "Use ALLOW_USER_SRP_AUTH")
