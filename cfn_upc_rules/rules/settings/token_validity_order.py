"""E9641: a refresh token outlives what it refreshes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import DEPLOYED, Finding, UpcRule
from cfn_upc_rules._token_validity import ACCESS, ID, REFRESH, validity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View


class TokenValidityOrder(UpcRule):
    """Access and ID tokens expire no later than the refresh token."""

    id = "E9641"
    shortdesc = "Access or ID token outlives the refresh token"
    description = "AccessTokenValidity and IdTokenValidity must not exceed RefreshTokenValidity (default 30 days)"
    source_url = (
        "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/"
        "API_CreateUserPoolClient.html#CognitoUserPools-CreateUserPoolClient-request-RefreshTokenValidity"
    )
    answer = "Access and Id Token expiration times must be less than or equal to refresh token expiration times."
    evidence = DEPLOYED
    about = (ACCESS.key, ID.key, REFRESH.key)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Compare the tokens, each in its unit; of a refresh token outside of its range E9640 speaks."""
        refresh = validity(subject, REFRESH)
        if refresh is None or not refresh.within(REFRESH):
            return
        for token in (ACCESS, ID):
            valid = validity(subject, token)
            if valid is not None and valid.seconds > refresh.seconds:
                place = refresh.node if valid.node.absent else valid.node
                what = f"{subject} has {token.key} {valid.said}, longer than RefreshTokenValidity {refresh.said}"
                yield self.found(place, what, f"Shorten {token.key}, or lengthen RefreshTokenValidity")
