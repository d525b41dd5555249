from cfn_upc_rules._cognito.types import CLIENT
from cfn_upc_rules._history.change import Change, retains
from cfn_upc_rules._rule import Findings, View, property_page
from cfn_upc_rules.rules.change_safety._change_rule import ChangeRule

_REFUSED = (
    "Update of resource type is not permitted. The new template modifies resource type of the following resources: [{}]"
)


class ReplacedClient(ChangeRule):
    """UserPoolId and GenerateSecret can't be changed in place, nor can the resource's type."""

    id = "W9671"
    shortdesc = "Change replaces a User Pool Client"
    source_url = property_page("aws-resource-cognito-userpoolclient-properties")

    def judge_change(self, change: Change) -> Findings:
        new, old = change.same, change.old
        if new is None:
            return
        if new.resource.type != CLIENT:
            what = f"'{new.id}' is no User Pool Client as in {change.revision}, but of type {new.resource.type}"
            instead = "Give the new resource a logical ID of its own"
            yield self.found((*new.resource.path, "Type"), what, instead, _REFUSED.format(new.id))
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
        retained = retains(new.resource.body.get("UpdateReplacePolicy"))
        instead = f"{keep}, or add a second client beside this one and move the applications over"
        if not retained:
            instead += "; with UpdateReplacePolicy: Retain the old client lives on"
        return f"{new} is replaced, its {why}: {change.consequences(new, retained=retained)}", instead
