from cfn_upc_rules._cognito.auth_flows import LEGACY_FLOWS, REFRESH_FLOW
from cfn_upc_rules._rule import REFERENCE, Findings, UpcRule, View, request


class LegacyAuthFlows(UpcRule):
    """The legacy flow names are replaced by names that begin with ALLOW_."""

    id = "I9683"
    shortdesc = "Legacy name of an authentication flow"
    source_url = request("CreateUserPoolClient", "ExplicitAuthFlows")
    evidence = REFERENCE
    properties = ("ExplicitAuthFlows",)

    def judge(self, subject: View) -> Findings:
        for flow in subject["ExplicitAuthFlows"].each():
            if flow.text in LEGACY_FLOWS:
                what = f"{subject} uses the old name {flow.text}"
                yield self.found(flow, what, f"Write {LEGACY_FLOWS[flow.text]}, {REFRESH_FLOW}")
