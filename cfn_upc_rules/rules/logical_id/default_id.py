"""I9605: a custom logical ID tells clients apart."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cfn_upc_rules._rule import Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View

# What editors and tutorials write when nobody chooses: a number or, in older stacks, eight hex digits behind.
_DEFAULT = r"(?i)((Aws|AWS)?Cognito)?(User)?Pool(App)?Client(\d{0,3}|[0-9A-F]{8})"


class DefaultId(UpcRule):
    """The logical ID says no more than the type does."""

    id = "I9605"
    shortdesc = "User Pool Client has a default logical ID"
    description = "A custom logical ID says which client it is; renaming a deployed client replaces it"
    source_url = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/"
        "resources-section-structure.html#resources-section-structure-logicalid"
    )

    def judge(self, subject: View) -> Iterator[Finding]:
        """Recognise the names that are given by default."""
        if re.fullmatch(_DEFAULT, subject.id) and not subject.stack.is_cdk:
            instead = (
                "Name it after the application that uses it, unless it is deployed already: a new logical ID "
                "replaces the client and signs its users out"
            )
            yield self.found(subject.of.path, f"{subject} has a default logical ID", instead)
