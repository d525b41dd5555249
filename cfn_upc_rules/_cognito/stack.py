"""The stack as Cognito sees it: what its resources are called, and what SAM makes of an event of a pool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._cognito.types import CLIENT, COMPUTES, POOL, POOL_FORMS
from cfn_upc_rules._template.globals import SAM_FUNCTION
from cfn_upc_rules._template.stack import Stack
from cfn_upc_rules._template.values import Reference, Text, mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.values import Path


class UserPoolStack(Stack):
    """A stack whose resources may be user pools and their clients."""

    kinds = {**COMPUTES, CLIENT: "User Pool Client", POOL: "User Pool"}  # noqa: RUF012 - never changed

    def form_of(self, reference: Reference) -> Text | None:
        """Return the text that an attribute of a pool always is; None for anything else."""
        resource = self.resources.get(reference.target)
        form = POOL_FORMS.get(reference.attribute)
        if form is None or resource is None or resource.type != POOL:
            return None
        return Text(tuple(Reference(reference.target, part) if index % 2 else part for index, part in enumerate(form)))

    def further_references(self) -> Iterator[tuple[Resource, str, Path]]:
        """Yield what SAM adds: it turns an event of type Cognito into the pool's LambdaConfig, so the pool depends."""
        for function in self.of_type(SAM_FUNCTION):
            for event in mapping(mapping(function.properties).get("Events")).values():
                if mapping(event).get("Type") == "Cognito":
                    pool = self.read_as_is(mapping(mapping(event).get("Properties")).get("UserPool"))
                    if isinstance(pool, Reference) and pool.target in self.resources:
                        yield self.resources[pool.target], function.id, ("LambdaConfig",)


def clients(stack: Stack) -> list[Resource]:
    """Return the User Pool Clients."""
    return stack.of_type(CLIENT)


def pools(stack: Stack) -> list[Resource]:
    """Return the User Pools."""
    return stack.of_type(POOL)


def computes(stack: Stack) -> list[Resource]:
    """Return what carries an environment: functions, Docker tasks, edge functions, builds."""
    return stack.of_type(*COMPUTES)
