from cfn_upc_rules._cognito.siblings import sibling_pool
from cfn_upc_rules._cognito.sign_in import MANAGED, is_lite, needs_nothing
from cfn_upc_rules._cognito.types import BRANDING, DOMAIN
from cfn_upc_rules._cognito.words import entry
from cfn_upc_rules._rule import DEPLOYED, Findings, UpcRule, View, developer_guide


class LiteManagedLogin(UpcRule):
    """Managed login, which is version 2 of the sign-in pages, is for pools of the ESSENTIALS and PLUS tiers."""

    id = "E9702"
    shortdesc = "Managed login of a LITE User Pool"
    source_url = developer_guide("cognito-sign-in-feature-plans")
    types = (DOMAIN,)
    answer = "The following feature is not available for the LITE pricing tier configured: Managed Login Version 2"
    quote = "not available for the LITE"
    evidence = DEPLOYED
    properties = ("ManagedLoginVersion",)

    def judge(self, subject: View) -> Findings:
        version = subject["ManagedLoginVersion"]
        pool = sibling_pool(subject) if version.number == MANAGED else None
        if pool is not None and is_lite(pool):
            what = f"{subject} shows managed login, which LITE {pool} lacks"
            yield self.found(version, what, _instead(pool))


def _instead(pool: View) -> str:
    """Advise what brings no other finding: a style has no effect on version 1, and a client needs one on version 2."""
    tier, version = (entry(pool.stack, *pair) for pair in (("UserPoolTier", "ESSENTIALS"), ("ManagedLoginVersion", 1)))
    branded = bool(pool.stack.of_type(BRANDING))
    if needs_nothing(pool):
        return f"Set {tier}" if branded else f"Set {tier} or {version}"
    return f"Set {version}" + (" and drop the branding" if branded else "")
