import re
from ipaddress import ip_address, ip_network
from itertools import islice

from cfn_upc_rules._cognito.types import RISK_CONFIGURATION
from cfn_upc_rules._rule import DEPLOYED, SAFE, Findings, Node, Stack, UpcRule, View, api, put, safe
from cfn_upc_rules._template.values import Text

_ACTIONS = ("BLOCK", "MFA_IF_CONFIGURED", "MFA_REQUIRED", "NO_ACTION")
_CREDENTIALS_ACTIONS = ("BLOCK", "NO_ACTION")
_EVENTS = ("SIGN_IN", "PASSWORD_CHANGE", "SIGN_UP")
_RANGES = ("BlockedIPRangeList", "SkippedIPRangeList")
_MOST_RANGES = 200
_SES_REGIONS = ("eu-west-1", "us-east-1", "us-west-2")
_SES_ARN = r"arn:[\w-]+:ses:([a-z0-9-]+):"


class RiskValues(UpcRule):
    """A risk configuration takes known actions and events, IP ranges, and an SES identity of three regions."""

    id = "E9663"
    shortdesc = "Risk configuration has an impossible value"
    source_url = api("SetRiskConfiguration")
    types = (RISK_CONFIGURATION,)
    evidence = DEPLOYED
    fixes = (SAFE,)

    def judge(self, subject: View) -> Findings:
        exceptions = subject["RiskExceptionConfiguration"]
        # Each in scenarios of its own: two lists of 10,000 ranges have 10^8 pairs.
        part = subject.scenario.choose(("part",), ("risks", "lengths", *_RANGES))
        if part == "risks":
            yield from self._risks(subject)
        elif part == "lengths":
            for key in _RANGES:
                if isinstance(exceptions[key].raw, list) and _are_too_many(subject.stack, exceptions[key].raw):
                    what = f"{key} of {subject} has more than {_MOST_RANGES} IP ranges"
                    yield self.found(exceptions[key], what, f"Keep it to {_MOST_RANGES}")
        else:
            for item in exceptions[part].each():
                if item.text is not None and not _is_range(item.text):
                    what = f"The IP range '{item.text}' {_what_is_wrong(item.text)}"
                    prefix = _prefix_of(item.text)
                    edit = safe(put(item, f"{item.text}/{prefix}")) if prefix else None
                    yield self.found(item, what, "Write it as 192.0.2.0/24", "Incorrect CIDR format", edit=edit)

    def _risks(self, subject: View) -> Findings:
        takeover = subject.at("AccountTakeoverRiskConfiguration", "Actions")
        for level in ("LowAction", "MediumAction", "HighAction"):
            yield from self._outside(subject, takeover.at(level, "EventAction"), _ACTIONS)
        yield from self._source(subject.at("AccountTakeoverRiskConfiguration", "NotifyConfiguration", "SourceArn"))
        credentials = subject["CompromisedCredentialsRiskConfiguration"]
        yield from self._outside(subject, credentials.at("Actions", "EventAction"), _CREDENTIALS_ACTIONS)
        for event in credentials["EventFilter"].each():
            yield from self._outside(subject, event, _EVENTS)

    def _outside(self, subject: View, value: Node, known: tuple[str, ...]) -> Findings:
        if value.text is not None and value.text not in known:
            key = "EventFilter" if known is _EVENTS else "EventAction"
            meant = value.text.upper()
            edit = safe(put(value, meant)) if meant in known else None
            instead = f"Write {meant if edit else ', '.join(known)}"
            yield self.found(value, f"{subject} has the {key} '{value.text}'", instead, edit=edit)

    def _source(self, source: Node) -> Findings:
        region = re.match(_SES_ARN, source.value.start if isinstance(source.value, Text) else source.text or "")
        if region is not None and region[1] not in _SES_REGIONS:
            what = f"SourceArn is an identity of SES in {region[1]}"
            answer = "Provided SourceArn must be in one of the following SES regions"
            yield self.found(source, what, f"Take one of {', '.join(_SES_REGIONS)}", answer)


def _is_range(text: str) -> bool:
    if not _has_prefix_length(text):  # `ip_network` takes netmasks, too
        return False
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return True


def _has_prefix_length(text: str) -> bool:
    length = text.partition("/")[2]
    return length.isascii() and length.isdigit()


def _what_is_wrong(text: str) -> str:
    return "is no range of addresses" if _has_prefix_length(text) else "has no prefix length"


def _prefix_of(text: str) -> int:
    """Return the prefix length of a single address; 0 for what is none, has a zone, or looks like that of a network."""
    try:
        address = ip_address(text)
    except ValueError:
        return 0
    return 0 if "%" in text or address.packed.endswith(b"\0") else address.max_prefixlen


def _are_too_many(stack: Stack, items: list[object]) -> bool:
    """Return whether there are too many items whatever the conditions; looks no further than that takes."""
    certain = (item for item in items if all(isinstance(value, str) for value in stack.values(item)))
    return next(islice(certain, _MOST_RANGES, None), None) is not None
