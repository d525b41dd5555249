from cfn_upc_rules._cognito.types import COMPUTES
from cfn_upc_rules._cognito.words import entry
from cfn_upc_rules._rule import (
    CONVENTION,
    UNSAFE,
    Findings,
    Output,
    Resource,
    UpcRule,
    View,
    put,
    template_reference,
    unsafe,
)

_POLICIES = ("DeletionPolicy", "UpdateReplacePolicy")


class UnprotectedClient(UpcRule):
    """By default CloudFormation deletes a client that is removed from the template or replaced."""

    id = "I9673"
    shortdesc = "User Pool Client without DeletionPolicy or UpdateReplacePolicy"
    source_url = template_reference("aws-attribute-updatereplacepolicy")
    evidence = CONVENTION
    fixes = (UNSAFE,)

    def judge(self, subject: View) -> Findings:
        missing = [policy for policy in _POLICIES if policy not in subject.resource.body]
        user = _user(subject) if missing else ""
        if user:
            what = f"{subject} is {user} without {' and '.join(missing)}"
            instead = "Set both to Retain" if missing[1:] else f"Set {entry(subject.stack, missing[0], 'Retain')}"
            changes = (put((*subject.resource.path, policy), "Retain") for policy in missing)
            yield self.found(subject.resource.path, what, instead, edit=unsafe(*changes))


def _user(subject: View) -> str:
    """Say who depends on a client, "" for nobody."""
    uses = subject.stack.uses(subject.resource)
    for use in uses:
        if isinstance(use.by, Output) and use.by.is_exported and use.below[:1] == ("Value",):
            # The CDK names what one of its stacks takes of another.
            return "used by other stacks" if subject.stack.is_synthesised else f"exported by {use.by}"
    for use in uses:
        if isinstance(use.by, Resource) and use.by.type in COMPUTES and use.below[:1] == ("Properties",):
            return f"handed to {use.by}"
    return ""
