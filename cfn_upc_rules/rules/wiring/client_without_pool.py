from cfn_upc_rules._cognito.environments import environments, wired_clients, wired_computes
from cfn_upc_rules._cognito.types import DECLARING, POOL, POOL_NAMES
from cfn_upc_rules._cognito.words import ref
from cfn_upc_rules._edits.variables import declare
from cfn_upc_rules._rule import (
    CONVENTION,
    SAFE,
    Findings,
    Resource,
    Sequence,
    Stack,
    UpcRule,
    View,
    developer_guide,
    safe,
)
from cfn_upc_rules._template.values import Reference


class ClientWithoutPool(UpcRule):
    """Code that verifies tokens or signs users in needs the pool's ID beside the client's."""

    id = "I9625"
    shortdesc = "Compute gets the User Pool Client and not its User Pool"
    source_url = developer_guide("user-pool-settings-client-apps")
    evidence = CONVENTION
    fixes = (SAFE,)
    types = DECLARING

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        return wired_computes(stack)

    def judge(self, subject: View) -> Findings:
        declared = environments(subject)
        if any(environment.unknown or environment.named(*POOL_NAMES) for environment in declared):
            return
        for client in subject.each_of(wired_clients(subject.stack, subject.resource)):
            pool = client["UserPoolId"].target
            if pool is None or pool.type != POOL or subject.stack.depends_on(pool, subject.resource):
                continue
            held = [variable for environment in declared for variable in environment.holding(client.resource)]
            if held and not any(environment.mentioning(pool) for environment in declared):
                owner = subject.stack.owner(held[0].value.path, subject.resource)
                what = f"{owner} holds client {client} and not its pool"
                instead = f"Declare {POOL_NAMES[0]}: {ref(subject.stack, pool.id)}"
                holding = [environment for environment in declared if environment.holding(client.resource)]
                is_alone = len(holding) == 1 and len(wired_clients(subject.stack, subject.resource)) == 1
                edit = safe(declare(holding[0], POOL_NAMES[0], Reference(pool.id))) if is_alone else None
                yield self.found(held[0].value, what, instead, edit=edit)
