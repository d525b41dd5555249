"""E9626: a function at the edge can't have environment variables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._edge import DISTRIBUTION, associated, edge_functions
from cfn_upc_rules._environment import environments
from cfn_upc_rules._rule import REPORTED, Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cfn_upc_rules._stack import Resource, Stack, View


class LambdaEdgeEnvironment(UpcRule):
    """A version of the function is associated with a distribution, and the function declares variables."""

    id = "E9626"
    shortdesc = "Lambda@Edge function declares environment variables"
    description = "CloudFront refuses a function version that has environment variables"
    source_url = (
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/"
        "edge-function-restrictions-all.html#lambda-at-edge-function-restrictions"
    )
    answer = "The function cannot have environment variables."
    evidence = REPORTED

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        """Return the functions that run at the edge."""
        return [stack.resources[logical_id] for logical_id in edge_functions(stack)]

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look for an association, then for a variable."""
        for distribution in subject.each_of(subject.stack.of_type(DISTRIBUTION)):
            for function, _ in associated(distribution):
                if function is not subject.of:
                    continue
                [place] = environments(subject)
                for _ in place.node.each_value():
                    what = f"{subject} runs at the edge and declares environment variables"
                    instead = "Put what they hold into the code or a parameter store, and take them out"
                    yield self.found(place.node, what, instead)
