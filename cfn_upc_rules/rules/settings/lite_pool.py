"""W9648: some features of a client need a pool above the Lite plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import REFERENCE, Finding, UpcRule
from cfn_upc_rules._siblings import sibling_pool

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View


class LitePool(UpcRule):
    """`ALLOW_USER_AUTH` and refresh token rotation need another tier than `LITE`."""

    id = "W9648"
    shortdesc = "Feature that a LITE User Pool does not have"
    description = "The client uses ALLOW_USER_AUTH or refresh token rotation, and the UserPoolTier of its pool is LITE"
    source_url = "https://docs.aws.amazon.com/cognito/latest/developerguide/cognito-sign-in-feature-plans.html"
    evidence = REFERENCE
    about = ("ExplicitAuthFlows", "RefreshTokenRotation")

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look at the features first, then at the pool."""
        choice = subject["ExplicitAuthFlows"].find_text("ALLOW_USER_AUTH")
        feature = subject.at("RefreshTokenRotation", "Feature")
        used = [(choice, "ALLOW_USER_AUTH")] if choice is not None else []
        used += [(feature, "refresh token rotation")] if feature.text == "ENABLED" else []
        pool = sibling_pool(subject) if used else None
        if pool is not None and pool["UserPoolTier"].text == "LITE":
            for node, name in used:
                what = f"{subject} uses {name}, which is not in the LITE tier of its pool '{pool.id}'"
                yield self.found(node, what, "Set the pool's UserPoolTier to ESSENTIALS or PLUS")
