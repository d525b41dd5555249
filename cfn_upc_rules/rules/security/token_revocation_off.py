from cfn_upc_rules._rule import REFERENCE, Findings, UpcRule, View, developer_guide


class TokenRevocationOff(UpcRule):
    """With EnableTokenRevocation: false a stolen refresh token works until it expires."""

    id = "W9684"
    shortdesc = "Token revocation is switched off"
    source_url = developer_guide("token-revocation")
    evidence = REFERENCE
    properties = ("EnableTokenRevocation",)

    def judge(self, subject: View) -> Findings:
        switch = subject["EnableTokenRevocation"]
        if switch.boolean is False:
            what = f"{subject} switches token revocation off: a stolen refresh token works until it expires"
            yield self.found(switch, what, "Remove EnableTokenRevocation, or set it to true")
