from cfn_upc_rules._cognito.attributes import in_schema
from cfn_upc_rules._cognito.providers import mapping_of
from cfn_upc_rules._cognito.siblings import sibling_pool
from cfn_upc_rules._cognito.types import IDENTITY_PROVIDER
from cfn_upc_rules._rule import REPORTED, Findings, UpcRule, View, developer_guide
from cfn_upc_rules._template.values import Value, boolean


class ImmutableAttribute(UpcRule):
    """Cognito writes what a provider maps at each sign-in, so the attribute must be mutable."""

    id = "W9720"
    shortdesc = "Identity provider maps onto an attribute that can't change"
    source_url = developer_guide("cognito-user-pools-specifying-attribute-mapping")
    types = (IDENTITY_PROVIDER,)
    answer = "…: Attribute cannot be updated."
    quote = "Attribute cannot be updated"
    evidence = REPORTED
    properties = ("AttributeMapping",)

    def judge(self, subject: View) -> Findings:
        pool = sibling_pool(subject)
        mapping = mapping_of(subject) if pool is not None else None
        if pool is None or mapping is None:
            return
        for attribute in in_schema(pool, _may_be_immutable):
            mapped = mapping[attribute.name]
            if attribute.is_immutable and attribute.name != "sub" and not mapped.absent:
                what = f"{subject} maps onto '{attribute.name}', which {pool} fixed as Mutable: false"
                instead = "Drop the mapping, or make a new pool with Mutable: true"
                if attribute.is_required:  # without the mapping E9723 or W9724 would speak
                    instead = "Make a new pool with Mutable: true"
                yield self.found(mapped, what, instead)


def _may_be_immutable(item: Value) -> bool:
    return isinstance(item, dict) and boolean(item.get("Mutable")) is False
