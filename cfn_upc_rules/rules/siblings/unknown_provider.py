from cfn_upc_rules._cognito.providers import SOCIAL
from cfn_upc_rules._cognito.siblings import belongs, candidates, member, sibling_pool
from cfn_upc_rules._cognito.types import IDENTITY_PROVIDER, THE_POOL_ITSELF
from cfn_upc_rules._cognito.words import ref
from cfn_upc_rules._rule import DEPLOYED, SAFE, Findings, Node, UpcRule, View, put, request, safe
from cfn_upc_rules._template.values import Reference, Value


class UnknownProvider(UpcRule):
    """SupportedIdentityProviders names COGNITO and UserPoolIdentityProviders of the pool."""

    id = "E9650"
    shortdesc = "User Pool Client supports an identity provider that its pool does not have"
    source_url = request("CreateUserPoolClient", "SupportedIdentityProviders")
    answer = "The provider … does not exist for User Pool …"
    quote = "does not exist"
    evidence = DEPLOYED
    fixes = (SAFE,)
    properties = ("SupportedIdentityProviders",)

    def judge(self, subject: View) -> Findings:
        pool = sibling_pool(subject)
        if pool is None:
            return
        for item in subject["SupportedIdentityProviders"].each():
            wrong = _wrong_reference(subject, pool, item) if item.target else _wrong_name(subject, pool, item)
            if wrong:
                value, instead = _instead(subject, pool, item)
                is_new = value is not None and not _has(subject["SupportedIdentityProviders"], value)
                edit = safe(put(item, value)) if is_new else None
                yield self.found(item, f"{subject} supports {wrong}", instead, edit=edit)


def _wrong_name(subject: View, pool: View, item: Node) -> str:
    name = item.text
    if name is None or name == THE_POOL_ITSELF:
        return ""
    unknown = member(subject, pool, IDENTITY_PROVIDER, "ProviderName", name) is None
    return f"'{name}', which {pool} lacks" if unknown else ""


def _wrong_reference(subject: View, pool: View, item: Node) -> str:
    target = item.target
    if target is None or item.opaque:
        return ""
    if target.type != IDENTITY_PROVIDER:
        return f"{target}, which is no identity provider"
    provider = subject.other(target)
    foreign = provider is not None and belongs(provider, pool) is False
    return f"'{target.name}', which is a provider of another pool" if foreign else ""


def _instead(subject: View, pool: View, item: Node) -> tuple[Value, str]:
    """Return the right name where only its letters are wrong, else None; and what to do, in words."""
    name = (item.text or "").casefold()
    stack = subject.stack
    for provider in candidates(stack, pool.resource, IDENTITY_PROVIDER):
        names = stack.values(provider.properties.get("ProviderName")) if isinstance(provider.properties, dict) else ()
        if name and any(isinstance(known, str) and known.casefold() == name for known in names):
            return Reference(provider.id), f"Write {ref(stack, provider.id)}"
    if name == THE_POOL_ITSELF.casefold():
        return THE_POOL_ITSELF, f"Write {THE_POOL_ITSELF}"
    social = next((known for known in SOCIAL if known.casefold() == name), "")
    return None, f"Add it{f' as {social}' if social else ''} and refer to it"


def _has(providers: Node, value: Value) -> bool:
    return providers.find(lambda known: bool(known == value)) is not None
