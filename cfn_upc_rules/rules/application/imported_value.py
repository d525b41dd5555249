from cfn_upc_rules._application.application import Application
from cfn_upc_rules._application.words import told
from cfn_upc_rules._cognito.wrong_values import wrong_values
from cfn_upc_rules._rule import Findings, View, template_reference
from cfn_upc_rules.rules.application._application_rule import ApplicationRule


class ImportedValue(ApplicationRule):
    """An import gives another kind of value than its place takes, by the template of the same run that exports it."""

    id = "E9731"
    shortdesc = "Import gives a value of another kind than its place takes"
    source_url = template_reference("intrinsic-function-reference-importvalue")

    def judge_within(self, application: Application, subject: View) -> Findings:
        for wrong in wrong_values(subject):
            way = application.way_to(wrong.node)
            if way is not None and way.is_imported:
                yield self.found(application.path_of(way, wrong.node), *told(application, subject, wrong, way))
