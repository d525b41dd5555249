from cfn_upc_rules._cognito.siblings import member, sibling_pool
from cfn_upc_rules._cognito.types import IDENTITY_PROVIDER
from cfn_upc_rules._rule import DEPLOYED, Findings, UpcRule, View, request

_THE_POOL_ITSELF = "COGNITO"


class UnknownProvider(UpcRule):
    """SupportedIdentityProviders names COGNITO and UserPoolIdentityProviders of the pool."""

    id = "E9650"
    shortdesc = "User Pool Client supports an identity provider that its pool does not have"
    source_url = request("CreateUserPoolClient", "SupportedIdentityProviders")
    answer = "The provider … does not exist for User Pool …"
    evidence = DEPLOYED
    properties = ("SupportedIdentityProviders",)

    def judge(self, subject: View) -> Findings:
        pool = sibling_pool(subject)
        if pool is None:
            return
        for item in subject["SupportedIdentityProviders"].each():
            name = item.text
            if name is None or name == _THE_POOL_ITSELF:
                continue
            if member(subject, pool, IDENTITY_PROVIDER, "ProviderName", name) is None:
                what = f"{subject} supports the identity provider '{name}', which {pool} does not have"
                instead = f"Add a UserPoolIdentityProvider of that name to '{pool.id}' and write its !Ref"
                yield self.found(item, what, instead)
