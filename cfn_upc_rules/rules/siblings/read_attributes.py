from cfn_upc_rules._cognito.attributes import undefined
from cfn_upc_rules._rule import DEPLOYED, SAFE, Findings, UpcRule, View, developer_guide, put, safe


class ReadAttributes(UpcRule):
    """ReadAttributes lists standard attributes, and attributes of the pool's Schema with custom:."""

    id = "E9655"
    shortdesc = "User Pool Client has read attributes that its pool does not have"
    source_url = developer_guide("user-pool-settings-attributes#user-pool-settings-attribute-permissions-and-scopes")
    answer = "Invalid read attributes specified while creating a client"
    quote = "Invalid read attributes"
    evidence = DEPLOYED
    fixes = (SAFE,)
    properties = ("ReadAttributes",)

    def judge(self, subject: View) -> Findings:
        for item in subject["ReadAttributes"].each():
            wrong, instead, meant = undefined(subject, item.text)
            if wrong:
                is_new = meant and subject["ReadAttributes"].find_text(meant) is None
                edit = safe(put(item, meant)) if is_new else None
                yield self.found(item, f"{subject} may read {wrong}", instead, edit=edit)
