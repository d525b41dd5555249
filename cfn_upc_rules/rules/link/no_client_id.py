from cfn_upc_rules._cognito.pairs import DISCOVERY, ISSUER, PAIRED_TYPES, Place, places, pool_of
from cfn_upc_rules._cognito.stack import clients
from cfn_upc_rules._cognito.types import CLIENT, POOL, RESOURCE_SERVER
from cfn_upc_rules._rule import SCHEMA, Findings, Stack, UpcRule, View, property_page
from cfn_upc_rules._template.values import references

_ATTRIBUTES_THAT_ARE_NO_ID = ("ClientSecret", "Name")


class NoClientId(UpcRule):
    """What is tied to a User Pool Client names it by !Ref."""

    id = "E9611"
    shortdesc = "Property that takes the ID of a User Pool Client holds something else"
    source_url = property_page("aws-resource-cognito-userpoolclient-return-values")
    types = PAIRED_TYPES
    evidence = SCHEMA

    def judge(self, subject: View) -> Findings:
        for place in places(subject):
            wrong = _wrong(subject.stack, place)
            if wrong:
                owner = subject.stack.owner(place.client.path, subject.resource)
                pool = pool_of(subject.stack, place.pool)
                known = clients(subject.stack) if pool is None else subject.stack.referring(pool, CLIENT)
                names = " or ".join(f"!Ref {client.id}" for client in known[:3])
                what = f"{owner} holds {wrong} in {place.pair.client}, which takes a client's ID"
                yield self.found(place.client, what, f"Write {names}" if names else "Write !Ref of a client")


def _wrong(stack: Stack, place: Place) -> str:
    """Return what is known to stand for a client's ID without being one, "" for anything else."""
    resource = place.client.target
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
