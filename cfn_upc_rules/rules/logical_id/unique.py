from cfn_upc_rules._cognito.sam_names import names_like
from cfn_upc_rules._rule import DEPLOYED, Findings, UpcRule, View, user_guide
from cfn_upc_rules._template.merge_keys import definitions


class UniqueLogicalId(UpcRule):
    """A parameter has the same name, SAM generates a resource of the same ID, or a YAML merge key hides a second
    definition.
    """

    id = "E9602"
    shortdesc = "Logical ID of a User Pool Client is not unique in the stack"
    source_url = user_guide("resources-section-structure#resources-section-structure-logicalid")
    evidence = DEPLOYED

    def judge(self, subject: View) -> Findings:
        stack, at = subject.stack, subject.resource.path
        rename = "Rename it"
        if subject.id in stack.parameters:
            yield self.found(at, f"{subject} is also the name of a parameter", rename)
        for name in names_like(stack, subject.id):
            if name.overwrites:
                what = f"{subject} is overwritten by the API that SAM generates for '{name.source}'"
                yield self.found(at, what, rename)
            else:
                what = f"{subject} is also what SAM generates for '{name.source}'"
                yield self.found(at, what, rename, "create a new resource")
        defined = definitions(stack).get(subject.id, [])
        if len(defined) > 1:
            lines = ", ".join(str(line + 1) for line, *_ in defined[:-1])
            what = f"{subject} is defined twice: a merge key hides the definition in line {lines}"
            yield self.found(at, what, "Keep one of them")._replace(location=defined[-1])
