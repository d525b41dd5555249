"""E9640: how long a token may be valid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import DEPLOYED, Finding, UpcRule
from cfn_upc_rules._token_validity import ACCESS, ID, REFRESH, validity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View


class TokenValidityRange(UpcRule):
    """A token validity lies in its range, in whatever unit."""

    id = "E9640"
    shortdesc = "Token validity is outside its range"
    description = "Access and ID tokens are valid for 5 minutes to 1 day, refresh tokens for 60 minutes to 10 years"
    source_url = (
        "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_TokenValidityUnitsType.html"
    )
    answer = "Invalid range for token validity."
    evidence = DEPLOYED
    about = (ACCESS.key, ID.key, REFRESH.key)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look at each token's value in its unit."""
        for token in (ACCESS, ID, REFRESH):
            valid = validity(subject, token)
            if valid is not None and not valid.within(token):
                what = f"{subject} sets {token.key} to {valid.said}, outside of {token.range_said}"
                unit = f"its unit is TokenValidityUnits.{token.name} (default {token.unit})"
                yield self.found(valid.node, what, f"Keep {token.key} within {token.range_said}; {unit}")
