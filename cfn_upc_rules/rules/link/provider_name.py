from cfn_upc_rules._cognito.types import IDENTITY_POOL, POOL
from cfn_upc_rules._cognito.words import get_att
from cfn_upc_rules._cognito.wrong_ids import wrong_provider_name
from cfn_upc_rules._rule import DEPLOYED, Findings, UpcRule, View


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
    properties = ("CognitoIdentityProviders",)

    def judge(self, subject: View) -> Findings:
        for provider in subject["CognitoIdentityProviders"].each():
            name = provider["ProviderName"]
            wrong = wrong_provider_name(subject.stack, name)
            if wrong:
                pool = name.target if name.target and name.target.type == POOL else None
                written = get_att(subject.stack, pool.id if pool else "<pool>", "ProviderName")
                yield self.found(name, f"ProviderName is {wrong}", f"Write {written}")
