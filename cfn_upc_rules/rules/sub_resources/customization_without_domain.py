"""E9661: only a pool with a domain has pages to customize."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import DEPLOYED, Finding, UpcRule
from cfn_upc_rules._siblings import DOMAIN, belongs, candidates, made_elsewhere, sibling_pool

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cfn_upc_rules._stack import Resource, Stack, View


class CustomizationWithoutDomain(UpcRule):
    """A UI customization is attached to a pool of the template to which no domain belongs."""

    id = "E9661"
    shortdesc = "UI customization of a User Pool without a domain"
    description = "UserPoolUICustomizationAttachment needs a UserPoolDomain of the same pool"
    source_url = (
        "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUICustomization.html"
    )
    answer = "There has to be an existing domain associated with this user pool."
    evidence = DEPLOYED

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        """Return the UI customizations."""
        return stack.of_type("AWS::Cognito::UserPoolUICustomizationAttachment")

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look for a domain that belongs to the pool, or may belong to it."""
        pool = sibling_pool(subject)
        if pool is None or made_elsewhere(subject, pool):
            return
        domains = (subject.other(domain) for domain in candidates(subject.stack, pool.of, DOMAIN))
        if all(domain is None or belongs(domain, pool) is False for domain in domains):
            what = f"{subject} customizes the pages of {pool}, which has no domain"
            yield self.found(subject["UserPoolId"], what, f"Add a UserPoolDomain of '{pool.id}'")
