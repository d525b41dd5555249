"""E9657: a load balancer signs users in with a client's secret."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import REPORTED, Finding, UpcRule
from cfn_upc_rules._tables import CLIENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cfn_upc_rules._stack import Resource, Stack, View

_ACTIONS = {
    "AWS::ElasticLoadBalancingV2::Listener": "DefaultActions",
    "AWS::ElasticLoadBalancingV2::ListenerRule": "Actions",
}


class LoadBalancerSecret(UpcRule):
    """An `authenticate-cognito` action uses a client of the template that has no secret."""

    id = "E9657"
    shortdesc = "Load balancer uses a User Pool Client without a secret"
    description = "AuthenticateCognitoConfig needs a client with GenerateSecret: true"
    source_url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html"
    answer = "The user pool client must have a client secret"
    evidence = REPORTED

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        """Return the listeners and their rules."""
        return stack.of_type(*_ACTIONS)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look at the client of each action."""
        for action in subject[_ACTIONS[subject.of.type]].each():
            used = action.at("AuthenticateCognitoConfig", "UserPoolClientId")
            if used.resource is None or used.resource.type != CLIENT:
                continue
            client = subject.other(used.resource)
            if client is not None and client["GenerateSecret"].off:
                what = f"{subject} signs users in with {client}, which has no secret"
                yield self.found(used, what, f"Set GenerateSecret of '{client.id}' to true")
