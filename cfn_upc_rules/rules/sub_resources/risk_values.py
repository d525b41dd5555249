from ipaddress import ip_network

from cfn_upc_rules._cognito.types import RISK_CONFIGURATION
from cfn_upc_rules._rule import DEPLOYED, Findings, Node, UpcRule, View, api

_ACTIONS = ("BLOCK", "MFA_IF_CONFIGURED", "MFA_REQUIRED", "NO_ACTION")
_CREDENTIALS_ACTIONS = ("BLOCK", "NO_ACTION")
_EVENTS = ("SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP")
_MOST_RANGES = 200


class RiskValues(UpcRule):
    """EventAction, EventFilter and the IP ranges of a UserPoolRiskConfigurationAttachment."""

    id = "E9663"
    shortdesc = "Risk configuration has an impossible value"
    source_url = api("SetRiskConfiguration")
    types = (RISK_CONFIGURATION,)
    evidence = DEPLOYED

    def judge(self, subject: View) -> Findings:
        takeover = subject.at("AccountTakeoverRiskConfiguration", "Actions")
        for level in ("LowAction", "MediumAction", "HighAction"):
            yield from self._outside(subject, takeover.at(level, "EventAction"), _ACTIONS)
        credentials = subject["CompromisedCredentialsRiskConfiguration"]
        yield from self._outside(subject, credentials.at("Actions", "EventAction"), _CREDENTIALS_ACTIONS)
        for event in credentials["EventFilter"].each():
            yield from self._outside(subject, event, _EVENTS)
        for key in ("BlockedIPRangeList", "SkippedIPRangeList"):
            ranges = subject.at("RiskExceptionConfiguration", key)
            for item in ranges.each():
                if item.text is not None and not _is_range(item.text):
                    what = f"{subject} has the IP range '{item.text}' without a valid prefix length"
                    yield self.found(item, what, "Write it as 192.0.2.0/24", "Incorrect CIDR format")
            if isinstance(ranges.value, list) and _certain(ranges.value) > _MOST_RANGES:
                what = f"{subject} has {_certain(ranges.value)} IP ranges in {key}"
                yield self.found(ranges, what, f"Keep to {_MOST_RANGES}")

    def _outside(self, subject: View, value: Node, known: tuple[str, ...]) -> Findings:
        if value.text is not None and value.text not in known:
            key = "EventFilter" if known is _EVENTS else "EventAction"
            yield self.found(value, f"{subject} has the {key} '{value.text}'", f"Write {' or '.join(known)}")


def _is_range(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return "/" in text


def _certain(items: list[object]) -> int:
    """Return how many items are there whatever the conditions."""
    return sum(not isinstance(item, dict) for item in items)
