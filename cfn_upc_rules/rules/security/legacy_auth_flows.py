from cfn_upc_rules._cognito.auth_flows import LEGACY_FLOWS, REFRESH_FLOW
from cfn_upc_rules._rule import REFERENCE, UNSAFE, Edit, Findings, Node, UpcRule, View, add_item, put, request, unsafe


class LegacyAuthFlows(UpcRule):
    """The legacy flow names are replaced by names that begin with ALLOW_."""

    id = "I9683"
    shortdesc = "Legacy name of an authentication flow"
    source_url = request("CreateUserPoolClient", "ExplicitAuthFlows")
    evidence = REFERENCE
    fixes = (UNSAFE,)
    properties = ("ExplicitAuthFlows",)

    def judge(self, subject: View) -> Findings:
        flows = subject["ExplicitAuthFlows"]
        for flow in flows.each():
            if flow.text in LEGACY_FLOWS:
                what = f"{subject} uses the old name {flow.text}"
                instead = f"Write {LEGACY_FLOWS[flow.text]}, {REFRESH_FLOW}"
                yield self.found(flow, what, instead, edit=_edit(flows))


def _edit(flows: Node) -> Edit | None:
    """Return what gives all flows their new names: Cognito takes no mixture. None where one can't be known."""
    texts = [flow for flow in flows.raw if isinstance(flow, str)]
    if len(texts) != len(flows.raw) or not LEGACY_FLOWS.keys() >= set(texts):
        return None
    return unsafe(
        *(put((*flows.path, index), LEGACY_FLOWS[name]) for index, name in enumerate(texts)),
        add_item(flows, REFRESH_FLOW),
    )
