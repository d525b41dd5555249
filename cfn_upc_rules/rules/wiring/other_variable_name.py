"""W9621: the client's ID is handed over under the name of the convention."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from cfn_upc_rules._environment import accepted_names, environments, wired_clients, wired_computes
from cfn_upc_rules._rule import Finding, UpcRule
from cfn_upc_rules._tables import ACCEPTED_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cfn_upc_rules._stack import Resource, Stack, View


class OtherVariableName(UpcRule):
    """The environment holds the client, under other names only."""

    id = "W9621"
    shortdesc = "Client ID is in the environment under another name than USER_POOL_CLIENT_ID"
    description = "A compute finds the ID of its User Pool Client in USER_POOL_CLIENT_ID, or a name the team chose"
    source_url = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
        "aws-resource-cognito-userpoolclient.html#aws-resource-cognito-userpoolclient-return-values"
    )
    options: ClassVar[dict[str, dict[str, Any]]] = {
        "variables": {
            "default": [ACCEPTED_NAME],
            "type": "list",
            "itemtype": "string",
            "description": "The names that may hold a client's ID; W9620, E9622, W9623 and E9612 go by it, too.",
        },
    }

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        """Return the computes that are wired to a client."""
        return wired_computes(stack)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look for the clients under names that are not accepted."""
        names = accepted_names(subject.stack)
        places = environments(subject)
        if any(place.unknown or place.named(*names) for place in places):
            return
        for client in subject.each_of(wired_clients(subject.stack, subject.of)):
            for variable in [v for place in places for v in place.holding(client.of)][:1]:
                owner = subject.stack.owner(variable.value.path, subject.of)
                what = f"{owner} holds the ID of {client} as {variable.name} only"
                yield self.found(variable.value, what, f"Declare {' or '.join(names)}: !Ref {client.id}")
