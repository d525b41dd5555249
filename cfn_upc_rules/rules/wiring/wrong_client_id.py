"""E9622: `USER_POOL_CLIENT_ID` must hold the ID of a client."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._environment import client_variables
from cfn_upc_rules._rule import SCHEMA, Finding, UpcRule
from cfn_upc_rules._tables import CLIENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cfn_upc_rules._stack import Node, Resource, Stack, View


class WrongClientId(UpcRule):
    """A variable that should hold a client's ID holds something else."""

    id = "E9622"
    shortdesc = "USER_POOL_CLIENT_ID does not hold the ID of a User Pool Client"
    description = "The value is empty, another resource, or an attribute of the client that is not its ID"
    source_url = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
        "aws-resource-cognito-userpoolclient.html#aws-resource-cognito-userpoolclient-return-values"
    )
    evidence = SCHEMA

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        """Return whatever has an environment."""
        return stack.computes

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look at the variables of the accepted names."""
        clients = " or ".join(f"!Ref {client.id}" for client in subject.stack.clients[:3])
        for variable in client_variables(subject):
            wrong = _wrong(variable.value)
            if wrong:
                owner = subject.stack.owner(variable.value.path, subject.of)
                what = f"{variable.name} of {owner} {wrong}"
                yield self.found(variable.value, what, f"Set it to {clients}")


def _wrong(value: Node) -> str:
    """Return what is wrong with a value that should be a client's ID, "" where nothing is known to be."""
    if value.empty:
        return "is empty"
    resource = value.resource
    if resource is None or value.opaque:
        return ""
    if resource.type != CLIENT:
        return f"holds {value.value}, which is {resource} and no User Pool Client"
    if value.attribute in ("ClientSecret", "Name"):
        return f"holds the {value.attribute} of {resource}, not its ID"
    return ""
