from cfn_upc_rules._cognito.token_validity import ACCESS, ID, REFRESH, validity
from cfn_upc_rules._rule import DEPLOYED, Findings, UpcRule, View, request


class TokenValidityOrder(UpcRule):
    """AccessTokenValidity and IdTokenValidity must not exceed RefreshTokenValidity (default 30 days)."""

    id = "E9641"
    shortdesc = "Access or ID token outlives the refresh token"
    source_url = request("CreateUserPoolClient", "RefreshTokenValidity")
    answer = "Access and Id Token expiration times must be less than or equal to refresh token expiration times."
    quote = "less than or equal to refresh token"
    evidence = DEPLOYED
    properties = (ACCESS.key, ID.key, REFRESH.key)

    def judge(self, subject: View) -> Findings:
        refresh = validity(subject, REFRESH)
        if refresh is None or not refresh.within(REFRESH):
            return
        for token in (ACCESS, ID):
            valid = validity(subject, token)
            if valid is not None and valid.within(token) and valid.seconds > refresh.seconds:
                shown = refresh.node if valid.node.absent else valid.node
                what = f"{token.key} of {subject} is {valid.said}, the refresh token's {refresh.said}"
                yield self.found(shown, what, "Shorten it")
