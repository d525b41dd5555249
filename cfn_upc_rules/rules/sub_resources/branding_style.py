from cfn_upc_rules._cognito.types import BRANDING
from cfn_upc_rules._cognito.words import entry
from cfn_upc_rules._rule import DEPLOYED, SAFE, UNSAFE, Findings, UpcRule, View, api, put, safe, take_out, unsafe


class BrandingStyle(UpcRule):
    """ManagedLoginBranding has either UseCognitoProvidedValues: true or Settings."""

    id = "E9660"
    shortdesc = "Managed login branding has both styles, or none"
    source_url = api("CreateManagedLoginBranding")
    types = (BRANDING,)
    answer = "useCognitoProvidedValues or settings should be specified (but not both)"
    quote = "(but not both)"
    evidence = DEPLOYED
    fixes = (SAFE, UNSAFE)

    def judge(self, subject: View) -> Findings:
        provided, settings = subject["UseCognitoProvidedValues"], subject["Settings"]
        values = entry(subject.stack, "UseCognitoProvidedValues", True)
        if provided.on and not (settings.absent or settings.opaque):
            what = f"{subject} has Settings beside UseCognitoProvidedValues"
            edit = safe(take_out(settings)) if settings.empty else None
            yield self.found(settings, what, "Take one of them out", edit=edit)
        if provided.off and settings.absent:
            what = f"{subject} has no style"
            yield self.found(provided, what, f"Set {values}", edit=unsafe(put(provided, True)))
