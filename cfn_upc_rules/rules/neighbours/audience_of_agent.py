from cfn_upc_rules._cognito.authorizers import AGENTS
from cfn_upc_rules._cognito.pool_triggers import PRE_TOKEN, may_have_trigger
from cfn_upc_rules._cognito.siblings import may_be_completed, sibling_pool
from cfn_upc_rules._cognito.types import CLIENT, CLIENT_IDS
from cfn_upc_rules._rule import REPORTED, Findings, UpcRule, View


class AudienceOfAgent(UpcRule):
    """Access tokens of Cognito say their client in client_id, and have no aud unless they are for a resource."""

    id = "W9714"
    shortdesc = "AgentCore expects a User Pool Client as audience"
    source_url = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html"
    types = tuple(AGENTS)
    evidence = REPORTED

    def judge(self, subject: View) -> Findings:
        for item in subject.at(*AGENTS[subject.resource.type])["AllowedAudience"].each():
            target = item.target
            client = subject.other(target) if target is not None and target.type == CLIENT else None
            if client is None or item.attribute not in CLIENT_IDS:
                continue
            pool = sibling_pool(client)
            if pool is None or may_be_completed(subject.stack, pool.resource):
                continue
            if not may_have_trigger(subject, pool, *PRE_TOKEN):
                what = (
                    f"{subject} expects {client} as aud, and Cognito's plain access tokens have none: each is refused"
                )
                yield self.found(item, what, "Move it to AllowedClients")
