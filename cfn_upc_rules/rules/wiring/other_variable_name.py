from typing import ClassVar

from cfn_upc_rules._cognito.environments import accepted_names, environments, wired_clients, wired_computes
from cfn_upc_rules._cognito.types import ACCEPTED_NAME, DECLARING
from cfn_upc_rules._cognito.words import ref
from cfn_upc_rules._rule import (
    CONVENTION,
    Finding,
    Findings,
    Iterator,
    Options,
    Resource,
    Sequence,
    Stack,
    UpcRule,
    View,
    property_page,
)


class OtherVariableName(UpcRule):
    """A compute finds the ID of its User Pool Client in USER_POOL_CLIENT_ID, or a name the team chose."""

    id = "W9621"
    shortdesc = "Client ID is in the environment under another name than USER_POOL_CLIENT_ID"
    source_url = property_page("aws-resource-cognito-userpoolclient-return-values")
    evidence = CONVENTION
    types = DECLARING
    options: ClassVar[Options] = {
        "variables": {
            "default": [ACCEPTED_NAME],
            "type": "list",
            "itemtype": "string",
            "description": (
                "The names that may hold a client's ID; W9619, W9620, E9622, W9623, I9624, W9627, E9730 "
                "and W9732 go by it, too."
            ),
        },
    }

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        return [] if stack.is_synthesised else wired_computes(stack)

    def judge(self, subject: View) -> Findings:
        names = accepted_names(subject.stack)
        declared = environments(subject)
        if any(environment.unknown or environment.named(*names) for environment in declared):
            return
        for client in subject.each_of(wired_clients(subject.stack, subject.resource)):
            for variable in [v for environment in declared for v in environment.holding(client.resource)][:1]:
                owner = subject.stack.owner(variable.value.path, subject.resource)
                what = f"{owner} holds {client} as {variable.name} only"
                instead = f"Declare {names[0]}: {ref(subject.stack, client.id)}"
                yield self.found(variable.value, what, f"{instead}, or set variables: [{variable.name}]")

    def findings(self, stack: Stack) -> Iterator[tuple[Finding, str]]:
        """Yield one finding for each name: the code of a team reads the same one everywhere."""
        by_name: dict[str, list[tuple[Finding, str]]] = {}
        for finding, when in super().findings(stack):
            by_name.setdefault(finding.instead.rpartition("[")[2], []).append((finding, when))
        for found in by_name.values():
            first, when = found[0]
            more = len({finding.path[:2] for finding, _ in found}) - 1
            said = f", as {more} more {'do' if more > 1 else 'does'}" if more else ""
            yield first._replace(what=f"{first.what}{said}"), when
