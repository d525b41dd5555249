"""I9606: a client has a display name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View


class DisplayName(UpcRule):
    """Neither `ClientName` nor the stack editor's `StackeryName` is given."""

    id = "I9606"
    shortdesc = "User Pool Client has no display name"
    description = "Without ClientName the console shows a generated name, different in every stack"
    source_url = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
        "aws-resource-cognito-userpoolclient.html#cfn-cognito-userpoolclient-clientname"
    )

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look for either name."""
        metadata = subject.of.body.get("Metadata")
        named = isinstance(metadata, dict) and metadata.get("StackeryName")
        if subject["ClientName"].empty and not named:
            yield self.found(subject["ClientName"], f"{subject} has no display name", "Set ClientName")
