from cfn_upc_rules._cognito.siblings import sibling_pool
from cfn_upc_rules._cognito.sign_in import is_lite
from cfn_upc_rules._rule import REFERENCE, Findings, UpcRule, View, developer_guide


class LitePool(UpcRule):
    """The client uses ALLOW_USER_AUTH or refresh token rotation, and the UserPoolTier of its pool is LITE."""

    id = "W9648"
    shortdesc = "Feature that a LITE User Pool does not have"
    source_url = developer_guide("cognito-sign-in-feature-plans")
    evidence = REFERENCE
    properties = ("ExplicitAuthFlows", "RefreshTokenRotation")

    def judge(self, subject: View) -> Findings:
        choice = subject["ExplicitAuthFlows"].find_text("ALLOW_USER_AUTH")
        feature = subject.at("RefreshTokenRotation", "Feature")
        used = [(choice, "ALLOW_USER_AUTH")] if choice is not None else []
        used += [(feature, "refresh token rotation")] if feature.text == "ENABLED" else []
        pool = sibling_pool(subject) if used else None
        if pool is not None and is_lite(pool):
            for node, name in used:
                what = f"{subject} uses {name}, which the LITE tier of {pool} lacks"
                yield self.found(node, what, "Set UserPoolTier: ESSENTIALS")
