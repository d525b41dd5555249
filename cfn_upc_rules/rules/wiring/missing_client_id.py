from cfn_upc_rules._cognito.environments import (
    Variable,
    accepted_names,
    client_variables,
    environments,
    holds,
    wired_clients,
    wired_computes,
)
from cfn_upc_rules._cognito.types import CLIENT, DECLARING
from cfn_upc_rules._cognito.words import ref
from cfn_upc_rules._edits.variables import declare
from cfn_upc_rules._rule import (
    CONVENTION,
    SAFE,
    Findings,
    Resource,
    Sequence,
    Stack,
    UpcRule,
    View,
    property_page,
    safe,
)
from cfn_upc_rules._template.values import Reference


class MissingClientId(UpcRule):
    """A Function, Docker Task or Edge Function that is wired to a User Pool Client declares USER_POOL_CLIENT_ID in its
    environment.
    """

    id = "W9620"
    shortdesc = "Compute wired to a User Pool Client does not declare USER_POOL_CLIENT_ID"
    source_url = property_page("aws-resource-cognito-userpoolclient-return-values")
    evidence = CONVENTION
    fixes = (SAFE,)
    types = DECLARING

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        return wired_computes(stack)

    def judge(self, subject: View) -> Findings:
        name = accepted_names(subject.stack)[0]
        for client in subject.each_of(wired_clients(subject.stack, subject.resource)):
            if subject.stack.depends_on(client.resource, subject.resource):
                continue  # the variable would close a cycle
            declared = environments(subject)
            if any(environment.unknown or environment.mentioning(client.resource) for environment in declared):
                continue
            if all(_holds_a_client(variable) for variable in client_variables(subject)):
                at = declared[0].node if declared else subject["ContainerDefinitions"]
                is_alone = len(declared) == 1 and len(wired_clients(subject.stack, subject.resource)) == 1
                edit = safe(declare(declared[0], name, Reference(client.id))) if is_alone else None
                what = f"{subject} is wired to {client} and does not declare its ID"
                instead = f"Declare {name}: {ref(subject.stack, client.id)}"
                yield self.found((*at.path, name), what, instead, edit=edit)


def _holds_a_client(variable: Variable) -> bool:
    """Return whether a variable holds some other client; of anything else E9622 and W9623 speak."""
    resource = variable.value.target
    return resource is not None and resource.type == CLIENT and holds(variable.value, resource)
