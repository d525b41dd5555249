from cfn_upc_rules._cognito.siblings import may_be_completed, sibling_pool
from cfn_upc_rules._cognito.sign_in import MANAGED, domains_of, lacks_domain, may_have_branding, user_flow, version_of
from cfn_upc_rules._cognito.types import THE_POOL_ITSELF
from cfn_upc_rules._cognito.words import entry
from cfn_upc_rules._rule import REPORTED, UNSAFE, Findings, UpcRule, View, put, request, unsafe


class NoProviders(UpcRule):
    """SupportedIdentityProviders says by what users sign in on the pages: COGNITO, for the pool itself, and others."""

    id = "I9705"
    shortdesc = "User Pool Client does not say its identity providers"
    source_url = request("CreateUserPoolClient", "SupportedIdentityProviders")
    evidence = REPORTED
    fixes = (UNSAFE,)
    properties = ("AllowedOAuthFlows",)

    def judge(self, subject: View) -> Findings:
        flow = user_flow(subject)
        providers = subject["SupportedIdentityProviders"]
        if flow is None or not providers.empty or lacks_domain(subject) is not None:
            return
        if not may_be_completed(subject.stack, subject.resource):
            what = f"{subject} doesn't say how users sign in on its pages"
            instead = _providers(subject)
            edit = unsafe(put(providers, (THE_POOL_ITSELF,))) if " and " not in instead else None
            yield self.found(providers, what, f"Write {instead}", edit=edit)


def _providers(subject: View) -> str:
    written = entry(subject.stack, "SupportedIdentityProviders", [THE_POOL_ITSELF])
    pool = sibling_pool(subject)
    domains = domains_of(pool) if pool is not None else None
    styled = not domains or version_of(domains) != MANAGED or may_have_branding(subject)
    return written if styled else f"{written}, and add a ManagedLoginBranding"
