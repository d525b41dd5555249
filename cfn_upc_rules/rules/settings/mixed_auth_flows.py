from cfn_upc_rules._cognito.auth_flows import LEGACY_FLOWS
from cfn_upc_rules._rule import (
    DEPLOYED,
    SAFE,
    Change,
    Findings,
    Iterator,
    Node,
    UpcRule,
    View,
    put,
    request,
    safe,
    take_out,
)
from cfn_upc_rules._template.values import Text, Value


class MixedAuthFlows(UpcRule):
    """ExplicitAuthFlows holds names that begin with ALLOW_ beside legacy names."""

    id = "E9642"
    shortdesc = "ALLOW_ flows mixed with legacy flow names"
    source_url = request("CreateUserPoolClient", "ExplicitAuthFlows")
    answer = "Auth flow name with prefix 'ALLOW' cannot be used with legacy auth flow names."
    quote = "cannot be used with"
    evidence = DEPLOYED
    fixes = (SAFE,)
    properties = ("ExplicitAuthFlows",)

    def judge(self, subject: View) -> Findings:
        flows = subject["ExplicitAuthFlows"]
        legacy = flows.find_text(*LEGACY_FLOWS)
        if legacy is None or legacy.text is None:
            return
        if flows.find(_is_new) is not None:
            what = f"{subject} mixes {legacy.text} with ALLOW_ flows"
            name = LEGACY_FLOWS[legacy.text]
            yield self.found(legacy, what, f"Write {name}", edit=safe(*_renamed(flows, legacy)))


def _is_new(flow: Value) -> bool:
    known = flow.start if isinstance(flow, Text) else flow
    return isinstance(known, str) and known.startswith("ALLOW_")


def _renamed(flows: Node, legacy: Node) -> Iterator[Change]:
    """Yield what gives this flow its name of today, and each other one that stands there in all cases."""
    texts = (flows.item(index) for index, raw in enumerate(flows.raw) if isinstance(raw, str))
    there = set()
    for flow in {node.path: node for node in (legacy, *texts)}.values():
        name = LEGACY_FLOWS.get(flow.text or "")
        if name is not None:
            is_there = name in there or flows.find_text(name) is not None
            yield take_out(flow) if is_there else put(flow, name)
            there.add(name)
