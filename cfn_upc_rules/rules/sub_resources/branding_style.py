from cfn_upc_rules._cognito.types import BRANDING
from cfn_upc_rules._rule import DEPLOYED, Findings, UpcRule, View, api


class BrandingStyle(UpcRule):
    """ManagedLoginBranding has either UseCognitoProvidedValues: true or Settings."""

    id = "E9660"
    shortdesc = "Managed login branding has both styles, or none"
    source_url = api("CreateManagedLoginBranding")
    types = (BRANDING,)
    answer = "useCognitoProvidedValues or settings should be specified (but not both)"
    evidence = DEPLOYED

    def judge(self, subject: View) -> Findings:
        provided, settings = subject["UseCognitoProvidedValues"], subject["Settings"]
        if provided.on and not settings.empty:
            what = f"{subject} has Settings beside UseCognitoProvidedValues: true"
            yield self.found(settings, what, "Take one of them out")
        if provided.off and settings.absent:
            what = f"{subject} has neither UseCognitoProvidedValues: true nor Settings"
            yield self.found(provided, what, "Set UseCognitoProvidedValues to true, or add Settings")
