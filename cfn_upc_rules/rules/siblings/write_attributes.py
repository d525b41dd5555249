from cfn_upc_rules._cognito.attributes import READ_ONLY_ATTRIBUTES, undefined
from cfn_upc_rules._rule import DEPLOYED, SAFE, Findings, UpcRule, View, developer_guide, put, safe, take_out


class WriteAttributes(UpcRule):
    """WriteAttributes lists writable attributes of the pool."""

    id = "E9654"
    shortdesc = "User Pool Client has write attributes that Cognito rejects"
    source_url = developer_guide("user-pool-settings-attributes#user-pool-settings-attribute-permissions-and-scopes")
    answer = "Invalid write attributes specified while creating a client"
    quote = "Invalid write attributes"
    evidence = DEPLOYED
    fixes = (SAFE,)
    properties = ("WriteAttributes",)

    def judge(self, subject: View) -> Findings:
        for item in subject["WriteAttributes"].each():
            if item.text in READ_ONLY_ATTRIBUTES:
                what = f"{subject} may write '{item.text}', which only Cognito writes"
                yield self.found(item, what, "Take it out of WriteAttributes", edit=safe(take_out(item)))
            else:
                wrong, instead, meant = undefined(subject, item.text)
                if wrong:
                    is_new = meant and subject["WriteAttributes"].find_text(meant) is None
                    edit = safe(put(item, meant)) if is_new else None
                    yield self.found(item, f"{subject} may write {wrong}", instead, edit=edit)
