"""W9651: a provider that is named by literal may not exist yet when the client is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import REPORTED, Finding, UpcRule
from cfn_upc_rules._siblings import IDENTITY_PROVIDER, member, sibling_pool
from cfn_upc_rules._stack import View

if TYPE_CHECKING:
    from collections.abc import Iterator


class ProviderRace(UpcRule):
    """`SupportedIdentityProviders` names a provider of the template, and the client does not wait for it."""

    id = "W9651"
    shortdesc = "User Pool Client does not wait for its identity provider"
    description = (
        "CloudFormation makes the client and the provider at the same time unless the client refers to the "
        "provider or depends on it"
    )
    source_url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html"
    answer = "The provider … does not exist for User Pool …"
    evidence = REPORTED
    about = ("SupportedIdentityProviders",)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look for a reference or dependency of the client to each provider it names."""
        pool = sibling_pool(subject)
        if pool is None:
            return
        for item in subject["SupportedIdentityProviders"].each():
            name = item.text or ""
            provider = member(subject, pool, IDENTITY_PROVIDER, "ProviderName", name)
            if name and isinstance(provider, View) and not subject.stack.depends_on(subject.of, provider.of):
                what = f"{subject} names the identity provider '{name}' and does not wait for '{provider.id}'"
                yield self.found(item, f"{what}, which may be made later", f"Write !Ref {provider.id}")
