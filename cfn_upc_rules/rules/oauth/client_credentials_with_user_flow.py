from cfn_upc_rules._cognito.types import OAUTH_SWITCH
from cfn_upc_rules._rule import DEPLOYED, Findings, UpcRule, View, request


class ClientCredentialsWithUserFlow(UpcRule):
    """A client that allows client_credentials must not allow the code or the implicit flow."""

    id = "E9631"
    shortdesc = "client_credentials flow beside code or implicit"
    source_url = request("CreateUserPoolClient", "AllowedOAuthFlows")
    answer = "client_credentials flow can not be selected along with code flow or implicit flow."
    quote = "selected along with"
    evidence = DEPLOYED
    properties = ("AllowedOAuthFlows",)

    def judge(self, subject: View) -> Findings:
        if subject[OAUTH_SWITCH].off:
            return
        flows = subject["AllowedOAuthFlows"]
        flow = flows.find_text("client_credentials")
        other = flows.find_text("code", "implicit") if flow is not None else None
        if flow is not None and other is not None:
            what = f"{subject} allows client_credentials beside {other.text}"
            yield self.found(flow, what, "Give it its own client")
