from cfn_upc_rules._cognito.attributes import in_schema, is_literal, is_unsure, may_be_required
from cfn_upc_rules._cognito.siblings import sibling_pool
from cfn_upc_rules._rule import REPORTED, UNSAFE, Findings, UpcRule, View, add_item, developer_guide, unsafe


class RequiredAttributes(UpcRule):
    """A client whose WriteAttributes lack an attribute that its pool requires can't sign anybody up."""

    id = "W9658"
    shortdesc = "WriteAttributes omit an attribute that the User Pool requires"
    source_url = developer_guide("user-pool-settings-attributes#user-pool-settings-attribute-permissions-and-scopes")
    answer = "Invalid write attributes specified while creating a client"
    quote = "Invalid write attributes"
    evidence = REPORTED
    fixes = (UNSAFE,)
    properties = ("WriteAttributes",)

    def judge(self, subject: View) -> Findings:
        attributes = subject["WriteAttributes"]
        pool = sibling_pool(subject)
        if pool is None or not isinstance(attributes.value, list) or attributes.find(is_literal) is None:
            return
        for attribute in in_schema(pool, may_be_required):
            name = attribute.name
            if not attribute.is_required:
                continue
            if attributes.find_text(name) is None and attributes.find(is_unsure) is None:
                what = f"{subject} may not write '{name}', which {pool} requires"
                yield self.found(attributes, what, "Add it", edit=unsafe(add_item(attributes, name)))
