"""E9611: a property that takes a client's ID must hold one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._pairs import DISCOVERY, ISSUER, PAIRED_TYPES, places, pool_of
from cfn_upc_rules._rule import SCHEMA, Finding, UpcRule
from cfn_upc_rules._siblings import RESOURCE_SERVER
from cfn_upc_rules._tables import CLIENT, POOL
from cfn_upc_rules._values import references

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cfn_upc_rules._pairs import Place
    from cfn_upc_rules._stack import Resource, Stack, View

_ATTRIBUTES_THAT_ARE_NO_ID = ("ClientSecret", "Name")


class NoClientId(UpcRule):
    """Another resource, or another attribute of the client, stands where a client's ID belongs."""

    id = "E9611"
    shortdesc = "Property that takes the ID of a User Pool Client holds something else"
    description = "What is tied to a User Pool Client names it by !Ref"
    source_url = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
        "aws-resource-cognito-userpoolclient.html#aws-resource-cognito-userpoolclient-return-values"
    )
    evidence = SCHEMA

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        """Return the resources of the known types."""
        return stack.of_type(*PAIRED_TYPES)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look at what stands for the client."""
        for place in places(subject):
            wrong = _wrong(subject.stack, place)
            if wrong:
                owner = subject.stack.owner(place.client.path, subject.of)
                pool = pool_of(subject.stack, place.pool)
                clients = subject.stack.clients if pool is None else subject.stack.referring(pool, CLIENT)
                names = " or ".join(f"!Ref {client.id}" for client in clients[:3])
                what = f"{owner} holds {wrong} in {place.pair.client}, which takes a client's ID"
                yield self.found(place.client, what, f"Write {names}" if names else "Write !Ref of a client")


def _wrong(stack: Stack, place: Place) -> str:
    """Return what is known to stand for a client's ID without being one, "" for anything else."""
    resource = place.client.resource
    for reference in references(place.client.value):
        target = stack.resources.get(reference.target)
        if target is not None and target.type == CLIENT and reference.attribute in _ATTRIBUTES_THAT_ARE_NO_ID:
            return f"the {reference.attribute} of {target}"
        if target is not None and target.type == POOL:
            return str(target)
    if resource is None or resource.type == CLIENT or place.client.opaque:
        return ""
    # The issuer of a JWT authorizer can be anybody, and so can be its audience.
    of_tokens = place.pair.form in (ISSUER, DISCOVERY)
    if of_tokens and (resource.type == RESOURCE_SERVER or pool_of(stack, place.pool) is None):
        return ""
    return str(resource)
