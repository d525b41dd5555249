"""I9624: an application that gets the pool needs the client, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._edge import edge_functions
from cfn_upc_rules._environment import accepted_names, environments, wired_clients
from cfn_upc_rules._rule import Finding, UpcRule
from cfn_upc_rules._tables import BUILD, CLIENT, POOL, POOL_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cfn_upc_rules._stack import Resource, Stack, View


class PoolWithoutClient(UpcRule):
    """The environment holds a User Pool and none of its clients."""

    id = "I9624"
    shortdesc = "Compute gets the User Pool and no User Pool Client"
    description = "Code that signs users in needs a client's ID beside the pool; administrative code does not"
    source_url = "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html"

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        """Return the computes; one at the edge has no environment."""
        edge = edge_functions(stack)
        return [compute for compute in stack.computes if compute.type != BUILD and compute.id not in edge]

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look for a sibling pool that has clients, and for any client."""
        stack = subject.stack
        places = environments(subject)
        for variable in [v for place in places for v in place.named(*POOL_NAMES)][:1]:
            pool = variable.value.resource
            if pool is None or pool.type != POOL:
                continue
            clients = [c for c in stack.referring(pool, CLIENT) if not stack.depends_on(c, subject.of)]
            names = accepted_names(stack)
            if not clients or any(place.unknown or place.named(*names) for place in places):
                continue
            if any(place.mentioning(client) for place in places for client in wired_clients(stack, subject.of)):
                continue
            owner = stack.owner(variable.value.path, subject.of)
            what = f"{owner} holds {pool} as {variable.name} and no User Pool Client"
            instead = f"Declare {names[0]}: !Ref {clients[0].id}, unless it only administers the pool"
            yield self.found(variable.value, what, instead)
