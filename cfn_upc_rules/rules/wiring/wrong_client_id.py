from cfn_upc_rules._cognito.environments import client_variables
from cfn_upc_rules._cognito.stack import clients
from cfn_upc_rules._cognito.types import CLIENT, COMPUTES
from cfn_upc_rules._rule import SCHEMA, Findings, Node, UpcRule, View, property_page


class WrongClientId(UpcRule):
    """The value is empty, another resource, or an attribute of the client that is not its ID."""

    id = "E9622"
    shortdesc = "USER_POOL_CLIENT_ID does not hold the ID of a User Pool Client"
    source_url = property_page("aws-resource-cognito-userpoolclient-return-values")
    types = tuple(COMPUTES)
    evidence = SCHEMA

    def judge(self, subject: View) -> Findings:
        names = " or ".join(f"!Ref {client.id}" for client in clients(subject.stack)[:3])
        for variable in client_variables(subject):
            wrong = _wrong(variable.value)
            if wrong:
                owner = subject.stack.owner(variable.value.path, subject.resource)
                what = f"{variable.name} of {owner} {wrong}"
                yield self.found(variable.value, what, f"Set it to {names}")


def _wrong(value: Node) -> str:
    """Return what is wrong with a value that should be a client's ID, "" where nothing is known to be."""
    if value.empty:
        return "is empty"
    resource = value.target
    if resource is None or value.opaque:
        return ""
    if resource.type != CLIENT:
        return f"holds {value.value}, which is {resource} and no User Pool Client"
    if value.attribute in ("ClientSecret", "Name"):
        return f"holds the {value.attribute} of {resource}, not its ID"
    return ""
