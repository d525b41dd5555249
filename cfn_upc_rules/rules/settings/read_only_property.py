"""W9649: what only Cognito can say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import SCHEMA, Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View

_INSTEAD = {
    "ClientId": "Remove it: Cognito makes the ID, and Ref returns it",
    "ClientSecret": "Remove it: with GenerateSecret true, Cognito makes the secret",
    "Name": "Use ClientName",
}


class ReadOnlyProperty(UpcRule):
    """A property that is only there to be read is not written."""

    id = "W9649"
    shortdesc = "Read-only property of a User Pool Client is written"
    description = (
        "ClientId, ClientSecret and Name are attributes of a client; CloudFormation does not send them to Cognito"
    )
    source_url = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
        "aws-resource-cognito-userpoolclient.html"
    )
    evidence = SCHEMA
    about = tuple(_INSTEAD)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look for the read-only properties."""
        for name, instead in _INSTEAD.items():
            if not subject[name].absent:
                yield self.found(subject[name], f"{subject} sets {name}, which is read-only", instead)
