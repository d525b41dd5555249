from cfn_upc_rules._history.change import Change
from cfn_upc_rules._rule import Findings, template_reference
from cfn_upc_rules.rules.change_safety._change_rule import ChangeRule


class RemovedClient(ChangeRule):
    """CloudFormation deletes a client that is no longer in the template, unless it is retained."""

    id = "W9672"
    shortdesc = "User Pool Client was removed"
    source_url = template_reference("aws-attribute-deletionpolicy")

    def judge_change(self, change: Change) -> Findings:
        if change.same is None and change.successor is None and change.retained is False:
            now = change.now.resources.get(change.old.id)
            what = (
                f"Client {change.old} of {change.revision} is gone and nothing took its place: it is deleted, "
                "and its users are signed out"
            )
            instead = "Keep it, or deploy DeletionPolicy: Retain first"
            yield self.found(now.path if now else ("Resources",), what, instead)
