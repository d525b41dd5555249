"""W9620: a compute that is wired to a client must hold the client's ID."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._edge import edge_functions
from cfn_upc_rules._environment import (
    accepted_names,
    client_variables,
    environments,
    holds,
    wired_clients,
    wired_computes,
)
from cfn_upc_rules._rule import Finding, UpcRule
from cfn_upc_rules._tables import CLIENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cfn_upc_rules._environment import Variable
    from cfn_upc_rules._stack import Resource, Stack, View


class MissingClientId(UpcRule):
    """A compute refers to a client, and none of its variables holds the client."""

    id = "W9620"
    shortdesc = "Compute wired to a User Pool Client does not declare USER_POOL_CLIENT_ID"
    description = (
        "A Function, Docker Task or Edge Function that is wired to a User Pool Client declares "
        "USER_POOL_CLIENT_ID in its environment"
    )
    source_url = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
        "aws-resource-cognito-userpoolclient.html#aws-resource-cognito-userpoolclient-return-values"
    )

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        """Return the computes that are wired; one at the edge has no environment."""
        edge = edge_functions(stack)
        return [compute for compute in wired_computes(stack) if compute.id not in edge]

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look for the client in the environments of the compute."""
        name = accepted_names(subject.stack)[0]
        for client in subject.each_of(wired_clients(subject.stack, subject.of)):
            if subject.stack.depends_on(client.of, subject.of):
                continue  # the variable would close a cycle
            places = environments(subject)
            if any(place.unknown or place.mentioning(client.of) for place in places):
                continue
            if all(_holds_a_client(variable) for variable in client_variables(subject)):
                at = places[0].node if places else subject["ContainerDefinitions"]
                what = f"{subject} is wired to {client} and its environment does not hold the client's ID"
                yield self.found((*at.path, name), what, f"Declare {name}: !Ref {client.id}")


def _holds_a_client(variable: Variable) -> bool:
    """Return whether a variable holds some other client; of anything else E9622 and W9623 speak."""
    resource = variable.value.resource
    return resource is not None and resource.type == CLIENT and holds(variable.value, resource)
