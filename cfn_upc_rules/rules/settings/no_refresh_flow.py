from cfn_upc_rules._cognito.auth_flows import REFRESH_FLOW
from cfn_upc_rules._rule import REFERENCE, UNSAFE, Findings, UpcRule, View, add_item, request, unsafe
from cfn_upc_rules._template.values import ABSENT, Value

# https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
_ALONE = "ALLOW_CLIENT_TOKEN_AUTH"
_EXCHANGE = "ALLOW_TOKEN_EXCHANGE_"


class NoRefreshFlow(UpcRule):
    """ExplicitAuthFlows lists ALLOW_ flows, but not ALLOW_REFRESH_TOKEN_AUTH, and refresh tokens do not rotate."""

    id = "I9645"
    shortdesc = "ExplicitAuthFlows without ALLOW_REFRESH_TOKEN_AUTH"
    source_url = request("CreateUserPoolClient", "ExplicitAuthFlows")
    evidence = REFERENCE
    fixes = (UNSAFE,)
    properties = ("ExplicitAuthFlows",)

    def judge(self, subject: View) -> Findings:
        feature = subject.at("RefreshTokenRotation", "Feature")
        flows = subject["ExplicitAuthFlows"]
        if not feature.absent and feature.text != "DISABLED":
            return
        if flows.find(_may_refresh) is None and flows.find(_is_new) is not None:
            what = f"{subject} lists its flows without {REFRESH_FLOW}"
            edit = unsafe(add_item(flows, REFRESH_FLOW))
            yield self.found(flows, what, "Add it, or rotate refresh tokens", edit=edit)


def _may_refresh(flow: Value) -> bool:
    """Return whether a flow may refresh tokens, or is one that refreshes none."""
    if flow is ABSENT:
        return False
    return not isinstance(flow, str) or flow in (REFRESH_FLOW, _ALONE) or flow.startswith(_EXCHANGE)


def _is_new(flow: Value) -> bool:
    return isinstance(flow, str) and flow.startswith("ALLOW_")
