from typing import ClassVar

from cfn_upc_rules._cognito.environments import accepted_names, environments, wired_clients, wired_computes
from cfn_upc_rules._cognito.types import ACCEPTED_NAME
from cfn_upc_rules._rule import CONVENTION, Findings, Options, Resource, Sequence, Stack, UpcRule, View, property_page


class OtherVariableName(UpcRule):
    """A compute finds the ID of its User Pool Client in USER_POOL_CLIENT_ID, or a name the team chose."""

    id = "W9621"
    shortdesc = "Client ID is in the environment under another name than USER_POOL_CLIENT_ID"
    source_url = property_page("aws-resource-cognito-userpoolclient-return-values")
    evidence = CONVENTION
    options: ClassVar[Options] = {
        "variables": {
            "default": [ACCEPTED_NAME],
            "type": "list",
            "itemtype": "string",
            "description": "The names that may hold a client's ID; W9620, E9622, W9623 and E9612 go by it, too.",
        },
    }

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        return wired_computes(stack)

    def judge(self, subject: View) -> Findings:
        names = accepted_names(subject.stack)
        declared = environments(subject)
        if any(environment.unknown or environment.named(*names) for environment in declared):
            return
        for client in subject.each_of(wired_clients(subject.stack, subject.resource)):
            for variable in [v for environment in declared for v in environment.holding(client.resource)][:1]:
                owner = subject.stack.owner(variable.value.path, subject.resource)
                what = f"{owner} holds the ID of {client} as {variable.name} only"
                yield self.found(variable.value, what, f"Declare {' or '.join(names)}: !Ref {client.id}")
