from cfn_upc_rules._cognito.auth_flows import REFRESH_FLOW
from cfn_upc_rules._rule import REPORTED, SAFE, Findings, UpcRule, View, developer_guide, safe, take_out


class RotationWithRefreshFlow(UpcRule):
    """RefreshTokenRotation is ENABLED, and ExplicitAuthFlows lists ALLOW_REFRESH_TOKEN_AUTH."""

    id = "E9643"
    shortdesc = "ALLOW_REFRESH_TOKEN_AUTH with refresh token rotation"
    source_url = developer_guide("amazon-cognito-user-pools-using-the-refresh-token")
    answer = "ALLOW_REFRESH_TOKEN_AUTH is not a permitted ExplicitAuthFlow when refresh token rotation is enabled"
    quote = "not a permitted ExplicitAuthFlow"
    evidence = REPORTED
    fixes = (SAFE,)
    properties = ("RefreshTokenRotation",)

    def judge(self, subject: View) -> Findings:
        if subject.at("RefreshTokenRotation", "Feature").text != "ENABLED":
            return
        flow = subject["ExplicitAuthFlows"].find_text(REFRESH_FLOW)
        if flow is not None:
            what = f"{subject} rotates refresh tokens beside {REFRESH_FLOW}"
            yield self.found(flow, what, "Remove it", edit=safe(take_out(flow)))
