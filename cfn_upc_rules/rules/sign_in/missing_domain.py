from cfn_upc_rules._cognito.siblings import may_be_completed
from cfn_upc_rules._cognito.sign_in import lacks_domain
from cfn_upc_rules._rule import REPORTED, Findings, UpcRule, View, developer_guide


class MissingDomain(UpcRule):
    """Sign-in pages and the OAuth endpoints live on a domain of the pool: without one there are none."""

    id = "I9704"
    shortdesc = "User Pool Client for sign-in pages that its pool does not have"
    source_url = developer_guide("cognito-user-pools-assign-domain")
    evidence = REPORTED
    properties = ("AllowedOAuthFlows",)

    def judge(self, subject: View) -> Findings:
        flow = lacks_domain(subject)
        if flow is not None and not may_be_completed(subject.stack, subject.resource):
            pool = subject["UserPoolId"].target
            what = f"{subject} allows the {flow.text} flow, and '{pool.name if pool else ''}' has no domain"
            yield self.found(flow, what, "Add a UserPoolDomain")
