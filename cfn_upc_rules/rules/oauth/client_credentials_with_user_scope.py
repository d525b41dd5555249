from cfn_upc_rules._cognito.scopes import STANDARD_SCOPES
from cfn_upc_rules._cognito.types import OAUTH_SWITCH
from cfn_upc_rules._rule import REPORTED, UNSAFE, Findings, UpcRule, View, request, take_out, unsafe


class ClientCredentialsWithUserScope(UpcRule):
    """A client that allows client_credentials must not allow openid, email, phone, profile or
    aws.cognito.signin.user.admin.
    """

    id = "E9632"
    shortdesc = "client_credentials flow with a scope of users"
    source_url = request("CreateUserPoolClient", "AllowedOAuthScopes")
    answer = "openid is not supported with client_credentials flow"
    quote = "is not supported"
    evidence = REPORTED
    fixes = (UNSAFE,)
    properties = ("AllowedOAuthFlows",)

    def judge(self, subject: View) -> Findings:
        if subject[OAUTH_SWITCH].off or subject["AllowedOAuthFlows"].find_text("client_credentials") is None:
            return
        for scope in subject["AllowedOAuthScopes"].each():
            if scope.text in STANDARD_SCOPES:
                yield self.found(
                    scope,
                    f"{subject} allows {scope.text} with client_credentials",
                    "Take a server's scopes",
                    edit=unsafe(take_out(scope)),
                )
