from cfn_upc_rules._cognito.css import ALLOWED_CLASSES, styled_classes
from cfn_upc_rules._cognito.types import UI_CUSTOMIZATION
from cfn_upc_rules._rule import DEPLOYED, Findings, UpcRule, View, developer_guide


class CustomizationClasses(UpcRule):
    """CSS of a UserPoolUICustomizationAttachment styles the *-customizable classes only."""

    id = "E9662"
    shortdesc = "UI customization styles a class that Cognito does not allow"
    source_url = developer_guide("hosted-ui-classic-branding")
    types = (UI_CUSTOMIZATION,)
    answer = "The CSS class … is not in the list of allowed classes."
    evidence = DEPLOYED
    properties = ("CSS",)

    def judge(self, subject: View) -> Findings:
        css = subject["CSS"]
        for name in styled_classes(css.text or ""):
            if name not in ALLOWED_CLASSES:
                near = next((known for known in sorted(ALLOWED_CLASSES) if known.startswith(name)), "")
                instead = f"Style .{near}" if near else "Style the classes that Cognito names"
                yield self.found(css, f"{subject} styles the class '{name}'", instead)
