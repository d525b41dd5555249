"""E9650: a client can only support identity providers that its pool has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import DEPLOYED, Finding, UpcRule
from cfn_upc_rules._siblings import IDENTITY_PROVIDER, member, sibling_pool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View

_THE_POOL_ITSELF = "COGNITO"


class UnknownProvider(UpcRule):
    """`SupportedIdentityProviders` names a provider that no resource of the template adds to the pool."""

    id = "E9650"
    shortdesc = "User Pool Client supports an identity provider that its pool does not have"
    description = "SupportedIdentityProviders names COGNITO and UserPoolIdentityProviders of the pool"
    source_url = (
        "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html"
        "#CognitoUserPools-CreateUserPoolClient-request-SupportedIdentityProviders"
    )
    answer = "The provider … does not exist for User Pool …"
    evidence = DEPLOYED
    about = ("SupportedIdentityProviders",)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look for each provider among those of the client's pool."""
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
