from cfn_upc_rules._rule import CONVENTION, Findings, UpcRule, View, user_guide


class LetterCase(UpcRule):
    """CloudFormation tells such logical IDs apart, readers and case-insensitive tools don't."""

    id = "W9603"
    shortdesc = "Logical ID of a User Pool Client differs from another one only by letter case"
    source_url = user_guide("resources-section-structure#resources-section-structure-logicalid")
    evidence = CONVENTION

    def judge(self, subject: View) -> Findings:
        for other in subject.stack.same_letters(subject.id):
            if other.id != subject.id:
                what = f"{subject} and {other} differ only by letter case"
                yield self.found(subject.resource.path, what, "Rename one of them")
