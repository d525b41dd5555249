"""W9623: a hard-coded client ID differs per stage and dies with a replacement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._environment import client_variables
from cfn_upc_rules._rule import Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cfn_upc_rules._stack import Resource, Stack, View


class HardCodedClientId(UpcRule):
    """A variable that should refer to a client of the template holds a literal."""

    id = "W9623"
    shortdesc = "USER_POOL_CLIENT_ID is hard-coded"
    description = (
        "The template has a User Pool Client, but a literal stands in its place: it is another one in "
        "every stage, and is gone once the client is replaced"
    )
    source_url = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
        "aws-resource-cognito-userpoolclient.html#aws-resource-cognito-userpoolclient-return-values"
    )

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        """Return whatever has an environment."""
        return stack.computes

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look for literals under the accepted names."""
        clients = " or ".join(f"!Ref {client.id}" for client in subject.stack.clients[:3])
        for variable in client_variables(subject):
            if variable.value.text and not variable.value.empty:
                owner = subject.stack.owner(variable.value.path, subject.of)
                what = f"{variable.name} of {owner} holds the hard-coded ID '{variable.value.text}'"
                yield self.found(variable.value, what, f"Set it to {clients}")
