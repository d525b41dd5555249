"""E9643: rotation replaces `ALLOW_REFRESH_TOKEN_AUTH`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._auth_flows import REFRESH_FLOW
from cfn_upc_rules._rule import REPORTED, Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View


class RotationWithRefreshFlow(UpcRule):
    """A client that rotates refresh tokens does not list `ALLOW_REFRESH_TOKEN_AUTH`."""

    id = "E9643"
    shortdesc = "ALLOW_REFRESH_TOKEN_AUTH with refresh token rotation"
    description = "RefreshTokenRotation is ENABLED, and ExplicitAuthFlows lists ALLOW_REFRESH_TOKEN_AUTH"
    source_url = (
        "https://docs.aws.amazon.com/cognito/latest/developerguide/"
        "amazon-cognito-user-pools-using-the-refresh-token.html"
    )
    answer = "ALLOW_REFRESH_TOKEN_AUTH is not a permitted ExplicitAuthFlow when refresh token rotation is enabled"
    evidence = REPORTED
    about = ("RefreshTokenRotation",)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look at rotation and flows together."""
        if subject.at("RefreshTokenRotation", "Feature").text != "ENABLED":
            return
        flow = subject["ExplicitAuthFlows"].find_text(REFRESH_FLOW)
        if flow is not None:
            what = f"{subject} rotates refresh tokens and allows {REFRESH_FLOW}"
            yield self.found(flow, what, "Remove it, and refresh with GetTokensFromRefreshToken")
