"""E9647: analytics name their application in one of two ways."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import DEPLOYED, Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View

_KEYS = frozenset({"ApplicationArn", "ApplicationId", "RoleArn", "ExternalId"})


class AnalyticsConfiguration(UpcRule):
    """`AnalyticsConfiguration` holds an ARN alone, or ID, role and external ID."""

    id = "E9647"
    shortdesc = "AnalyticsConfiguration does not name its application in one way"
    description = "AnalyticsConfiguration takes ApplicationArn alone, or ApplicationId with RoleArn and ExternalId"
    source_url = (
        "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/"
        "API_AnalyticsConfigurationType.html"
    )
    answer = (
        "Invalid analytics configuration given, either <application arn> or <application id, "
        "role arn, external id> are valid"
    )
    evidence = DEPLOYED
    about = ("AnalyticsConfiguration",)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look at which of the four keys are there."""
        analytics = subject["AnalyticsConfiguration"]
        if not isinstance(analytics.value, dict):
            return
        given = _KEYS.intersection(analytics.keys())
        if given not in ({"ApplicationArn"}, _KEYS - {"ApplicationArn"}):
            names = ", ".join(sorted(given)) or "no application"
            what = f"{subject} has an AnalyticsConfiguration with {names}"
            instead = "Give ApplicationArn alone, or ApplicationId, RoleArn and ExternalId together"
            yield self.found(analytics, what, instead)
