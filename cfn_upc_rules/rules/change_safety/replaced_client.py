from cfn_upc_rules._cognito.types import CLIENT
from cfn_upc_rules._history.change import Change, retains
from cfn_upc_rules._rule import Findings, View, property_page
from cfn_upc_rules.rules.change_safety._change_rule import ChangeRule

_REFUSED = "Update of resource type is not permitted"


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
            what = f"{new} was a client in {change.revision} and is of type {new.resource.type}"
            instead = "Give the new resource a logical ID of its own"
            yield self.found((*new.resource.path, "Type"), what, instead, _REFUSED)
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
        consequences = change.consequences(new, retained=retained)
        return f"{new} is replaced, its {why}: {consequences}", f"{keep}, or add a second client"
