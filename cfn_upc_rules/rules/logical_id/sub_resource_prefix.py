"""W9604: the logical ID of a sub-resource begins with that of its client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from cfn_upc_rules._rule import Finding, UpcRule
from cfn_upc_rules._tables import CLIENT, SUB_RESOURCES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cfn_upc_rules._stack import Resource, Stack, View


class SubResourcePrefix(UpcRule):
    """A resource tied to one client carries the client's logical ID in front of its own."""

    id = "W9604"
    shortdesc = "Logical ID of a sub-resource does not begin with that of its User Pool Client"
    description = "Branding, UI customization, risk configuration and terms of a client begin with its logical ID"
    source_url = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/"
        "resources-section-structure.html#resources-section-structure-logicalid"
    )
    options: ClassVar[dict[str, dict[str, Any]]] = {
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
            if "::" not in kind or not path.strip("/"):
                yield f"option 'types' takes entries like 'AWS::Service::Type/Property', not '{entry}'"

    def _types(self) -> dict[str, tuple[str, ...]]:
        own = (entry.split("/") for entry in self.config["types"])
        return {**SUB_RESOURCES, **{kind: tuple(path) for kind, *path in own}}

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        """Return the sub-resources; nobody chose the logical IDs of a synthesised template."""
        return [] if stack.is_cdk else stack.of_type(*self._types())

    def judge(self, subject: View) -> Iterator[Finding]:
        """Compare the client it is attached to with the client whose name it carries."""
        client = subject.at(*self._types()[subject.of.type]).resource
        if client is None or client.type != CLIENT:
            return
        owners = [other.id for other in subject.stack.clients if subject.id.startswith(other.id)]
        owner = max(owners, key=len, default="")
        if owner != client.id:
            what = f"{subject} is attached to {client}"
            what += f" and is named after User Pool Client '{owner}'" if owner else ""
            yield self.found(subject.of.path, what, f"Begin its logical ID with '{client.id}'")
