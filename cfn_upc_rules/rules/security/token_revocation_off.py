"""W9684: tokens that nobody can revoke."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import REFERENCE, Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View


class TokenRevocationOff(UpcRule):
    """`EnableTokenRevocation` is not switched off."""

    id = "W9684"
    shortdesc = "Token revocation is switched off"
    description = "With EnableTokenRevocation: false a stolen refresh token works until it expires"
    source_url = "https://docs.aws.amazon.com/cognito/latest/developerguide/token-revocation.html"
    evidence = REFERENCE
    about = ("EnableTokenRevocation",)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look at the switch; it is on by default."""
        switch = subject["EnableTokenRevocation"]
        if switch.boolean is False:
            what = f"{subject} switches token revocation off: a stolen refresh token works until it expires"
            yield self.found(switch, what, "Remove EnableTokenRevocation, or set it to true")
