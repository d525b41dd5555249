"""W9671: two properties can't be changed in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._changes import Change, ChangeRule, retains
from cfn_upc_rules._tables import CLIENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._rule import Finding
    from cfn_upc_rules._stack import View

_REFUSED = (
    "Update of resource type is not permitted. The new template modifies resource type of the following resources: [{}]"
)


class ReplacedClient(ChangeRule):
    """`UserPoolId`, `GenerateSecret` and the type stay what they are in the base version."""

    id = "W9671"
    shortdesc = "Change replaces a User Pool Client"
    description = "UserPoolId and GenerateSecret can't be changed in place, nor can the resource's type"
    source_url = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
        "aws-resource-cognito-userpoolclient.html#aws-resource-cognito-userpoolclient-properties"
    )

    def judge_change(self, change: Change) -> Iterator[Finding]:
        """Compare what can't be changed in place."""
        new, old = change.same, change.old
        if new is None:
            return
        if new.of.type != CLIENT:
            what = f"'{new.id}' is no User Pool Client as in {change.revision}, but of type {new.of.type}"
            instead = "Give the new resource a logical ID of its own"
            yield self.found((*new.of.path, "Type"), what, instead, _REFUSED.format(new.id))
            return
        if "Fn::Transform" in {*new.keys(), *old.keys()}:
            return
        why = change.other_pool(new)
        if why:
            yield self.found(new["UserPoolId"], *self._words(change, new, why, "Keep the pool"))
        before, after = old["GenerateSecret"], new["GenerateSecret"]
        if (before.on and after.off) or (before.off and after.on):
            was, now = str(before.on).lower(), str(after.on).lower()
            why = f"GenerateSecret was {was} in {change.revision} and is {now} now"
            yield self.found(after, *self._words(change, new, why, "Keep GenerateSecret"))

    def _words(self, change: Change, new: View, why: str, keep: str) -> tuple[str, str]:
        retained = retains(new.of.body.get("UpdateReplacePolicy"))
        instead = f"{keep}, or add a second client beside this one and move the applications over"
        if not retained:
            instead += "; with UpdateReplacePolicy: Retain the old client lives on"
        return f"{new} is replaced, its {why}: {change.consequences(new, retained=retained)}", instead
