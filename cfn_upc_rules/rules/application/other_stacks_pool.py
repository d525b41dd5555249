from cfn_upc_rules._application.told import Across
from cfn_upc_rules._rule import Findings, View, developer_guide
from cfn_upc_rules.rules.application._application_rule import ApplicationRule


class OtherStacksPool(ApplicationRule):
    """A client and a User Pool that come from different stacks stand beside each other, and don't belong together."""

    id = "W9732"
    shortdesc = "User Pool Client comes from another stack than the User Pool beside it, and is not of that pool"
    source_url = developer_guide("user-pool-settings-client-apps")
    looks_beyond = True

    def judge_across(self, across: Across, subject: View) -> Findings:
        for told in across.mismatches(subject):
            yield self.found(told.path, told.what, told.instead)
