from cfn_upc_rules._rule import DEPLOYED, Findings, UpcRule, View, request


class ClientCredentialsWithoutSecret(UpcRule):
    """The client_credentials flow authenticates the client by its secret, so GenerateSecret must be true."""

    id = "E9630"
    shortdesc = "client_credentials flow without a client secret"
    source_url = request("CreateUserPoolClient", "AllowedOAuthFlows")
    answer = "client_credentials flow can not be selected if client does not have a client secret."
    evidence = DEPLOYED
    properties = ("AllowedOAuthFlows",)

    def judge(self, subject: View) -> Findings:
        flow = subject["AllowedOAuthFlows"].find_text("client_credentials")
        if flow is not None and subject["GenerateSecret"].off:
            what = f"{subject} allows client_credentials without a client secret"
            yield self.found(flow, what, "Set GenerateSecret to true")
