import re

from cfn_upc_rules._cognito.types import IDENTITY_POOL, POOL
from cfn_upc_rules._rule import DEPLOYED, Findings, Node, UpcRule, View
from cfn_upc_rules._template.values import Text

_START = "cognito-idp."
_PROVIDER_NAME = r"(?a)cognito-idp\.[a-z0-9-]+\.amazonaws\.com(\.cn)?/[\w-]+_[0-9a-zA-Z]+"


class ProviderName(UpcRule):
    """CognitoIdentityProviders takes cognito-idp.<region>.amazonaws.com/<pool ID> as ProviderName."""

    id = "E9613"
    shortdesc = "Identity pool names its User Pool by something that is no provider name"
    source_url = (
        "https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_CognitoIdentityProvider.html"
        "#CognitoIdentity-Type-CognitoIdentityProvider-ProviderName"
    )
    types = (IDENTITY_POOL,)
    answer = "Invalid Cognito Identity Provider"
    evidence = DEPLOYED
    properties = ("CognitoIdentityProviders",)

    def judge(self, subject: View) -> Findings:
        for provider in subject["CognitoIdentityProviders"].each():
            name = provider["ProviderName"]
            wrong = _wrong(name)
            if wrong:
                pool = name.target if name.target and name.target.type == POOL else None
                written = f"!GetAtt {pool.id}.ProviderName" if pool else "!GetAtt of the pool's ProviderName"
                yield self.found(name, f"{subject} has {wrong} as a ProviderName", f"Write {written}")


def _wrong(name: Node) -> str:
    """Return what a provider name is known to be without being one, "" where it is one or can't be told."""
    if name.text is not None:
        return "" if re.fullmatch(_PROVIDER_NAME, name.text) else f"'{name.text}'"
    if isinstance(name.value, Text):
        start = name.value.start
        return "" if start.startswith(_START) or _START.startswith(start) else f"a text that begins with '{start}'"
    if name.target is None or name.opaque:
        return ""
    if name.target.type != POOL:
        return str(name.target)
    if name.attribute == "ProviderName":
        return ""
    return f"the {name.attribute or 'ID'} of {name.target}"
