from cfn_upc_rules._cognito.css import ALLOWED_CLASSES, UNKNOWN_PIECE, styled
from cfn_upc_rules._cognito.types import UI_CUSTOMIZATION
from cfn_upc_rules._rule import DEPLOYED, Findings, Node, UpcRule, View, developer_guide
from cfn_upc_rules._template.values import Text


class CustomizationClasses(UpcRule):
    """CSS of a UserPoolUICustomizationAttachment styles the *-customizable classes only."""

    id = "E9662"
    shortdesc = "UI customization styles a class that Cognito does not allow"
    source_url = developer_guide("hosted-ui-classic-branding")
    types = (UI_CUSTOMIZATION,)
    answer = "The CSS class … is not in the list of allowed classes."
    quote = "list of allowed classes"
    evidence = DEPLOYED
    properties = ("CSS",)

    def judge(self, subject: View) -> Findings:
        css = subject["CSS"]
        for name in styled(_text(css)):
            bare = name.removeprefix(".")
            if bare not in ALLOWED_CLASSES:
                kind = "class" if name.startswith(".") else "element"
                near = next((known for known in sorted(ALLOWED_CLASSES) if known.startswith(bare)), "")
                instead = f"Style .{near}" if near else "Style a *-customizable class"
                yield self.found(css, f"{subject} styles the {kind} '{bare}'", instead)


def _text(css: Node) -> str:
    value = css.value
    if isinstance(value, Text):
        return "".join(part if isinstance(part, str) else UNKNOWN_PIECE for part in value.parts)
    return css.text or ""
