from cfn_upc_rules._cognito.providers import DEMANDS
from cfn_upc_rules._cognito.types import IDENTITY_PROVIDER
from cfn_upc_rules._rule import DEPLOYED, Findings, UpcRule, View, request


class MissingDetails(UpcRule):
    """ProviderDetails of a social provider hold what it was registered with: the ID, the secret or key, the scopes."""

    id = "E9727"
    shortdesc = "Social identity provider without the details that it needs"
    source_url = request("CreateIdentityProvider", "ProviderDetails")
    types = (IDENTITY_PROVIDER,)
    answer = "client_id, client_secret and authorize_scopes are all required idp details"
    quote = "are all required idp details"
    evidence = DEPLOYED
    properties = ("ProviderDetails",)

    def judge(self, subject: View) -> Findings:
        demand = DEMANDS.get(subject["ProviderType"].text or "")
        details = subject["ProviderDetails"]
        if demand is None or not details.is_mapping:
            return
        lacking = [key for key in demand.keys if details[key].absent]
        if lacking:
            what = f"ProviderDetails of {subject} lack {', '.join(lacking)}"
            yield self.found(details, what, "Add it" if len(lacking) == 1 else "Add them")
