from cfn_upc_rules._cognito.environments import client_variables
from cfn_upc_rules._cognito.stack import clients
from cfn_upc_rules._cognito.types import COMPUTES
from cfn_upc_rules._rule import CONVENTION, Findings, UpcRule, View, property_page


class HardCodedClientId(UpcRule):
    """The template has a User Pool Client, but a literal stands in its place: it is another one in every stage, and is
    gone once the client is replaced.
    """

    id = "W9623"
    shortdesc = "USER_POOL_CLIENT_ID is hard-coded"
    source_url = property_page("aws-resource-cognito-userpoolclient-return-values")
    evidence = CONVENTION
    types = tuple(COMPUTES)

    def judge(self, subject: View) -> Findings:
        names = " or ".join(f"!Ref {client.id}" for client in clients(subject.stack)[:3])
        for variable in client_variables(subject):
            if variable.value.text and not variable.value.empty:
                owner = subject.stack.owner(variable.value.path, subject.resource)
                what = f"{variable.name} of {owner} holds the hard-coded ID '{variable.value.text}'"
                yield self.found(variable.value, what, f"Set it to {names}")
