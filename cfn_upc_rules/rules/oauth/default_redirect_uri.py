"""E9635: the default redirect URI is one of the callbacks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import DEPLOYED, Finding, UpcRule
from cfn_upc_rules._values import ABSENT, differ

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View


class DefaultRedirectUri(UpcRule):
    """`DefaultRedirectURI` must be among `CallbackURLs`."""

    id = "E9635"
    shortdesc = "DefaultRedirectURI is not among the callback URLs"
    description = "DefaultRedirectURI must be one of CallbackURLs, character by character"
    source_url = (
        "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/"
        "API_CreateUserPoolClient.html#CognitoUserPools-CreateUserPoolClient-request-DefaultRedirectURI"
    )
    answer = "The default redirect URI … is not in the callback URIs list."
    evidence = DEPLOYED
    about = ("DefaultRedirectURI",)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look for a callback that is the default, or may be."""
        default, callbacks = subject["DefaultRedirectURI"], subject["CallbackURLs"]
        if default.empty or not (callbacks.absent or isinstance(callbacks.raw, list)):
            return
        value = default.value
        if callbacks.find(lambda url: url is not ABSENT and not differ(url, value)) is None:
            what = f"{subject} has a DefaultRedirectURI that is not among its CallbackURLs"
            yield self.found(default, what, "Add it to CallbackURLs, or take one of them")
