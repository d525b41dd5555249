from cfn_upc_rules._cognito.edge import edge_functions
from cfn_upc_rules._cognito.environments import accepted_names, environments, wired_clients
from cfn_upc_rules._cognito.stack import computes
from cfn_upc_rules._cognito.types import CLIENT, DECLARING, POOL, POOL_NAMES
from cfn_upc_rules._cognito.words import ref
from cfn_upc_rules._edits.variables import declare
from cfn_upc_rules._rule import (
    CONVENTION,
    UNSAFE,
    Findings,
    Resource,
    Sequence,
    Stack,
    UpcRule,
    View,
    developer_guide,
    unsafe,
)
from cfn_upc_rules._template.values import Reference


class PoolWithoutClient(UpcRule):
    """Code that signs users in needs a client's ID beside the pool; administrative code does not."""

    id = "I9624"
    shortdesc = "Compute gets the User Pool and no User Pool Client"
    source_url = developer_guide("user-pool-settings-client-apps")
    evidence = CONVENTION
    fixes = (UNSAFE,)
    types = DECLARING

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        edge = edge_functions(stack)
        return [compute for compute in computes(stack) if compute.type in self.types and compute.id not in edge]

    def judge(self, subject: View) -> Findings:
        stack = subject.stack
        declared = environments(subject)
        for variable in [v for environment in declared for v in environment.named(*POOL_NAMES)][:1]:
            pool = variable.value.target
            if pool is None or pool.type != POOL:
                continue
            known = [c for c in stack.referring(pool, CLIENT) if not stack.depends_on(c, subject.resource)]
            names = accepted_names(stack)
            if not known or any(environment.unknown or environment.named(*names) for environment in declared):
                continue
            if any(
                environment.mentioning(client)
                for environment in declared
                for client in wired_clients(stack, subject.resource)
            ):
                continue
            owner = stack.owner(variable.value.path, subject.resource)
            what = f"{owner} holds pool '{pool.name}' and no client of it"
            instead = f"Declare {names[0]}: {ref(stack, known[0].id)}, unless it only administers"
            holding = [environment for environment in declared if environment.named(variable.name)]
            is_alone = len(holding) == len(known) == 1
            edit = unsafe(declare(holding[0], names[0], Reference(known[0].id))) if is_alone else None
            yield self.found(variable.value, what, instead, edit=edit)
