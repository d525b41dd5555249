from cfn_upc_rules._cognito.siblings import belongs, made_elsewhere, possible_members, sibling_pool
from cfn_upc_rules._cognito.types import DOMAIN, UI_CUSTOMIZATION
from cfn_upc_rules._cognito.words import waiting
from cfn_upc_rules._rule import REPORTED, SAFE, Findings, UpcRule, View, api, safe, wait_for


class CustomizationRace(UpcRule):
    """UserPoolUICustomizationAttachment waits for the UserPoolDomain of its pool only where it depends on it."""

    id = "W9667"
    shortdesc = "UI customization does not wait for the domain of its User Pool"
    source_url = api("SetUICustomization")
    types = (UI_CUSTOMIZATION,)
    answer = "There has to be an existing domain associated with this user pool."
    quote = "has to be an existing domain"
    evidence = REPORTED
    fixes = (SAFE,)

    def judge(self, subject: View) -> Findings:
        pool, stack = sibling_pool(subject), subject.stack
        if pool is None or made_elsewhere(subject, pool):
            return
        domains = list(possible_members(subject, pool, DOMAIN))
        if any(stack.depends_on(subject.resource, domain.resource) for domain in domains):
            return
        # Where the domain may be absent E9661 speaks; and nothing should depend on what may not be there.
        late = [domain for domain in domains if domain.resource.condition in ("", subject.resource.condition)]
        late = [domain for domain in late if not stack.depends_on(domain.resource, subject.resource)]
        first = next((domain for domain in late if belongs(domain, pool)), None)
        if first is not None:
            what = f"{subject} does not wait for {first}, the domain of {pool}"
            edit = safe(wait_for(subject.id, first.id))
            yield self.found(subject["UserPoolId"], what, waiting(first), edit=edit)
