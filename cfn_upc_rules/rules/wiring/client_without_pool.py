"""I9625: an application that gets the client needs the pool, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._environment import environments, wired_clients, wired_computes
from cfn_upc_rules._rule import Finding, UpcRule
from cfn_upc_rules._tables import POOL, POOL_NAMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cfn_upc_rules._stack import Resource, Stack, View


class ClientWithoutPool(UpcRule):
    """The environment holds a client and not its User Pool."""

    id = "I9625"
    shortdesc = "Compute gets the User Pool Client and not its User Pool"
    description = "Code that verifies tokens or signs users in needs the pool's ID beside the client's"
    source_url = "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html"

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        """Return the computes that are wired to a client."""
        return wired_computes(stack)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look for the client, then for its pool, where the pool is of this template."""
        places = environments(subject)
        if any(place.unknown or place.named(*POOL_NAMES) for place in places):
            return
        for client in subject.each_of(wired_clients(subject.stack, subject.of)):
            pool = client["UserPoolId"].resource
            if pool is None or pool.type != POOL or subject.stack.depends_on(pool, subject.of):
                continue
            held = [variable for place in places for variable in place.holding(client.of)]
            if held and not any(place.mentioning(pool) for place in places):
                owner = subject.stack.owner(held[0].value.path, subject.of)
                what = f"{owner} holds {client} as {held[0].name} and not its {pool}"
                yield self.found(held[0].value, what, f"Declare {POOL_NAMES[0]}: !Ref {pool.id}")
