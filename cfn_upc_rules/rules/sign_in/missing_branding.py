from cfn_upc_rules._cognito.siblings import may_be_completed, sibling_pool
from cfn_upc_rules._cognito.sign_in import MANAGED, domains_of, is_lite, may_have_branding, signs_in_locally, version_of
from cfn_upc_rules._rule import REPORTED, Findings, UpcRule, View, developer_guide


class MissingBranding(UpcRule):
    """Managed login shows pages only for a client with a style: a ManagedLoginBranding, or one made in the console."""

    id = "W9701"
    shortdesc = "User Pool Client without a style on managed login pages"
    source_url = developer_guide("managed-login-branding")
    answer = "Login pages unavailable. Please contact an administrator."
    quote = "Login pages unavailable"
    evidence = REPORTED
    properties = ("AllowedOAuthFlows",)

    def judge(self, subject: View) -> Findings:
        provider = signs_in_locally(subject)
        pool = sibling_pool(subject) if provider is not None else None
        if pool is None or provider is None or may_be_completed(subject.stack, subject.resource) or is_lite(pool):
            return
        domains = domains_of(pool) or []
        if version_of(domains) == MANAGED and not may_have_branding(subject):
            what = f"{subject} has no ManagedLoginBranding for {domains[0]}"
            yield self.found(subject.resource.path, what, "Add one, unless the console has")
