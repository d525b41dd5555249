from cfn_upc_rules._cognito.siblings import sibling_pool
from cfn_upc_rules._cognito.sign_in import (
    CLASSIC,
    MANAGED,
    domains_of,
    is_lite,
    needs_nothing,
    version_of,
)
from cfn_upc_rules._cognito.types import BRANDING, UI_CUSTOMIZATION
from cfn_upc_rules._cognito.words import entry
from cfn_upc_rules._rule import REPORTED, Findings, UpcRule, View, api


class StyleWithoutEffect(UpcRule):
    """ManagedLoginBranding styles version 2 of the sign-in pages, UserPoolUICustomizationAttachment version 1."""

    id = "W9703"
    shortdesc = "Style for another version of the sign-in pages than the domain has"
    source_url = api("SetUICustomization")
    types = (BRANDING, UI_CUSTOMIZATION)
    answer = "has no effect on managed login pages"
    evidence = REPORTED
    has_no_effect = True

    def judge(self, subject: View) -> Findings:
        pool = sibling_pool(subject)
        domains = domains_of(pool) if pool is not None else None
        if pool is None or domains is None:
            return
        version = version_of(domains)
        if subject.resource.type == UI_CUSTOMIZATION:
            if version == MANAGED and not is_lite(pool):
                what = f"{subject} is for classic pages, and {domains[0]} shows managed login"
                yield self.found(subject.resource.path, what, "Write a ManagedLoginBranding")
        elif is_lite(pool) and (version == CLASSIC or not domains):
            what = f"{subject} styles managed login, which LITE {pool} lacks"
            yield self.found(subject.resource.path, what, "Take it out", "")
        elif version == CLASSIC:
            what = f"{subject} has no effect on the classic pages of {domains[0]}"
            yield self.found(subject.resource.path, what, _instead(pool, domains), "")


def _instead(pool: View, domains: list[View]) -> str:
    """Advise version 2 only where it brings no other finding: a client without a style, a style without effect."""
    if not needs_nothing(pool):
        return "Take it out"
    where = " in all its domains" if len(domains) > 1 else ""
    return f"Set {entry(pool.stack, 'ManagedLoginVersion', MANAGED)}{where}"
