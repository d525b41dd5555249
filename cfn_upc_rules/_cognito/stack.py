"""The stack as Cognito sees it: what its resources are called, and what SAM makes of an event of a pool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._cognito.types import CLIENT, COMPUTES, PIECES_OF_ATTRIBUTES, POOL
from cfn_upc_rules._template.globals import SAM_FUNCTION
from cfn_upc_rules._template.stack import Stack
from cfn_upc_rules._template.values import Reference, mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.values import Path


class UserPoolStack(Stack):
    """A stack whose resources may be user pools and their clients."""

    kinds = {**COMPUTES, CLIENT: "User Pool Client"}  # noqa: RUF012 - never changed
    pieces = PIECES_OF_ATTRIBUTES

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
