from cfn_upc_rules._cognito.slots import pool_of
from cfn_upc_rules._cognito.types import IDENTITY_POOL
from cfn_upc_rules._cognito.words import written
from cfn_upc_rules._cognito.wrong_ids import wrong_provider_name
from cfn_upc_rules._rule import DEPLOYED, SAFE, Findings, UpcRule, View, put, safe
from cfn_upc_rules._template.values import Reference


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
            wrong = wrong_provider_name(subject.stack, name)
            if wrong:
                pool = pool_of(subject.stack, name)
                value = Reference(pool.id if pool else "<pool>", "ProviderName")
                edit = None if pool is None else safe(put(name, value))
                yield self.found(name, f"ProviderName is {wrong}", f"Write {written(subject.stack, value)}", edit=edit)
