from cfn_upc_rules._cognito.authorizers import AGENTS
from cfn_upc_rules._cognito.siblings import may_be_completed, sibling_pool
from cfn_upc_rules._cognito.triggers import PRE_TOKEN, may_have_trigger
from cfn_upc_rules._cognito.types import CLIENT, CLIENT_IDS
from cfn_upc_rules._rule import (
    REPORTED,
    UNSAFE,
    Change,
    Findings,
    Iterator,
    Node,
    UpcRule,
    View,
    add_item,
    put,
    rename,
    take_out,
    unsafe,
)
from cfn_upc_rules._template.values import Reference


class AudienceOfAgent(UpcRule):
    """Access tokens of Cognito say their client in client_id, and have no aud unless they are for a resource."""

    id = "W9714"
    shortdesc = "AgentCore expects a User Pool Client as audience"
    source_url = "https://docs.aws.amazon.com/bedrock-agentcore/latest/devguide/inbound-jwt-authorizer.html"
    types = tuple(AGENTS)
    evidence = REPORTED
    fixes = (UNSAFE,)

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
                edit = unsafe(*_moved(subject.at(*AGENTS[subject.resource.type]), item, client))
                yield self.found(item, what, "Move it to AllowedClients", edit=edit)


def _moved(authorizer: Node, item: Node, client: View) -> Iterator[Change]:
    """Yield what moves a client from the audience to the clients; a list that would be left empty goes."""
    audience, clients = authorizer["AllowedAudience"], authorizer["AllowedClients"]
    reference = Reference(client.id)
    is_alone = isinstance(audience.raw, list) and len(audience.raw) == 1
    if is_alone and clients.absent:
        yield rename(audience.path, "AllowedClients")
        return
    yield take_out(audience if is_alone else item)
    if clients.absent:
        yield put(clients, (reference,))
    elif clients.find(lambda value: value == reference) is None:
        yield add_item(clients, reference)
