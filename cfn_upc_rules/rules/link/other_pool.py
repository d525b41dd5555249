from cfn_upc_rules._cognito.companions import mismatches
from cfn_upc_rules._cognito.slots import TYPES_WITH_CLIENT
from cfn_upc_rules._rule import SCHEMA, Findings, UpcRule, View, developer_guide


class OtherPool(UpcRule):
    """Cognito knows a client in its own pool only: the other pool neither issues nor accepts its tokens."""

    id = "E9612"
    shortdesc = "User Pool Client is used beside a User Pool it does not belong to"
    source_url = developer_guide("user-pool-settings-client-apps")
    types = TYPES_WITH_CLIENT
    evidence = SCHEMA

    def judge(self, subject: View) -> Findings:
        for found in mismatches(subject):
            if not found.may_be_meant:
                owner = subject.stack.owner(found.client_at.path, subject.resource)
                what = f"{owner} uses {found.client} of '{found.own.name}' beside pool '{found.pool.name}'"
                instead = f"Use a client of '{found.pool.name}'"
                yield self.found(found.client_at, what, instead)
