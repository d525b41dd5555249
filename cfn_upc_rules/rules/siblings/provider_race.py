from cfn_upc_rules._cognito.siblings import member, sibling_pool
from cfn_upc_rules._cognito.types import IDENTITY_PROVIDER
from cfn_upc_rules._cognito.words import waiting
from cfn_upc_rules._rule import REPORTED, SAFE, Findings, UpcRule, View, safe, template_reference, wait_for


class ProviderRace(UpcRule):
    """CloudFormation makes the client and the provider at the same time unless the client refers to the provider or
    depends on it.
    """

    id = "W9651"
    shortdesc = "User Pool Client does not wait for its identity provider"
    source_url = template_reference("aws-attribute-dependson")
    answer = "The provider … does not exist for User Pool …"
    quote = "does not exist"
    evidence = REPORTED
    fixes = (SAFE,)
    properties = ("SupportedIdentityProviders",)

    def judge(self, subject: View) -> Findings:
        pool = sibling_pool(subject)
        if pool is None:
            return
        for item in subject["SupportedIdentityProviders"].each():
            name = item.text or ""
            provider = member(subject, pool, IDENTITY_PROVIDER, "ProviderName", name)
            if (
                name
                and isinstance(provider, View)
                and not subject.stack.depends_on(subject.resource, provider.resource)
            ):
                what = f"{subject} does not wait for the provider '{name}'"
                is_free = not subject.stack.depends_on(provider.resource, subject.resource)
                edit = safe(wait_for(subject.id, provider.id)) if is_free else None
                yield self.found(item, what, waiting(provider), edit=edit)
