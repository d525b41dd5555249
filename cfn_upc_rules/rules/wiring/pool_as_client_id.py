import re

from cfn_upc_rules._cognito.environments import accepted_names, environments
from cfn_upc_rules._cognito.stack import pools
from cfn_upc_rules._cognito.types import CLIENT, COMPUTES
from cfn_upc_rules._cognito.words import refs
from cfn_upc_rules._rule import CONVENTION, UNSAFE, Findings, UpcRule, View, property_page, put, unsafe
from cfn_upc_rules._template.values import Reference

_CLIENT_ID = r"(?i).*client[_-]?id"
# Whose client, or what else, the rest of a name can say that is none of a pool's.
_OTHERS = (
    r"(?i)google|facebook|apple|amazon|github|gitlab|twitter|linkedin|microsoft|azure|entra|okta|auth0|keycloak|slack|discord"
    r"|spotify|stripe|paypal|salesforce|zoom|mqtt|iot|kafka|identity_?pool"
)
_FORMS = ("", "UserPoolId", "Arn")


class PoolAsClientId(UpcRule):
    """A variable that is named after the client's ID holds the pool's ID or ARN."""

    id = "W9627"
    shortdesc = "Variable named after a client's ID holds the User Pool"
    source_url = property_page("aws-resource-cognito-userpoolclient-return-values")
    evidence = CONVENTION
    fixes = (UNSAFE,)
    types = tuple(COMPUTES)

    def judge(self, subject: View) -> Findings:
        stack = subject.stack
        accepted = accepted_names(stack)
        for environment in environments(subject):
            for pool in pools(stack):
                for variable in environment.holding(pool):
                    value = variable.value
                    if variable.name in accepted or not _means_client(variable.name):
                        continue
                    if value.target is pool and value.attribute in _FORMS:
                        owner = stack.owner(value.path, subject.resource)
                        form = "ARN" if value.attribute == "Arn" else "ID"
                        what = f"{variable.name} of {owner} holds the {form} of {pool}"
                        known = stack.referring(pool, CLIENT)
                        is_free = len(known) == 1 and not stack.depends_on(known[0], subject.resource)
                        edit = unsafe(put(value, Reference(known[0].id))) if is_free else None
                        written = refs(stack, known, "the ID of a User Pool Client")
                        yield self.found(value, what, f"Write {written}", edit=edit)


def _means_client(name: str) -> bool:
    return bool(re.fullmatch(_CLIENT_ID, name)) and not re.search(_OTHERS, name)
