from cfn_upc_rules._cognito.environments import accepted_names, environments
from cfn_upc_rules._cognito.pairs import PAIRED_TYPES, pairs_in, pool_of
from cfn_upc_rules._cognito.stack import computes
from cfn_upc_rules._cognito.types import CLIENT, COMPUTES, POOL_NAMES
from cfn_upc_rules._rule import (
    SCHEMA,
    Findings,
    Iterator,
    Node,
    Resource,
    Sequence,
    Stack,
    UpcRule,
    View,
    developer_guide,
)
from cfn_upc_rules._template.values import references


class OtherPool(UpcRule):
    """Cognito knows a client in its own pool only: the other pool neither issues nor accepts its tokens."""

    id = "E9612"
    shortdesc = "User Pool Client is used beside a User Pool it does not belong to"
    source_url = developer_guide("user-pool-settings-client-apps")
    evidence = SCHEMA

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        return [*stack.of_type(*PAIRED_TYPES), *computes(stack)]

    def judge(self, subject: View) -> Findings:
        for client_id, pool_id in _pairs(subject):
            pool = pool_of(subject.stack, pool_id)
            for client in _clients(subject, client_id):
                own = pool_of(subject.stack, client["UserPoolId"])
                if pool is None or own is None or pool is own:
                    continue
                both = (client_id, pool_id)
                at = next((node for node in both if _owner(subject, node) == str(subject)), client_id)
                what = f"{_owner(subject, at)} uses {client} of '{own.id}' beside {pool}"
                yield self.found(at, what, f"Use a client of '{pool.id}', or name '{own.id}' as the pool")


def _pairs(subject: View) -> Iterator[tuple[Node, Node]]:
    """Yield the clients' IDs with the pools that stand beside them."""
    if subject.resource.type not in COMPUTES:
        yield from ((pair.client, pair.pool) for pair in pairs_in(subject))
        return
    for environment in environments(subject):
        for client in environment.named(*accepted_names(subject.stack)):
            for pool in environment.named(*POOL_NAMES):
                yield client.value, pool.value


def _owner(subject: View, node: Node) -> str:
    return subject.stack.owner(node.path, subject.resource)


def _clients(subject: View, client_id: Node) -> Iterator[View]:
    for reference in references(client_id.value):
        resource = subject.stack.resources.get(reference.target)
        if resource is not None and resource.type == CLIENT and reference.attribute in ("", "ClientId"):
            client = subject.other(resource)
            if client is not None:
                yield client
