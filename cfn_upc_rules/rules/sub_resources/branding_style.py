"""E9660: a managed login branding has one style."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import DEPLOYED, Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cfn_upc_rules._stack import Resource, Stack, View


class BrandingStyle(UpcRule):
    """`UseCognitoProvidedValues` and `Settings` are both given, or neither is."""

    id = "E9660"
    shortdesc = "Managed login branding has both styles, or none"
    description = "ManagedLoginBranding has either UseCognitoProvidedValues: true or Settings"
    source_url = (
        "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/"
        "API_CreateManagedLoginBranding.html"
    )
    answer = "useCognitoProvidedValues or settings should be specified (but not both)"
    evidence = DEPLOYED

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        """Return the brandings."""
        return stack.of_type("AWS::Cognito::ManagedLoginBranding")

    def judge(self, subject: View) -> Iterator[Finding]:
        """Compare the two."""
        provided, settings = subject["UseCognitoProvidedValues"], subject["Settings"]
        if provided.on and not settings.empty:
            what = f"{subject} has Settings beside UseCognitoProvidedValues: true"
            yield self.found(settings, what, "Take one of them out")
        if provided.off and settings.absent:
            what = f"{subject} has neither UseCognitoProvidedValues: true nor Settings"
            yield self.found(provided, what, "Set UseCognitoProvidedValues to true, or add Settings")
