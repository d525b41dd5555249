from cfn_upc_rules._rule import (
    SAFE,
    SCHEMA,
    UNSAFE,
    Findings,
    UpcRule,
    View,
    property_page,
    rename,
    safe,
    take_out,
    unsafe,
)

_INSTEAD = {
    "ClientId": "Remove it: Cognito makes the ID, and Ref returns it",
    "ClientSecret": "Remove it: with GenerateSecret true, Cognito makes the secret",
    "Name": "Use ClientName",
}


class ReadOnlyProperty(UpcRule):
    """ClientId, ClientSecret and Name are attributes of a client; CloudFormation does not send them to Cognito."""

    id = "W9649"
    shortdesc = "Read-only property of a User Pool Client is written"
    source_url = property_page()
    evidence = SCHEMA
    fixes = (SAFE, UNSAFE)
    properties = tuple(_INSTEAD)

    def judge(self, subject: View) -> Findings:
        for name, instead in _INSTEAD.items():
            if name in subject.keys():  # noqa: SIM118 - of a View
                is_meant = name == "Name" and subject["ClientName"].absent
                at = (*subject.path, name)
                edit = unsafe(rename(at, "ClientName")) if is_meant else safe(take_out(at))
                yield self.found(subject[name], f"{subject} sets {name}, which is read-only", instead, edit=edit)
