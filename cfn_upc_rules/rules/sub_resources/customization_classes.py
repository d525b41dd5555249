"""E9662: a UI customization styles certain classes only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._css import ALLOWED_CLASSES, styled_classes
from cfn_upc_rules._rule import DEPLOYED, Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cfn_upc_rules._stack import Resource, Stack, View


class CustomizationClasses(UpcRule):
    """`CSS` has a selector with a class that the pages of Cognito don't offer."""

    id = "E9662"
    shortdesc = "UI customization styles a class that Cognito does not allow"
    description = "CSS of a UserPoolUICustomizationAttachment styles the *-customizable classes only"
    source_url = "https://docs.aws.amazon.com/cognito/latest/developerguide/hosted-ui-classic-branding.html"
    answer = "The CSS class … is not in the list of allowed classes."
    evidence = DEPLOYED
    about = ("CSS",)

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        """Return the UI customizations."""
        return stack.of_type("AWS::Cognito::UserPoolUICustomizationAttachment")

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look at the classes in the selectors."""
        css = subject["CSS"]
        for name in styled_classes(css.text or ""):
            if name not in ALLOWED_CLASSES:
                near = next((known for known in sorted(ALLOWED_CLASSES) if known.startswith(name)), "")
                instead = f"Style .{near}" if near else "Style the classes that Cognito names"
                yield self.found(css, f"{subject} styles the class '{name}'", instead)
