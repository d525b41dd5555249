from cfn_upc_rules._rule import REFERENCE, Findings, UpcRule, View, api


class RotationWithoutFeature(UpcRule):
    """RefreshTokenRotation does not say whether rotation is ENABLED or DISABLED."""

    id = "W9644"
    shortdesc = "RefreshTokenRotation without Feature"
    source_url = api("RefreshTokenRotationType")
    evidence = REFERENCE
    properties = ("RefreshTokenRotation",)

    def judge(self, subject: View) -> Findings:
        rotation = subject["RefreshTokenRotation"]
        if isinstance(rotation.value, dict) and rotation["Feature"].empty:
            what = f"RefreshTokenRotation of {subject} has no Feature, which the API requires"
            yield self.found(rotation, what, "Set Feature to ENABLED or DISABLED")
