from cfn_upc_rules._application.application import Application
from cfn_upc_rules._application.words import told
from cfn_upc_rules._cognito.wrong_values import wrong_values
from cfn_upc_rules._rule import Findings, View, template_reference
from cfn_upc_rules.rules.application._application_rule import ApplicationRule


class HandedOver(ApplicationRule):
    """A parameter of a nested stack gets another kind of value than its template needs."""

    id = "E9730"
    shortdesc = "Nested stack gets a value of another kind than its template needs"
    source_url = template_reference("aws-resource-cloudformation-stack")

    def judge_within(self, application: Application, subject: View) -> Findings:
        for wrong in wrong_values(subject):
            way = application.way_to(wrong.node)
            if way is not None and not way.is_imported:
                yield self.found(application.path_of(way, wrong.node), *told(application, subject, wrong, way))
