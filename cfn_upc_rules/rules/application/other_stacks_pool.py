from cfn_upc_rules._application.application import Application
from cfn_upc_rules._application.words import mismatch_told
from cfn_upc_rules._cognito.companions import mismatches
from cfn_upc_rules._rule import Findings, View, developer_guide
from cfn_upc_rules.rules.application._application_rule import ApplicationRule


class OtherStacksPool(ApplicationRule):
    """A client and a User Pool that come from different stacks stand beside each other, and don't belong together."""

    id = "W9732"
    shortdesc = "User Pool Client comes from another stack than the User Pool beside it, and is not of that pool"
    source_url = developer_guide("user-pool-settings-client-apps")

    def judge_within(self, application: Application, subject: View) -> Findings:
        for found in mismatches(subject):
            told = mismatch_told(application, subject, found)
            if told is not None:
                yield self.found(*told, "Take the client and the pool from one place")
