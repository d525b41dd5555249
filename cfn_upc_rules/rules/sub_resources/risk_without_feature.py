from cfn_upc_rules._cognito.siblings import made_elsewhere, sibling_pool
from cfn_upc_rules._cognito.types import RISK_CONFIGURATION
from cfn_upc_rules._cognito.words import entry
from cfn_upc_rules._rule import REFERENCE, Findings, UpcRule, View, api

_BELOW_PLUS = ("LITE", "ESSENTIALS")


class RiskWithoutFeature(UpcRule):
    """A risk configuration needs a User Pool of the PLUS tier with threat protection, AUDIT or ENFORCED."""

    id = "W9668"
    shortdesc = "Risk configuration of a User Pool without threat protection"
    source_url = api("SetRiskConfiguration")
    types = (RISK_CONFIGURATION,)
    answer = "UserPoolAddOnNotEnabledException"
    evidence = REFERENCE

    def judge(self, subject: View) -> Findings:
        pool = sibling_pool(subject)
        if pool is None or made_elsewhere(subject, pool):
            return
        tier, mode = pool["UserPoolTier"], pool.at("UserPoolAddOns", "AdvancedSecurityMode")
        # An absent tier is the account's own default: nobody can tell.
        if tier.opaque or mode.opaque:
            return
        stack, missing = subject.stack, []
        if tier.text in _BELOW_PLUS:
            missing.append(entry(stack, "UserPoolTier", "PLUS"))
        if mode.absent or mode.text == "OFF":
            missing.append(entry(stack, "AdvancedSecurityMode", "ENFORCED"))
        if missing:
            lacks = "is of the tier " + str(tier.text) if tier.text in _BELOW_PLUS else "has no threat protection"
            what = f"{subject} sets the risks of {pool}, which {lacks}"
            yield self.found(subject["UserPoolId"], what, f"Set {' and '.join(missing)} there")
