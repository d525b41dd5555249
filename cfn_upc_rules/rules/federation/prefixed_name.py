from cfn_upc_rules._cognito.attributes import CUSTOM
from cfn_upc_rules._cognito.types import POOL
from cfn_upc_rules._cognito.words import entry
from cfn_upc_rules._rule import REPORTED, Findings, UpcRule, View, developer_guide


class PrefixedName(UpcRule):
    """Cognito puts custom: in front of the name of each attribute that is no standard one, whatever the name is."""

    id = "W9728"
    shortdesc = "Attribute becomes custom:custom:…"
    source_url = developer_guide("user-pool-settings-attributes#user-pool-settings-custom-attributes")
    types = (POOL,)
    evidence = REPORTED
    properties = ("Schema",)

    def judge(self, subject: View) -> Findings:
        for item in subject["Schema"].each():
            name = item["Name"]
            if (name.text or "").startswith(CUSTOM):
                what = f"{subject} names an attribute '{name.text}', which becomes '{CUSTOM}{name.text}'"
                plain = (name.text or "").removeprefix(CUSTOM)
                yield self.found(name, what, f"Write {entry(subject.stack, 'Name', plain)}")
