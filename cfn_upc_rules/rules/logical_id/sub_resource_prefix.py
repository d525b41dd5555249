from typing import ClassVar

from cfn_upc_rules._cognito.stack import clients
from cfn_upc_rules._cognito.types import CLIENT, SUB_RESOURCES
from cfn_upc_rules._edits.renaming import rename_resource
from cfn_upc_rules._rule import (
    CONVENTION,
    UNSAFE,
    Findings,
    Iterator,
    Options,
    Resource,
    Sequence,
    Stack,
    UpcRule,
    View,
    unsafe,
    user_guide,
)
from cfn_upc_rules._template.language_extensions import unknown_items


class SubResourcePrefix(UpcRule):
    """Branding, UI customization, risk configuration and terms of a client begin with its logical ID."""

    id = "W9604"
    shortdesc = "Logical ID of a sub-resource does not begin with that of its User Pool Client"
    source_url = user_guide("resources-section-structure#resources-section-structure-logicalid")
    evidence = CONVENTION
    fixes = (UNSAFE,)
    types = tuple(SUB_RESOURCES)
    options: ClassVar[Options] = {
        "types": {
            "default": [],
            "type": "list",
            "itemtype": "string",
            "description": (
                "Further sub-resources: a type and the path of the property that holds the client, as in "
                "`AWS::ApiGatewayV2::Authorizer/JwtConfiguration/Audience/0`. For `.cfnlintrc`: `-x` cuts at `:`."
            ),
        },
    }

    def check_options(self) -> Iterator[str]:
        """Report an entry without a type or a property."""
        for entry in self.config["types"]:
            kind, _, path = entry.partition("/")
            if "::" not in kind or "" in path.split("/"):
                yield f"option 'types' takes entries like 'AWS::Service::Type/Property', not '{entry}'"

    def _types(self) -> dict[str, tuple[str, ...]]:
        own = (entry.split("/") for entry in self.config["types"])
        return {**SUB_RESOURCES, **{kind: tuple(path) for kind, *path in own}}

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        return [] if stack.is_synthesised else stack.of_type(*self._types())

    def judge(self, subject: View) -> Findings:
        client = subject.at(*self._types()[subject.resource.type]).target
        if client is None or client.type != CLIENT or unknown_items(client.id) != unknown_items(subject.id):
            return
        owners = [other.id for other in clients(subject.stack) if subject.id.startswith(other.id)]
        owner = max(owners, key=len, default="")
        if owner != client.id:
            what = f"{subject} is attached to client '{client.id}'"
            what += f" and named after client '{owner}'" if owner else ""
            name = f"{client.id}{subject.id.removeprefix(owner)}"
            changes = rename_resource(subject.stack, subject.resource, name)
            edit = unsafe(*changes) if changes else None
            yield self.found(subject.resource.path, what, f"Begin its logical ID with '{client.id}'", edit=edit)
