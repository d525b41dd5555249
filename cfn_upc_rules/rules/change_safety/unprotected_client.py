"""I9673: a client that others depend on should outlive a slip of the keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import CONVENTION, Finding, UpcRule
from cfn_upc_rules._tables import COMPUTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View

_POLICIES = ("DeletionPolicy", "UpdateReplacePolicy")


class UnprotectedClient(UpcRule):
    """A client that others depend on says what becomes of it when it is removed or replaced."""

    id = "I9673"
    shortdesc = "User Pool Client without DeletionPolicy or UpdateReplacePolicy"
    description = "By default CloudFormation deletes a client that is removed from the template or replaced"
    source_url = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-updatereplacepolicy.html"
    )
    evidence = CONVENTION

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look at the two policies of a client that something else depends on."""
        missing = [policy for policy in _POLICIES if policy not in subject.of.body]
        user = _user(subject) if missing else ""
        if user:
            what = f"{subject} is {user} and has no {' and no '.join(missing)}"
            policies = " and ".join(f"{policy}: Retain" for policy in missing)
            instead = f"Set {policies}, so that the old client lives on when it is renamed or replaced"
            yield self.found(subject.of.path, what, instead)


def _user(subject: View) -> str:
    """Say who depends on a client, "" for nobody."""
    stack = subject.stack
    referrers = stack.referrers.get(subject.id, {})
    for source, places in referrers.items():
        name = source.removeprefix("Output-")
        is_value = source not in stack.resources and any(place[:1] == ("Value",) for place in places)
        if is_value and "Export" in stack.template["Outputs"][name]:
            return f"exported by Output '{name}'"
    for compute in stack.referring(subject.of, *COMPUTES):
        if any(place[:1] == ("Properties",) for place in referrers[compute.id]):
            return f"handed to {compute}"
    return ""
