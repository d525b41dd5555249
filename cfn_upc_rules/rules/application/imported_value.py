from cfn_upc_rules._application.told import Across
from cfn_upc_rules._rule import Findings, View, template_reference
from cfn_upc_rules.rules.application._application_rule import ApplicationRule


class ImportedValue(ApplicationRule):
    """An import gives another kind of value than its place takes, by the template of the same run that exports it."""

    id = "E9731"
    shortdesc = "Import gives a value of another kind than its place takes"
    source_url = template_reference("intrinsic-function-reference-importvalue")
    looks_beyond = True

    def judge_across(self, across: Across, subject: View) -> Findings:
        for told in across.wrong_values(subject):
            if told.is_imported:
                yield self.found(told.path, told.what, told.instead, told.answer)
