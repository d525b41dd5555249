from cfn_upc_rules._cognito.attributes import CUSTOM
from cfn_upc_rules._cognito.types import POOL
from cfn_upc_rules._cognito.words import entry
from cfn_upc_rules._rule import REPORTED, Findings, UpcRule, View, developer_guide
from cfn_upc_rules._template.values import Text


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
            name = item["Name"].value
            start = name.start if isinstance(name, Text) else name
            if isinstance(start, str) and start.startswith(CUSTOM):
                shown = f"{start}…" if isinstance(name, Text) else start
                what = f"{subject} names an attribute '{shown}', which becomes '{CUSTOM}{shown}'"
                plain = shown.removeprefix(CUSTOM)
                yield self.found(item["Name"], what, f"Write {entry(subject.stack, 'Name', plain)}")
