from cfn_upc_rules._application.told import Across
from cfn_upc_rules._rule import Findings, View, template_reference
from cfn_upc_rules.rules.application._application_rule import ApplicationRule


class HandedOver(ApplicationRule):
    """A parameter of a nested stack gets another kind of value than its template needs."""

    id = "E9730"
    shortdesc = "Nested stack gets a value of another kind than its template needs"
    source_url = template_reference("aws-resource-cloudformation-stack")

    def judge_across(self, across: Across, subject: View) -> Findings:
        for told in across.wrong_values(subject):
            if not told.is_imported:
                yield self.found(told.path, told.what, told.instead, told.answer)
