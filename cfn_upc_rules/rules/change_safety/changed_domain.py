from collections.abc import Iterator, Sequence

from cfn_upc_rules._cognito.types import DOMAIN, POOL
from cfn_upc_rules._history.comparison import compare, without_lost_condition
from cfn_upc_rules._rule import REPORTED, Findings, Resource, Stack, UpcRule, View, developer_guide


class ChangedDomain(UpcRule):
    """CloudFormation makes the new domain before it deletes the old one, and a pool takes one prefix domain."""

    id = "W9674"
    shortdesc = "Prefix domain of a User Pool was changed or renamed"
    source_url = developer_guide("cognito-user-pools-assign-domain-prefix")
    answer = "User pool already has a domain configured."
    quote = "already has a domain configured"
    evidence = REPORTED
    types = (DOMAIN,)
    looks_beyond = True

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        """Return the domains of the base version."""
        # Where there is no domain now, none stands in an old one's way.
        base = compare(stack).base if stack.of_type(DOMAIN) else None
        return [] if base is None else [without_lost_condition(old, stack) for old in base.of_type(DOMAIN)]

    def judge(self, subject: View) -> Findings:
        comparison = compare(subject.stack)
        if comparison.base is None:
            return
        old = View(comparison.base, subject.scenario, subject.resource)
        prefix = _prefix(old)
        if prefix is None:
            return
        for new in _next(subject, old, comparison.base):
            now = _prefix(new)
            if now is None or not _is_of_same_pool(old, new) or (new.id == old.id and now == prefix):
                continue
            is_same = now == prefix
            was = f"was '{old.id}'" if is_same else f"has the prefix '{now}', '{prefix}'"
            what = f"{new} {was} in {comparison.revision}"
            keep = f"Deploy once without, or keep '{old.id if is_same else prefix}'"
            at = new["Domain"] if new.id == old.id else new.resource.path
            yield self.found(at, what, keep)


def _next(subject: View, old: View, base: Stack) -> Iterator[View]:
    """Yield what an old domain became: itself, or else the pool's domain that is new."""
    same = subject.stack.resources.get(old.id)
    if same is not None and same.type == DOMAIN:
        resources = [same]
    elif same is None and not subject.stack.may_gain_resources:  # else it may still come from a macro
        resources = [new for new in subject.stack.of_type(DOMAIN) if new.id not in base.resources]
    else:
        resources = []
    for resource in resources:
        new = subject.other(resource)
        if new is not None:
            yield new


def _prefix(domain: View) -> str | None:
    """Return the prefix that a domain is known to have; None for a custom domain, beside which there may be one."""
    text = domain["Domain"].text
    return text if text and domain["CustomDomainConfig"].absent else None


def _is_of_same_pool(old: View, new: View) -> bool:
    """Return whether the pool is known to be the same: of that logical ID in both, or written in the same way."""
    before, after = old["UserPoolId"], new["UserPoolId"]
    if before.target is not None and after.target is not None:
        return before.target.type == after.target.type == POOL and before.target.id == after.target.id
    return before.target is after.target and isinstance(before.text, str) and before.text == after.text
