from cfn_upc_rules._cognito.providers import REFUSED_WITHOUT_REQUIRED, unmapped
from cfn_upc_rules._cognito.types import IDENTITY_PROVIDER
from cfn_upc_rules._rule import REPORTED, Findings, UpcRule, View, developer_guide


class IncompleteMapping(UpcRule):
    """Whoever signs in by a provider gets an account only with all attributes that the pool's Schema requires."""

    id = "W9724"
    shortdesc = "Identity provider does not map an attribute that the User Pool requires"
    source_url = developer_guide("cognito-user-pools-specifying-attribute-mapping")
    types = (IDENTITY_PROVIDER,)
    answer = "The attribute mapping is missing required attributes […]"
    quote = "missing required attributes"
    evidence = REPORTED

    def judge(self, subject: View) -> Findings:
        kind = subject["ProviderType"].text
        if kind is not None and kind not in REFUSED_WITHOUT_REQUIRED:
            for what, instead in unmapped(subject):
                yield self.found(subject["AttributeMapping"], what, instead)
