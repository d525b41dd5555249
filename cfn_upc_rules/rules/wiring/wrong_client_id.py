from cfn_upc_rules._cognito.environments import client_variables
from cfn_upc_rules._cognito.stack import clients
from cfn_upc_rules._cognito.types import CLIENT, COMPUTES, STORES
from cfn_upc_rules._cognito.words import refs
from cfn_upc_rules._rule import SAFE, SCHEMA, UNSAFE, Edit, Findings, Node, UpcRule, View, property_page, put
from cfn_upc_rules._template.values import Reference


class WrongClientId(UpcRule):
    """The value is another resource, or an attribute of the client that is not its ID."""

    id = "E9622"
    shortdesc = "USER_POOL_CLIENT_ID does not hold the ID of a User Pool Client"
    source_url = property_page("aws-resource-cognito-userpoolclient-return-values")
    evidence = SCHEMA
    fixes = (SAFE, UNSAFE)
    types = tuple(COMPUTES)

    def judge(self, subject: View) -> Findings:
        stack = subject.stack
        for variable in client_variables(subject):
            wrong = _wrong(variable.value)
            if wrong:
                target = variable.value.target
                meant = [target] if target is not None and target.type == CLIENT else clients(stack)
                owner = stack.owner(variable.value.path, subject.resource)
                instead = f"Set it to {refs(stack, meant, 'the ID of a User Pool Client')}"
                is_free = len(meant) == 1 and not stack.depends_on(meant[0], subject.resource)
                change = put(variable.value, Reference(meant[0].id)) if is_free else None
                edit = None if change is None else Edit((change,), is_safe=meant[0] is target)
                yield self.found(variable.value, f"{variable.name} of {owner} {wrong}", instead, edit=edit)


def _wrong(value: Node) -> str:
    """Return what is wrong with a value that should be a client's ID, "" where nothing is known to be."""
    target = value.target
    if target is None or value.opaque or target.type in STORES:  # a store's name may be looked up at run time
        return ""
    if target.type != CLIENT:
        return f"holds {target}" if value.attribute == "" else f"holds the {value.attribute} of {target}"
    return (
        f"holds the {value.attribute} of '{target.id}', not its ID"
        if value.attribute in ("ClientSecret", "Name")
        else ""
    )
