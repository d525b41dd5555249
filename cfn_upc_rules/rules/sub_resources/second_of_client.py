from collections.abc import Iterator

from cfn_upc_rules._cognito.types import BRANDING, TERMS
from cfn_upc_rules._rule import REFERENCE, Findings, Resource, Stack, UpcRule, View, api
from cfn_upc_rules._template.values import Reference, Text, Value, mapping

_EXISTS = {BRANDING: "ManagedLoginBrandingExistsException", TERMS: "TermsExistsException"}


class SecondOfClient(UpcRule):
    """A client has one ManagedLoginBranding, and one Terms of a name."""

    id = "W9665"
    shortdesc = "Second branding, or second terms of a name, for one User Pool Client"
    source_url = api("CreateManagedLoginBranding")
    types = (BRANDING, TERMS)
    answer = "ManagedLoginBrandingExistsException; TermsExistsException"
    evidence = REFERENCE
    properties = ("ClientId",)

    def judge(self, subject: View) -> Findings:
        client = subject["ClientId"]
        first = next(_earlier(subject), None) if _is_told(client.value) else None
        if first is not None:
            kind = subject.resource.type.rpartition("::")[2]
            who = f"'{client.target.name}'" if client.target else "its client"
            what = f"{subject} is a second {kind} of {who}, beside {first}"
            yield self.found(client, what, "Keep one of them", _EXISTS[subject.resource.type])


def _earlier(subject: View) -> Iterator[View]:
    """Yield what stands above the subject in the template and is of the same client and name."""
    stack, client = subject.stack, subject["ClientId"].value
    for resource in stack.once(_by_client).get((subject.resource.type, client), ()):
        if resource.id == subject.id:
            return
        other = subject.other(resource)
        if other is not None and other["ClientId"].value == client and _has_same_name(other, subject):
            yield other


def _has_same_name(one: View, other: View) -> bool:
    if one.resource.type == BRANDING:
        return True
    name = one["TermsName"].value
    return _is_told(name) and name == other["TermsName"].value


def _is_told(value: Value) -> bool:
    """Return whether two of this value are certain to be the same."""
    return isinstance(value, (str, Reference)) or (isinstance(value, Text) and None not in value.parts)


def _by_client(stack: Stack) -> dict[tuple[str, Value], list[Resource]]:
    found: dict[tuple[str, Value], list[Resource]] = {}
    for resource in stack.of_type(*_EXISTS):
        for client in dict.fromkeys(filter(_is_told, stack.values(mapping(resource.properties).get("ClientId")))):
            found.setdefault((resource.type, client), []).append(resource)
    return found
