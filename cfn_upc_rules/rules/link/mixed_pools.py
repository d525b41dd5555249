from cfn_upc_rules._cognito.companions import mismatches
from cfn_upc_rules._cognito.slots import TYPES_WITH_CLIENT
from cfn_upc_rules._cognito.types import COMPUTES
from cfn_upc_rules._rule import CONVENTION, Findings, UpcRule, View, developer_guide


class MixedPools(UpcRule):
    """A compute or a list holds a client beside another User Pool than its own, which only a migration needs."""

    id = "W9619"
    shortdesc = "User Pool Client stands beside another User Pool, perhaps on purpose"
    source_url = developer_guide("user-pool-settings-client-apps")
    types = (*TYPES_WITH_CLIENT, *COMPUTES)
    evidence = CONVENTION

    def judge(self, subject: View) -> Findings:
        stack = subject.stack
        for found in mismatches(subject):
            if found.may_be_meant:
                both = (found.client_at, found.pool_at)
                at = next((node for node in both if stack.owner(node.path, subject.resource) != "Globals"), both[0])
                owner = stack.owner(at.path, subject.resource)
                what = f"{owner} holds {found.client} of '{found.own.name}' beside pool '{found.pool.name}'"
                instead = "Use its client, unless both are meant"
                yield self.found(at, what, instead)
