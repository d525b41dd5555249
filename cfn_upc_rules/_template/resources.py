"""Resources and outputs: what of a template has a name, a body, and a condition."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cfn_upc_rules._template.values import ABSENT, Path, intrinsic, mapping

if TYPE_CHECKING:
    from collections.abc import Iterable

# AWS's types that stand for something made elsewhere: nested stacks, custom resources, provisioned products.
_OPAQUE_PREFIXES: Final = (
    "AWS::CloudFormation::",
    "AWS::Serverless::Application",
    "AWS::ServiceCatalog::CloudFormationProvisionedProduct",
)
# Attributes that pass on a value from elsewhere.
_OPAQUE_ATTRIBUTES: Final = frozenset({("AWS::SSM::Parameter", "Value")})


class Resource:
    """A resource of the template, in all scenarios.

    Attributes:
        id: its logical ID.
        kind: what messages call its type.
        name: what messages call it: its logical ID, or its construct's path where the CDK wrote the template.
        type: its type.
        body: the resource as it stands in the template.
        condition: the name of the condition it exists under, "" where it always exists.
        given: what holds in every scenario in which it exists.
        path: where it stands in the template.
        properties: its properties, ABSENT where there are none.
    """

    __slots__ = ("body", "condition", "given", "id", "kind", "name", "path", "properties", "type")

    def __init__(self, logical_id: str, body: dict[str, Any], kind: str = "") -> None:
        """Take the resource as it stands in the template, and what messages call its type."""
        self.id = logical_id
        self.name = logical_id
        self.type = str(body.get("Type"))
        self.body = body
        condition = body.get("Condition")
        self.condition = str(condition) if isinstance(condition, str) else ""
        self.given = {self.condition: True} if self.condition else {}
        self.path: Path = ("Resources", logical_id)
        self.properties = body.get("Properties", ABSENT)
        if "Fn::Transform" in body:  # what it includes may have properties, too
            self.properties = {**mapping(self.properties), "Fn::Transform": body["Fn::Transform"]}
        self.kind = kind or self.type

    def may_have(self, properties: Iterable[str]) -> bool:
        """Return whether it has one of the properties in some scenario, or nobody can tell."""
        if not isinstance(self.properties, dict) or intrinsic(self.properties) is not None:
            return self.properties is not ABSENT
        return not self.properties.keys().isdisjoint(properties)

    @property
    def is_opaque(self) -> bool:
        """Whether nobody can tell from the template what it gives and what it does: it is made elsewhere."""
        is_foreign = not self.type.startswith("AWS::") or self.type.endswith("::MODULE")
        return is_foreign or self.type.startswith(_OPAQUE_PREFIXES)

    def gives_anything(self, attribute: str) -> bool:
        """Return whether its Ref (""), or an attribute, can be any value."""
        return self.is_opaque or (self.type, attribute) in _OPAQUE_ATTRIBUTES

    def __str__(self) -> str:
        """Return how a message names it."""
        return f"{self.kind} '{self.name}'"


class Output:
    """An output of the template, in all scenarios.

    Attributes:
        name: its name.
        condition: the name of the condition it exists under, "" where it always exists.
        path: where it stands in the template.
        is_exported: whether other stacks may import its value.
    """

    __slots__ = ("condition", "is_exported", "name", "path")

    def __init__(self, name: str, body: Any) -> None:
        """Take the output as it stands in the template."""
        self.name = name
        self.path: Path = ("Outputs", name)
        condition = mapping(body).get("Condition")
        self.condition = str(condition) if isinstance(condition, str) else ""
        self.is_exported = "Export" in mapping(body)

    def __str__(self) -> str:
        """Return how a message names it."""
        return f"Output '{self.name}'"
