from cfn_upc_rules._cognito.pool_forms import misfits
from cfn_upc_rules._cognito.slots import TYPES_WITH_POOL
from cfn_upc_rules._rule import REPORTED, SAFE, UNSAFE, Edit, Findings, UpcRule, View, put, template_reference


class PoolForm(UpcRule):
    """A property takes a User Pool in one form: its ID, its ARN, its issuer URL or its discovery URL."""

    id = "E9614"
    shortdesc = "User Pool stands in a form that the property does not take"
    source_url = template_reference("aws-resource-cognito-userpool#aws-resource-cognito-userpool-return-values")
    types = TYPES_WITH_POOL
    answer = (
        "Invalid issuer: (...). Issuer must have a valid discovery endpoint ended with "
        "'/.well-known/openid-configuration'"
    )
    quote = "valid discovery endpoint"
    evidence = REPORTED
    fixes = (SAFE, UNSAFE)

    def judge(self, subject: View) -> Findings:
        for found in misfits(subject):
            refusal = found.slot.refusal
            if refusal is not None and found.is_refused:
                answer = refusal.quote or refusal.answer
                edit = None if found.value is None else Edit((put(found.node, found.value),), is_safe=found.is_named)
                yield self.found(found.node, found.what(subject), found.instead(subject), answer, edit=edit)
