from cfn_upc_rules._rule import CONVENTION, Findings, UpcRule, View, property_page


class DisplayName(UpcRule):
    """Without ClientName the console shows a generated name, different in every stack."""

    id = "I9606"
    shortdesc = "User Pool Client has no display name"
    source_url = property_page("cfn-cognito-userpoolclient-clientname")
    evidence = CONVENTION

    def judge(self, subject: View) -> Findings:
        metadata = subject.resource.body.get("Metadata")
        named = isinstance(metadata, dict) and metadata.get("StackeryName")
        if subject["ClientName"].empty and not named:
            yield self.found(subject["ClientName"], f"{subject} has no display name", "Set ClientName")
