from cfn_upc_rules._cognito.actions import LISTENERS, cognito_actions
from cfn_upc_rules._cognito.slots import pool_of
from cfn_upc_rules._cognito.types import CLIENT, DOMAIN, POOL
from cfn_upc_rules._cognito.words import refs
from cfn_upc_rules._rule import DEPLOYED, SAFE, Findings, Node, Resource, UpcRule, View, put, safe
from cfn_upc_rules._template.values import Reference, Text, parts_of


class LoadBalancerDomain(UpcRule):
    """AuthenticateCognitoConfig takes a domain of its pool: a prefix alone, or a custom domain in full."""

    id = "E9710"
    shortdesc = "Load balancer signs in at something that is no domain of its User Pool"
    source_url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html"
    types = LISTENERS
    answer = "The user pool domain '…' is not associated with the provided user pool"
    quote = "is not associated"
    evidence = DEPLOYED
    fixes = (SAFE,)

    def judge(self, subject: View) -> Findings:
        for config in cognito_actions(subject):
            domain = config["UserPoolDomain"]
            pool = pool_of(subject.stack, config["UserPoolArn"])
            wrong = _wrong(subject, domain, pool)
            if wrong:
                of_pool = [] if pool is None else subject.stack.referring(pool, DOMAIN)
                instead = f"Write {refs(subject.stack, of_pool, 'the prefix alone, or the custom domain')}"
                edit = safe(put(domain, Reference(of_pool[0].id))) if len(of_pool) == 1 else None
                yield self.found(domain, f"UserPoolDomain of {subject} is {wrong}", instead, edit=edit)


def _wrong(subject: View, domain: Node, pool: Resource | None) -> str:
    value, target = domain.value, domain.target
    known = [part for part in parts_of(value) if isinstance(part, str)]
    if known and value is not None and _starts_as_url(value):
        return "a URL"
    if known and ".amazoncognito.com" in known[-1]:
        return "the full name of a prefix domain"
    if target is not None:
        return _wrong_reference(subject, domain, target, pool)
    return _of_other_pool(subject, str(domain.text), pool) if domain.text else ""


def _starts_as_url(value: object) -> bool:
    start = value.start if isinstance(value, Text) else str(value)
    return start.lower().startswith(("https://", "http://"))


def _wrong_reference(subject: View, domain: Node, target: Resource, pool: Resource | None) -> str:
    if target.type in (POOL, CLIENT) and not domain.opaque:
        return f"of {target}, which is no domain"
    if target.type != DOMAIN:
        return ""
    if domain.attribute == "CloudFrontDistribution":
        return f"the CloudFront distribution of '{target.name}'"
    own = _pool_of_domain(subject, target)
    return f"'{target.name}', the domain of '{own.name}'" if pool and own and own is not pool else ""


def _of_other_pool(subject: View, text: str, pool: Resource | None) -> str:
    """Say whose domain a text is, where no domain of that name is, or may be, the pool's."""
    owners = []
    for resource in subject.stack.of_type(DOMAIN) if pool else ():
        other = subject.other(resource)
        if other is not None and other["Domain"].text == text:
            owners.append((resource, _pool_of_domain(subject, resource)))
    if owners and all(own is not None and own is not pool for _, own in owners):
        return f"'{text}', which is '{owners[0][0].name}', the domain of another pool"
    return ""


def _pool_of_domain(subject: View, domain: Resource) -> Resource | None:
    view = subject.other(domain)
    return None if view is None else pool_of(subject.stack, view["UserPoolId"])
