from cfn_upc_rules._cognito.attributes import NEVER_WRITTEN, is_literal, is_unsure, undefined
from cfn_upc_rules._cognito.providers import mapping_of, names_in
from cfn_upc_rules._cognito.siblings import belongs, may_be_completed, member, sibling_pool
from cfn_upc_rules._cognito.types import IDENTITY_PROVIDER
from cfn_upc_rules._rule import REFERENCE, Findings, Node, UpcRule, View, developer_guide


class UnwritableAttribute(UpcRule):
    """A client's WriteAttributes must include all attributes that its identity providers map."""

    id = "W9721"
    shortdesc = "WriteAttributes omit an attribute that an identity provider maps"
    source_url = developer_guide("user-pool-settings-attributes#user-pool-settings-attribute-permissions-and-scopes")
    answer = "must include all attributes that you have mapped"
    quote = "must include all attributes"
    evidence = REFERENCE
    properties = ("WriteAttributes",)

    def judge(self, subject: View) -> Findings:
        attributes = subject["WriteAttributes"]
        pool = sibling_pool(subject)
        if pool is None or not isinstance(attributes.value, list) or may_be_completed(subject.stack, subject.resource):
            return
        if attributes.find(is_literal) is None or attributes.find(is_unsure) is not None:
            return
        for item in subject["SupportedIdentityProviders"].each():
            provider = _provider(subject, pool, item)
            mapping = mapping_of(provider) if provider is not None else None
            names = names_in(mapping) if mapping is not None else []
            lacking = [
                name
                for name in names
                if name not in NEVER_WRITTEN
                and not undefined(subject, name).wrong
                and attributes.find_text(name) is None
            ]
            lacking = [name for name in lacking if mapping is not None and not mapping[name].absent]
            if lacking and provider is not None:
                listed = ", ".join(f"'{name}'" for name in lacking)
                them = "it" if len(lacking) == 1 else "them"
                yield self.found(attributes, f"{subject} may not write {listed}, which {provider} maps", f"Add {them}")


def _provider(subject: View, pool: View, item: Node) -> View | None:
    """Return the provider of the template that a client names."""
    if item.target is not None and item.target.type == IDENTITY_PROVIDER:
        provider = subject.other(item.target)
        return provider if provider is not None and belongs(provider, pool) else None
    found = member(subject, pool, IDENTITY_PROVIDER, "ProviderName", item.text) if item.text else None
    return found if isinstance(found, View) else None
