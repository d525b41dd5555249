from cfn_upc_rules._cognito.providers import REFUSED_WITHOUT_REQUIRED, unmapped
from cfn_upc_rules._cognito.types import IDENTITY_PROVIDER
from cfn_upc_rules._rule import REPORTED, Findings, UpcRule, View, developer_guide


class RefusedMapping(UpcRule):
    """Google and Facebook must map every attribute that the pool's Schema requires."""

    id = "E9723"
    shortdesc = "Google or Facebook does not map an attribute that the User Pool requires"
    source_url = developer_guide("cognito-user-pools-specifying-attribute-mapping")
    types = (IDENTITY_PROVIDER,)
    answer = "The attribute mapping is missing required attributes […]"
    quote = "missing required attributes"
    evidence = REPORTED

    def judge(self, subject: View) -> Findings:
        if subject["ProviderType"].text in REFUSED_WITHOUT_REQUIRED:
            for what, instead in unmapped(subject):
                yield self.found(subject["AttributeMapping"], what, instead)
