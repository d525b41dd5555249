from cfn_upc_rules._cognito.pairs import DISCOVERY, ISSUER, PAIRED_TYPES, PairInUse, pairs_in, pool_of
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
        for pair in pairs_in(subject):
            wrong = _wrong(subject.stack, pair)
            if wrong:
                owner = subject.stack.owner(pair.client.path, subject.resource)
                pool = pool_of(subject.stack, pair.pool)
                known = clients(subject.stack) if pool is None else subject.stack.referring(pool, CLIENT)
                names = " or ".join(f"!Ref {client.id}" for client in known[:3])
                what = f"{owner} holds {wrong} in {pair.row.client}, which takes a client's ID"
                yield self.found(pair.client, what, f"Write {names}" if names else "Write !Ref of a client")


def _wrong(stack: Stack, pair: PairInUse) -> str:
    """Return what is known to stand for a client's ID without being one, "" for anything else."""
    resource = pair.client.target
    for reference in references(pair.client.value):
        target = stack.resources.get(reference.target)
        if target is not None and target.type == CLIENT and reference.attribute in _ATTRIBUTES_THAT_ARE_NO_ID:
            return f"the {reference.attribute} of {target}"
        if target is not None and target.type == POOL:
            return str(target)
    if resource is None or resource.type == CLIENT or pair.client.opaque:
        return ""
    # The issuer of a JWT authorizer can be anybody, and so can be its audience.
    of_tokens = pair.row.form in (ISSUER, DISCOVERY)
    if of_tokens and (resource.type == RESOURCE_SERVER or pool_of(stack, pair.pool) is None):
        return ""
    return str(resource)
