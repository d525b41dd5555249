import re

from cfn_upc_rules._rule import CONVENTION, Findings, UpcRule, View, user_guide

# What editors and tutorials write when nobody chooses: a number or, in older stacks, eight hex digits behind.
_DEFAULT = r"(?i)((Aws|AWS)?Cognito)?(User)?Pool(App)?Client(\d{0,3}|[0-9A-F]{8})"


class DefaultId(UpcRule):
    """A custom logical ID says which client it is; renaming a deployed client replaces it."""

    id = "I9605"
    shortdesc = "User Pool Client has a default logical ID"
    source_url = user_guide("resources-section-structure#resources-section-structure-logicalid")
    evidence = CONVENTION

    def judge(self, subject: View) -> Findings:
        if re.fullmatch(_DEFAULT, subject.id) and not subject.stack.is_synthesised:
            instead = "Name it after its application before it is deployed"
            yield self.found(subject.resource.path, f"{subject} is a default logical ID", instead)
