from cfn_upc_rules._cognito.auth_flows import REFRESH_FLOW
from cfn_upc_rules._cognito.siblings import may_be_completed, sibling_pool
from cfn_upc_rules._cognito.triggers import may_have_trigger
from cfn_upc_rules._cognito.types import OAUTH_SWITCH
from cfn_upc_rules._rule import REPORTED, Findings, UpcRule, View, developer_guide
from cfn_upc_rules._template.values import Value

_CUSTOM = ("ALLOW_CUSTOM_AUTH", "CUSTOM_AUTH_FLOW_ONLY")
_TRIGGER = "DefineAuthChallenge"


class CustomAuthWithoutTrigger(UpcRule):
    """Custom authentication begins with the function that is the pool's DefineAuthChallenge trigger."""

    id = "W9659"
    shortdesc = "Custom auth is the only way to sign in, and the pool has no trigger for it"
    source_url = developer_guide("user-pool-lambda-challenge")
    answer = "Custom auth lambda trigger is not configured for the user pool."
    quote = "trigger is not configured"
    evidence = REPORTED
    properties = ("ExplicitAuthFlows",)

    def judge(self, subject: View) -> Findings:
        flows = subject["ExplicitAuthFlows"]
        custom = flows.find_text(*_CUSTOM)
        if custom is None or flows.find(_signs_in) is not None or not _without_pages(subject):
            return
        pool = sibling_pool(subject)
        if pool is None or may_be_completed(subject.stack, pool.resource):
            return
        if not may_have_trigger(subject, pool, _TRIGGER):
            what = f"{subject} allows custom auth alone, and {pool} has no {_TRIGGER}"
            yield self.found(custom, what, "Add the trigger")


def _signs_in(flow: Value) -> bool:
    """Return whether a flow is, or may be, another way to sign in."""
    return flow not in (*_CUSTOM, REFRESH_FLOW)


def _without_pages(subject: View) -> bool:
    """Return whether it is known that nobody signs in with the client by OAuth."""
    return subject[OAUTH_SWITCH].off or subject["AllowedOAuthFlows"].empty
