from cfn_upc_rules._cognito.siblings import made_elsewhere, possible_members, sibling_pool
from cfn_upc_rules._cognito.types import DOMAIN, UI_CUSTOMIZATION
from cfn_upc_rules._rule import DEPLOYED, Findings, UpcRule, View, api


class CustomizationWithoutDomain(UpcRule):
    """UserPoolUICustomizationAttachment needs a UserPoolDomain of the same pool."""

    id = "E9661"
    shortdesc = "UI customization of a User Pool without a domain"
    source_url = api("SetUICustomization")
    types = (UI_CUSTOMIZATION,)
    answer = "There has to be an existing domain associated with this user pool."
    quote = "has to be an existing domain"
    evidence = DEPLOYED

    def judge(self, subject: View) -> Findings:
        pool = sibling_pool(subject)
        if pool is None or made_elsewhere(subject, pool):
            return
        if next(possible_members(subject, pool, DOMAIN), None) is None:
            what = f"{subject} styles {pool}, which has no domain"
            yield self.found(subject["UserPoolId"], what, "Add a UserPoolDomain")
