from cfn_upc_rules._cognito.slots import TYPES_WITH_CLIENT, Pair, is_of_cognito, pairs_in, pool_of
from cfn_upc_rules._cognito.stack import clients
from cfn_upc_rules._cognito.types import CLIENT, POOL
from cfn_upc_rules._cognito.words import refs
from cfn_upc_rules._rule import SAFE, SCHEMA, UNSAFE, Edit, Findings, Stack, UpcRule, View, property_page, put
from cfn_upc_rules._template.values import Reference, references

_NO_IDS = ("ClientSecret", "Name")


class NoClientId(UpcRule):
    """What is tied to a User Pool Client names it by !Ref."""

    id = "E9611"
    shortdesc = "Property that takes the ID of a User Pool Client holds something else"
    source_url = property_page("aws-resource-cognito-userpoolclient-return-values")
    types = TYPES_WITH_CLIENT
    evidence = SCHEMA
    fixes = (SAFE, UNSAFE)

    def judge(self, subject: View) -> Findings:
        stack = subject.stack
        for pair in pairs_in(subject):
            wrong = _wrong(stack, pair)
            if wrong:
                owner = stack.owner(pair.client.path, subject.resource)
                pool = pool_of(stack, pair.pool)
                named = pair.client.target
                known = clients(stack) if pool is None else stack.referring(pool, CLIENT)
                is_named = named is not None and named.type == CLIENT
                known = [named] if named is not None and is_named else known
                written = refs(stack, known, "the ID of a User Pool Client")
                what = f"{pair.slot.name} of {owner} takes a client's ID, not {wrong}"
                is_alone = len(known) == 1 and isinstance(pair.client.value, Reference)
                edit = Edit((put(pair.client, Reference(known[0].id)),), is_safe=is_named) if is_alone else None
                yield self.found(pair.client, what, f"Write {written}", edit=edit)


def _wrong(stack: Stack, pair: Pair) -> str:
    """Return what is known to stand for a client's ID without being one, "" for anything else."""
    for reference in references(pair.client.value):
        target = stack.resources.get(reference.target)
        if target is not None and target.type == CLIENT and reference.attribute in _NO_IDS:
            return f"the {reference.attribute} of '{target.id}'"
        if target is not None and target.type == POOL:
            return str(target)
    target = pair.client.target
    if target is None or target.type == CLIENT or pair.client.opaque or pair.slot.takes_audience:
        return ""
    # An OpenID Connect provider can be anybody, and so can be its clients.
    return "" if pair.slot.is_shared and not is_of_cognito(stack, pair.pool) else str(target)
