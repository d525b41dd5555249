from cfn_upc_rules._rule import REFERENCE, Findings, UpcRule, View, developer_guide


class ImplicitFlow(UpcRule):
    """The implicit flow returns tokens in the URL; OAuth 2.1 drops it."""

    id = "I9681"
    shortdesc = "Implicit flow is allowed"
    source_url = developer_guide("federation-endpoints-oauth-grants")
    evidence = REFERENCE
    properties = ("AllowedOAuthFlows",)

    def judge(self, subject: View) -> Findings:
        flow = subject["AllowedOAuthFlows"].find_text("implicit")
        if flow is not None:
            what = f"{subject} allows the implicit flow, which puts tokens into the URL"
            yield self.found(flow, what, "Use the code flow with PKCE")
