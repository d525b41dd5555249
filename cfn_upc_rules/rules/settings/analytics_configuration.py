from cfn_upc_rules._rule import DEPLOYED, Findings, UpcRule, View, api

_KEYS = frozenset({"ApplicationArn", "ApplicationId", "RoleArn", "ExternalId"})


class AnalyticsConfiguration(UpcRule):
    """AnalyticsConfiguration takes ApplicationArn alone, or ApplicationId with RoleArn and ExternalId."""

    id = "E9647"
    shortdesc = "AnalyticsConfiguration does not name its application in one way"
    source_url = api("AnalyticsConfigurationType")
    answer = (
        "Invalid analytics configuration given, either <application arn> or <application id, "
        "role arn, external id> are valid"
    )
    quote = "Invalid analytics configuration"
    evidence = DEPLOYED
    properties = ("AnalyticsConfiguration",)

    def judge(self, subject: View) -> Findings:
        analytics = subject["AnalyticsConfiguration"]
        if not isinstance(analytics.value, dict):
            return
        given = _KEYS.intersection(analytics.keys())
        if given not in ({"ApplicationArn"}, _KEYS - {"ApplicationArn"}):
            names = ", ".join(sorted(given)) or "no application"
            what = f"AnalyticsConfiguration has {names}"
            instead = "Give ApplicationArn, or ApplicationId, RoleArn, ExternalId"
            yield self.found(analytics, what, instead)
