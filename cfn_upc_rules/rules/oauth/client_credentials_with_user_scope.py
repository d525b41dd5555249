"""E9632: `client_credentials` knows no user, hence none of the scopes about one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import REPORTED, Finding, UpcRule
from cfn_upc_rules._scopes import STANDARD_SCOPES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View


class ClientCredentialsWithUserScope(UpcRule):
    """A client that allows `client_credentials` takes the scopes of resource servers only."""

    id = "E9632"
    shortdesc = "client_credentials flow with a scope of users"
    description = (
        "A client that allows client_credentials must not allow openid, email, phone, profile or "
        "aws.cognito.signin.user.admin"
    )
    source_url = (
        "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/"
        "API_CreateUserPoolClient.html#CognitoUserPools-CreateUserPoolClient-request-AllowedOAuthScopes"
    )
    answer = "openid is not supported with client_credentials flow"
    evidence = REPORTED
    about = ("AllowedOAuthFlows",)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look at each scope beside the flows."""
        if subject["AllowedOAuthFlows"].find_text("client_credentials") is None:
            return
        for scope in subject["AllowedOAuthScopes"].each():
            if scope.text in STANDARD_SCOPES:
                yield self.found(
                    scope,
                    f"{subject} allows the scope {scope.text} with client_credentials, which has no user",
                    "Use scopes of a UserPoolResourceServer",
                    f"{scope.text} is not supported with client_credentials flow",
                )
