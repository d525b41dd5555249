import re

from cfn_upc_rules._cognito.environments import client_variables
from cfn_upc_rules._cognito.stack import clients, computes
from cfn_upc_rules._cognito.types import COMPUTES
from cfn_upc_rules._cognito.words import refs
from cfn_upc_rules._rule import (
    CONVENTION,
    UNSAFE,
    Findings,
    Node,
    Resource,
    Sequence,
    Stack,
    UpcRule,
    View,
    property_page,
    put,
    unsafe,
)
from cfn_upc_rules._template.branches import other_branches
from cfn_upc_rules._template.values import Reference

_COULD_BE_ID = r"(?a)[\w+]+"


class HardCodedClientId(UpcRule):
    """The template has a User Pool Client, but a literal, or nothing, stands where its ID belongs: a literal is another
    one in every stage, and is gone once the client is replaced.
    """

    id = "W9623"
    shortdesc = "USER_POOL_CLIENT_ID is hard-coded or empty"
    source_url = property_page("aws-resource-cognito-userpoolclient-return-values")
    evidence = CONVENTION
    fixes = (UNSAFE,)
    types = tuple(COMPUTES)
    takes_values = False

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        return computes(stack) if clients(stack) else []

    def judge(self, subject: View) -> Findings:
        stack = subject.stack
        for variable in client_variables(subject):
            value = variable.value
            text = "" if value.empty else value.text
            if text is None or (text and not re.fullmatch(_COULD_BE_ID, text)) or _is_sentinel(subject, value):
                continue
            if not any(subject.other(client) for client in clients(stack)):
                continue
            owner = stack.owner(value.path, subject.resource)
            if not text and owner == "Globals" and _is_overridden(subject, variable.name):
                continue
            holds = f"holds the hard-coded ID '{text}'" if text else "is empty"
            known = clients(stack)
            is_free = len(known) == 1 and not stack.depends_on(known[0], subject.resource)
            edit = unsafe(put(value, Reference(known[0].id))) if is_free else None
            what = f"{variable.name} of {owner} {holds}"
            yield self.found(value, what, f"Set it to {refs(stack, known, '')}", edit=edit)


def _is_sentinel(subject: View, value: Node) -> bool:
    """Return whether the value says that there is none: in another branch stands no literal."""
    others = other_branches(subject.resource.body, value.path[2:])
    return any(
        not isinstance(one, (str, int, float, type(None))) for raw in others for one in subject.stack.values(raw)
    )


def _is_overridden(subject: View, name: str) -> bool:
    """Return whether some function declares the variable itself, whatever Globals say."""
    others = (subject.other(compute) for compute in subject.stack.of_type(subject.resource.type))
    return any(
        subject.stack.owner(variable.value.path, other.resource) != "Globals"
        for other in others
        if other is not None
        for variable in client_variables(other)
        if variable.name == name
    )
