from cfn_upc_rules._cognito.types import OAUTH_SWITCH
from cfn_upc_rules._cognito.words import entry
from cfn_upc_rules._rule import DEPLOYED, UNSAFE, Findings, UpcRule, View, put, request, unsafe


class ClientCredentialsWithoutSecret(UpcRule):
    """The client_credentials flow authenticates the client by its secret, so GenerateSecret must be true."""

    id = "E9630"
    shortdesc = "client_credentials flow without a client secret"
    source_url = request("CreateUserPoolClient", "AllowedOAuthFlows")
    answer = "client_credentials flow can not be selected if client does not have a client secret."
    quote = "have a client secret"
    evidence = DEPLOYED
    fixes = (UNSAFE,)
    properties = ("AllowedOAuthFlows",)

    def judge(self, subject: View) -> Findings:
        if subject[OAUTH_SWITCH].off:
            return
        flow = subject["AllowedOAuthFlows"].find_text("client_credentials")
        if flow is not None and subject["GenerateSecret"].off:
            what = f"{subject} allows client_credentials without a secret"
            instead = f"Set {entry(subject.stack, 'GenerateSecret', True)}"
            yield self.found(flow, what, instead, edit=unsafe(put(subject["GenerateSecret"], True)))
