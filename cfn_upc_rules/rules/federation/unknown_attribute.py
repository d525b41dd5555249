from cfn_upc_rules._cognito.attributes import undefined
from cfn_upc_rules._cognito.providers import mapping_of, names_in
from cfn_upc_rules._cognito.siblings import made_elsewhere, sibling_pool
from cfn_upc_rules._cognito.types import IDENTITY_PROVIDER
from cfn_upc_rules._rule import REPORTED, SAFE, Findings, UpcRule, View, developer_guide, rename, safe

# Keys of the provider that slip into its mapping where they are indented too far.
_OF_THE_PROVIDER = ("IdpIdentifiers", "ProviderDetails", "ProviderName", "ProviderType", "UserPoolId")
_THE_NAME = "username"


class UnknownAttribute(UpcRule):
    """AttributeMapping maps onto standard attributes, attributes of the pool's Schema with custom:, and username."""

    id = "E9725"
    shortdesc = "Identity provider maps onto an attribute that its pool does not have"
    source_url = developer_guide("cognito-user-pools-specifying-attribute-mapping")
    types = (IDENTITY_PROVIDER,)
    answer = "AttributeMapping contains invalid mapping: […]"
    quote = "contains invalid mapping"
    evidence = REPORTED
    fixes = (SAFE,)
    properties = ("AttributeMapping",)

    def judge(self, subject: View) -> Findings:
        pool = sibling_pool(subject)
        mapping = mapping_of(subject) if pool is not None else None
        if pool is None or mapping is None or made_elsewhere(subject, pool):
            return
        for name in names_in(mapping):
            wrong, instead, meant = undefined(subject, name)
            if wrong and name != _THE_NAME and not mapping[name].absent:
                instead = "Move it out of AttributeMapping" if name in _OF_THE_PROVIDER else instead
                is_new = meant and mapping[meant].absent
                edit = safe(rename((*mapping.path, name), meant)) if is_new else None
                yield self.found(mapping[name], f"{subject} maps onto {wrong}", instead, edit=edit)
