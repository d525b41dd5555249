from cfn_upc_rules._cognito.edge import edge_functions
from cfn_upc_rules._cognito.environments import accepted_names, environments, wired_clients
from cfn_upc_rules._cognito.stack import computes
from cfn_upc_rules._cognito.types import BUILD, CLIENT, POOL, POOL_NAMES
from cfn_upc_rules._rule import CONVENTION, Findings, Resource, Sequence, Stack, UpcRule, View, developer_guide


class PoolWithoutClient(UpcRule):
    """Code that signs users in needs a client's ID beside the pool; administrative code does not."""

    id = "I9624"
    shortdesc = "Compute gets the User Pool and no User Pool Client"
    source_url = developer_guide("user-pool-settings-client-apps")
    evidence = CONVENTION

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        edge = edge_functions(stack)
        return [compute for compute in computes(stack) if compute.type != BUILD and compute.id not in edge]

    def judge(self, subject: View) -> Findings:
        stack = subject.stack
        declared = environments(subject)
        for variable in [v for environment in declared for v in environment.named(*POOL_NAMES)][:1]:
            pool = variable.value.target
            if pool is None or pool.type != POOL:
                continue
            clients = [c for c in stack.referring(pool, CLIENT) if not stack.depends_on(c, subject.resource)]
            names = accepted_names(stack)
            if not clients or any(environment.unknown or environment.named(*names) for environment in declared):
                continue
            if any(
                environment.mentioning(client)
                for environment in declared
                for client in wired_clients(stack, subject.resource)
            ):
                continue
            owner = stack.owner(variable.value.path, subject.resource)
            what = f"{owner} holds {pool} as {variable.name} and no User Pool Client"
            instead = f"Declare {names[0]}: !Ref {clients[0].id}, unless it only administers the pool"
            yield self.found(variable.value, what, instead)
