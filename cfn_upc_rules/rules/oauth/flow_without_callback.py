from cfn_upc_rules._cognito.types import OAUTH_SWITCH
from cfn_upc_rules._rule import DEPLOYED, Findings, UpcRule, View, request


class FlowWithoutCallback(UpcRule):
    """OAuth is switched on with the code or the implicit flow, and CallbackURLs is missing or empty."""

    id = "E9634"
    shortdesc = "code or implicit flow without callback URLs"
    source_url = request("CreateUserPoolClient", "CallbackURLs")
    answer = "CallbackUrls can not be empty when code flow or implicit flow is selected"
    quote = "CallbackUrls can not be empty"
    evidence = DEPLOYED
    properties = ("AllowedOAuthFlows",)

    def judge(self, subject: View) -> Findings:
        if not subject[OAUTH_SWITCH].on:
            return
        flow = subject["AllowedOAuthFlows"].find_text("code", "implicit")
        if flow is not None and subject["CallbackURLs"].empty:
            what = f"{subject} allows the {flow.text} flow without CallbackURLs"
            yield self.found(flow, what, "List them")
