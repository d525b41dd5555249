"""What is known to be wrong with the values of a resource: in slots, and in variables named after the client.

The same question that the rules of one template ask, asked of all places at once: a value may come from another
template.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from cfn_upc_rules._cognito.environments import client_variables
from cfn_upc_rules._cognito.pool_forms import misfits
from cfn_upc_rules._cognito.slots import ID, NO_PROVIDER, PROVIDER, TYPES_WITH_CLIENT, TYPES_WITH_POOL, pairs_in
from cfn_upc_rules._cognito.types import CLIENT, COMPUTES, IDENTITY_POOL
from cfn_upc_rules._cognito.wrong_ids import (
    wrong_client_id,
    wrong_client_variable,
    wrong_pool_id,
    wrong_provider_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._cognito.slots import Form
    from cfn_upc_rules._template.nodes import Node, View

# The types that take a client's ID or a pool somewhere.
TYPES_WITH_NEEDS: Final = tuple(dict.fromkeys((*TYPES_WITH_CLIENT, *TYPES_WITH_POOL, *COMPUTES)))


class WrongValue(NamedTuple):
    """A value that its place is known not to take.

    Attributes:
        node: where it stands.
        name: the slot or the variable.
        form: the form of the pool that belongs there; None for a client's ID.
        answer: what AWS says, "" where that is not known.
    """

    node: Node
    name: str
    form: Form | None = None
    answer: str = ""

    @property
    def needed(self) -> str:
        """What belongs there, in words."""
        return "a client's ID" if self.form is None else f"a pool's {self.form.words}"


def wrong_values(view: View) -> Iterator[WrongValue]:
    """Yield the values of a resource that their places are known not to take."""
    if view.resource.type in COMPUTES:
        variables = client_variables(view)
        yield from (WrongValue(found.value, found.name) for found in variables if wrong_client_variable(found.value))
    for pair in pairs_in(view):
        if wrong_client_id(view.stack, pair):
            yield WrongValue(pair.client, pair.slot.name)
    for found in misfits(view):
        refusal = found.slot.refusal
        if refusal is not None and found.is_refused:
            yield WrongValue(found.node, found.slot.name, found.slot.form, refusal.quote or refusal.answer)
    yield from _with_rules_of_their_own(view)


def _with_rules_of_their_own(view: View) -> Iterator[WrongValue]:
    """Yield what `misfits` leaves to others: a client's pool, and the provider names of an identity pool."""
    if view.resource.type == CLIENT and wrong_pool_id(view["UserPoolId"]):
        yield WrongValue(view["UserPoolId"], "UserPoolId", ID)
    if view.resource.type == IDENTITY_POOL:
        for provider in view["CognitoIdentityProviders"].each():
            name = provider["ProviderName"]
            if wrong_provider_name(view.stack, name):
                yield WrongValue(name, "ProviderName", PROVIDER, NO_PROVIDER.answer)
