"""E9655: the attributes that a client may read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._attributes import undefined
from cfn_upc_rules._rule import DEPLOYED, Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View


class ReadAttributes(UpcRule):
    """`ReadAttributes` lists an attribute that the pool does not have."""

    id = "E9655"
    shortdesc = "User Pool Client has read attributes that its pool does not have"
    description = "ReadAttributes lists standard attributes, and attributes of the pool's Schema with custom:"
    source_url = (
        "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html"
        "#user-pool-settings-attribute-permissions-and-scopes"
    )
    answer = "Invalid read attributes specified while creating a client"
    evidence = DEPLOYED
    about = ("ReadAttributes",)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look for each attribute in the pool."""
        for item in subject["ReadAttributes"].each():
            wrong, instead = undefined(subject, item)
            if wrong:
                yield self.found(item, f"{subject} may read {wrong}", instead)
