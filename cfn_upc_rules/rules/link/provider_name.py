"""E9613: an identity pool knows a User Pool by its provider name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cfn_upc_rules._rule import DEPLOYED, Finding, UpcRule
from cfn_upc_rules._tables import POOL
from cfn_upc_rules._values import Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cfn_upc_rules._stack import Node, Resource, Stack, View

_START = "cognito-idp."
_PROVIDER_NAME = r"(?a)cognito-idp\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/[\w-]+_[0-9a-zA-Z]+"


class ProviderName(UpcRule):
    """`ProviderName` of an identity pool holds a User Pool in another form."""

    id = "E9613"
    shortdesc = "Identity pool names its User Pool by something that is no provider name"
    description = "CognitoIdentityProviders takes cognito-idp.<region>.amazonaws.com/<pool ID> as ProviderName"
    source_url = (
        "https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_CognitoIdentityProvider.html"
        "#CognitoIdentity-Type-CognitoIdentityProvider-ProviderName"
    )
    answer = "Invalid Cognito Identity Provider"
    evidence = DEPLOYED
    about = ("CognitoIdentityProviders",)

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        """Return the identity pools."""
        return stack.of_type("AWS::Cognito::IdentityPool")

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look at the form of each provider's name."""
        for provider in subject["CognitoIdentityProviders"].each():
            name = provider["ProviderName"]
            wrong = _wrong(name)
            if wrong:
                pool = name.resource if name.resource and name.resource.type == POOL else None
                written = f"!GetAtt {pool.id}.ProviderName" if pool else "!GetAtt of the pool's ProviderName"
                yield self.found(name, f"{subject} has {wrong} as a ProviderName", f"Write {written}")


def _wrong(name: Node) -> str:
    """Return what a provider name is known to be without being one, "" where it is one or can't be told."""
    if name.text is not None:
        return "" if re.fullmatch(_PROVIDER_NAME, name.text) else f"'{name.text}'"
    if isinstance(name.value, Text):
        start = name.value.start
        return "" if start.startswith(_START) or _START.startswith(start) else f"a text that begins with '{start}'"
    if name.resource is None or name.opaque:
        return ""
    if name.resource.type != POOL:
        return str(name.resource)
    if name.attribute == "ProviderName":
        return ""
    return f"the {name.attribute or 'ID'} of {name.resource}"
