"""W9637: OAuth properties do nothing until OAuth is switched on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import REPORTED, Finding, UpcRule
from cfn_upc_rules._stack import View

if TYPE_CHECKING:
    from collections.abc import Iterator

_OAUTH_PROPERTIES = (
    "AllowedOAuthFlows",
    "AllowedOAuthScopes",
    "CallbackURLs",
    "LogoutURLs",
    "DefaultRedirectURI",
)


class OAuthSwitchedOff(UpcRule):
    """OAuth properties need `AllowedOAuthFlowsUserPoolClient: true`."""

    id = "W9637"
    shortdesc = "OAuth properties without AllowedOAuthFlowsUserPoolClient"
    description = "OAuth properties have no effect while AllowedOAuthFlowsUserPoolClient is absent or false"
    source_url = (
        "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/"
        "API_CreateUserPoolClient.html#CognitoUserPools-CreateUserPoolClient-request-AllowedOAuthFlowsUserPoolClient"
    )
    evidence = REPORTED
    about = _OAUTH_PROPERTIES

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look for the first that is set while the switch is off; name what is sure to be set with it."""
        if not subject["AllowedOAuthFlowsUserPoolClient"].off:
            return
        first = next((name for name in _OAUTH_PROPERTIES if not subject[name].empty), None)
        if first is not None:
            names = ", ".join(name for name in _OAUTH_PROPERTIES if _sure(subject, name))
            what = f"{subject} sets {names} while AllowedOAuthFlowsUserPoolClient is off, which has no effect"
            yield self.found(subject[first], what, "Set it to true, or remove what needs it")


def _sure(subject: View, name: str) -> bool:
    """Return whether a property is set, however the conditions that are open here turn out."""
    empty = subject.scenario.glance(lambda seen: View(subject.stack, seen, subject.of)[name].empty)
    return empty is False
