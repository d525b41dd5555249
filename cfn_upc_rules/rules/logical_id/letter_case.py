"""W9603: logical IDs that differ only by letter case."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View


class LetterCase(UpcRule):
    """Another resource has the client's logical ID in other letter case."""

    id = "W9603"
    shortdesc = "Logical ID of a User Pool Client differs from another one only by letter case"
    description = "CloudFormation tells such logical IDs apart, readers and case-insensitive tools don't"
    source_url = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/"
        "resources-section-structure.html#resources-section-structure-logicalid"
    )

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look for the same letters."""
        for other in subject.stack.same_letters(subject.id):
            if other.id != subject.id:
                what = f"{subject} and {other} differ only by letter case"
                yield self.found(subject.of.path, what, "Choose IDs that can't be taken for one another")
