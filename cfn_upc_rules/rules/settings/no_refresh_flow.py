from cfn_upc_rules._cognito.auth_flows import REFRESH_FLOW
from cfn_upc_rules._rule import REPORTED, Findings, UpcRule, View, request
from cfn_upc_rules._template.values import ABSENT, Value


class NoRefreshFlow(UpcRule):
    """ExplicitAuthFlows lists ALLOW_ flows, but not ALLOW_REFRESH_TOKEN_AUTH, and refresh tokens do not rotate."""

    id = "I9645"
    shortdesc = "ExplicitAuthFlows without ALLOW_REFRESH_TOKEN_AUTH"
    source_url = request("CreateUserPoolClient", "ExplicitAuthFlows")
    answer = "REFRESH_TOKEN_AUTH should always be allowed."
    evidence = REPORTED
    properties = ("ExplicitAuthFlows",)

    def judge(self, subject: View) -> Findings:
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
