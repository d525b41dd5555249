from cfn_upc_rules._cognito.pool_forms import misfits
from cfn_upc_rules._cognito.slots import TYPES_WITH_POOL
from cfn_upc_rules._rule import SAFE, SCHEMA, UNSAFE, Edit, Findings, UpcRule, View, put, template_reference


class DoubtfulPoolForm(UpcRule):
    """A property takes a User Pool in one form; whether AWS refuses another one here at once is not known."""

    id = "W9617"
    shortdesc = "User Pool stands in a form that the property is not meant to take"
    source_url = template_reference("aws-resource-cognito-userpool#aws-resource-cognito-userpool-return-values")
    types = TYPES_WITH_POOL
    evidence = SCHEMA
    fixes = (SAFE, UNSAFE)

    def judge(self, subject: View) -> Findings:
        for found in misfits(subject):
            if not found.is_refused:
                edit = None if found.value is None else Edit((put(found.node, found.value),), is_safe=found.is_named)
                yield self.found(found.node, found.what(subject), found.instead(subject), edit=edit)
