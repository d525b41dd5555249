"""W9672: a client that leaves the template is deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._changes import Change, ChangeRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._rule import Finding


class RemovedClient(ChangeRule):
    """A client of the base version is still there, or another one took its place."""

    id = "W9672"
    shortdesc = "User Pool Client was removed"
    description = "CloudFormation deletes a client that is no longer in the template, unless it is retained"
    source_url = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html"
    )

    def judge_change(self, change: Change) -> Iterator[Finding]:
        """Look for a client that is gone, without another one in its place."""
        if change.same is None and change.successor is None and change.retained is False:
            place = change.now.resources.get(change.old.id)
            what = (
                f"{change.old} of {change.revision} is gone and nothing took its place: "
                "CloudFormation deletes it, every application that uses its ID stops, its users are signed out"
            )
            instead = (
                "Keep it, or set DeletionPolicy: Retain, deploy that, and remove it then; "
                "to move it to another stack use a stack refactoring"
            )
            yield self.found(place.path if place else ("Resources",), what, instead)
