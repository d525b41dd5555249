from cfn_upc_rules._rule import REFERENCE, UNSAFE, Findings, UpcRule, View, developer_guide, put, unsafe


class TokenRevocationOff(UpcRule):
    """With EnableTokenRevocation: false a stolen refresh token works until it expires."""

    id = "W9684"
    shortdesc = "Token revocation is switched off"
    source_url = developer_guide("token-revocation")
    evidence = REFERENCE
    fixes = (UNSAFE,)
    properties = ("EnableTokenRevocation",)

    def judge(self, subject: View) -> Findings:
        switch = subject["EnableTokenRevocation"]
        if switch.boolean is False:
            what = f"{subject} does not let tokens be revoked"
            yield self.found(switch, what, "Switch it on", edit=unsafe(put(switch, True)))
