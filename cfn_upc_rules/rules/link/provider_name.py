import re

from cfn_upc_rules._cognito.slots import pool_of
from cfn_upc_rules._cognito.types import IDENTITY_POOL, POOL
from cfn_upc_rules._cognito.words import written
from cfn_upc_rules._rule import DEPLOYED, SAFE, Findings, Node, Stack, UpcRule, View, put, safe
from cfn_upc_rules._template.values import Reference, Text

_START = "cognito-idp."
# The DNS suffixes of all partitions: amazonaws.com, amazonaws.com.cn, amazonaws.eu, and those of the isolated ones.
_SUFFIXES = r"amazonaws\.(?:com(?:\.cn)?|eu)|c2s\.ic\.gov|sc2s\.sgov\.gov|csp\.hci\.ic\.gov|cloud\.adc-e\.uk"
_PROVIDER_NAME = rf"(?a)cognito-idp\.[a-z0-9-]+\.(?:{_SUFFIXES})/[\w-]+_[0-9a-zA-Z]+"


class ProviderName(UpcRule):
    """CognitoIdentityProviders takes cognito-idp.<region>.<DNS suffix>/<pool ID> as ProviderName."""

    id = "E9613"
    shortdesc = "Identity pool names its User Pool by something that is no provider name"
    source_url = (
        "https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_CognitoIdentityProvider.html"
        "#CognitoIdentity-Type-CognitoIdentityProvider-ProviderName"
    )
    types = (IDENTITY_POOL,)
    answer = "Invalid Cognito Identity Provider"
    evidence = DEPLOYED
    fixes = (SAFE,)
    properties = ("CognitoIdentityProviders",)

    def judge(self, subject: View) -> Findings:
        for provider in subject["CognitoIdentityProviders"].each():
            name = provider["ProviderName"]
            wrong = _wrong(subject.stack, name)
            if wrong:
                pool = pool_of(subject.stack, name)
                value = Reference(pool.id if pool else "<pool>", "ProviderName")
                edit = None if pool is None else safe(put(name, value))
                yield self.found(name, f"ProviderName is {wrong}", f"Write {written(subject.stack, value)}", edit=edit)


def _wrong(stack: Stack, name: Node) -> str:
    """Return what a provider name is known to be without being one, "" where it is one or can't be told."""
    if name.text is not None:
        return "" if re.fullmatch(_PROVIDER_NAME, name.text) else f"'{name.text}'"
    if isinstance(name.value, Text):
        return _wrong_text(stack, name.value)
    if name.target is None or name.opaque:
        return ""
    if name.target.type != POOL:
        return str(name.target)
    if name.attribute == "ProviderName":
        return ""
    return f"the {name.attribute or 'ID'} of {name.target}"


def _wrong_text(stack: Stack, text: Text) -> str:
    """Return what is wrong with a text that is partly known: its beginning, or the form of the pool at its end."""
    start, end = text.start, text.parts[-1]
    if not (start.startswith(_START) or _START.startswith(start)):
        return f"a text that begins with '{start}'"
    target = stack.resources.get(end.target) if isinstance(end, Reference) else None
    if isinstance(end, Reference) and target is not None and target.type == POOL and start:
        before = text.parts[-2]
        if end.attribute not in ("", "UserPoolId") or not (isinstance(before, str) and before.endswith("/")):
            return f"a text that ends in the {end.attribute or 'ID'} of {target}, not in /<pool ID>"
    return ""
