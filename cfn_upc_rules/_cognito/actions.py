"""The actions of load balancers that sign users in with Cognito.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._template.nodes import Node, View

_ACTIONS: Final = {
    "AWS::ElasticLoadBalancingV2::Listener": "DefaultActions",
    "AWS::ElasticLoadBalancingV2::ListenerRule": "Actions",
}
LISTENERS: Final = tuple(_ACTIONS)


def cognito_actions(subject: View) -> Iterator[Node]:
    """Yield the configuration of an action that signs in with Cognito; of several each in a scenario of its own."""
    for action in subject[_ACTIONS[subject.resource.type]].each():
        yield action["AuthenticateCognitoConfig"]


def every_cognito_action(subject: View) -> Iterator[Node]:
    """Yield the configurations of all the actions that sign in with Cognito, in one scenario."""
    for action in subject[_ACTIONS[subject.resource.type]].items():
        yield action["AuthenticateCognitoConfig"]
