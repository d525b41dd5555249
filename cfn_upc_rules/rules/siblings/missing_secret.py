"""W9656: a client without a secret has none to give."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._places import references_to
from cfn_upc_rules._rule import SCHEMA, Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View


class MissingSecret(UpcRule):
    """Something takes `ClientSecret` of a client that has no secret."""

    id = "W9656"
    shortdesc = "ClientSecret of a User Pool Client without a secret"
    description = "A client has a secret only where GenerateSecret is true"
    source_url = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
        "aws-resource-cognito-userpoolclient.html#cfn-cognito-userpoolclient-generatesecret"
    )
    evidence = SCHEMA

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look for references to the secret, in resources and outputs."""
        if subject["GenerateSecret"].off:
            for owner, path in references_to(subject, "ClientSecret"):
                what = f"{owner} takes the ClientSecret of {subject}, which has none"
                yield self.found(path, what, f"Set GenerateSecret of '{subject.id}' to true, or do without")
