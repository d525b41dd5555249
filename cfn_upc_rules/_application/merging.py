"""Several templates as one: what it would be if all of an application stood in one template.

Logical IDs get the place of their template in front, a parameter of a nested stack is replaced by what is handed to
it, an output by its value, an import by what is exported. So all that is known of one template (scenarios, conditions,
what its slots take) holds for an application, too. What can't be told stays a parameter, so unknown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cfnlint.helpers import ensure_list
from cfnlint.template import Template

from cfn_upc_rules._application.comparisons import Comparisons
from cfn_upc_rules._application.conditions import comparable, within
from cfn_upc_rules._application.crossing import EXPORT, OUTPUT, PARAMETER, Crossed, Step, crossed_in
from cfn_upc_rules._application.exports import OF_STACK, key_of
from cfn_upc_rules._cognito.stack import UserPoolStack
from cfn_upc_rules._cognito.wrong_values import TYPES_WITH_NEEDS
from cfn_upc_rules._template.functions import variables_in
from cfn_upc_rules._template.values import intrinsic, mapping

if TYPE_CHECKING:
    from collections.abc import Collection

    from cfn_upc_rules._application.exports import Exported, Key
    from cfn_upc_rules._application.members import Member
    from cfn_upc_rules._template.conditions import Assumptions
    from cfn_upc_rules._template.resources import Resource

# A value may be made of others many times over; past so many pieces it is left unknown.
_LARGEST: Final = 2_000
_OUTPUTS: Final = "Outputs."
_PLAIN_TYPES: Final = ("String", "Number")


class Merged:
    """An application in one template.

    Attributes:
        stack: that template.
        concerned: the logical IDs of resources with a value that crosses from one template into another.
        origins: the template and the resource in it, by the logical ID here.
    """

    def __init__(
        self, members: list[Member], exported: dict[Key, Exported], types: Collection[str] = TYPES_WITH_NEEDS
    ) -> None:
        """Put the templates together.

        Args:
            members: the templates; the first is the linted one.
            exported: what they import, by the key of the export's name (see `exports.key_of`).
            types: the types of the resources whose properties are asked for.
        """
        self._types = types
        root = members[0]
        self._exported = exported
        self._known: dict[tuple[str, str, str], Crossed | None] = {}
        self._parameters: dict[str, Any] = {}
        self._conditions: dict[str, Any] = {}
        self._resources: dict[str, Any] = {}
        self._mappings: dict[str, Any] = {}
        self._comparisons = Comparisons(members, self._is_known)
        self.concerned: list[str] = []
        self.origins: dict[str, tuple[Member, Resource]] = {}
        self._roots: dict[str, str] = {}
        self._untold: set[str] = set()
        for member in members:
            self._declare(member)
        for member in members:
            for name, condition in mapping(member.stack.template.get("Conditions")).items():
                self._compare(_condition(member, name), self._raw(condition, member), member)
        for member in members:
            for resource in member.stack.resources.values():
                self._add(resource, member)
        transforms = [name for member in members for name in ensure_list(member.stack.template.get("Transform") or [])]
        template = {
            "Transform": transforms,
            "Parameters": self._parameters,
            "Mappings": self._mappings,
            "Conditions": self._conditions,
            "Rules": mapping(root.stack.template.get("Rules")),
            "Resources": self._resources,
        }
        self.stack = UserPoolStack(Template(None, template))
        self.stack.share_options(root.stack)

    def output(self, name: str, member: Member) -> dict[str, Any] | None:
        """Return what an output of a nested stack is; None where that can't be told."""
        return self._value(OUTPUT, name, member)

    def is_told(self, assumptions: Assumptions) -> bool:
        """Return whether it can be told if conditions hold together: not of several stacks, nor of the unknown."""
        names = [name for name, _ in assumptions]
        is_of_one = len({self._roots.get(name, "") for name in names}) <= 1
        return is_of_one and self._untold.isdisjoint(within(names, self._conditions))

    # -- what stands in a template -----------------------------------------------------------------

    def _declare(self, member: Member) -> None:
        """Take parameters and mappings, under the names that they have here."""
        has_all = not member.may_get_more and member.nested is not None
        for name, written in member.stack.parameters.items():
            definition = mapping(written)
            if has_all and _is_plain(definition) and "Default" in definition:
                # Referred to only where nothing is handed over. It is not taken for the value, but conditions know it.
                definition = {"Type": definition["Type"], "AllowedValues": [definition["Default"]]}
            self._parameters[f"{member.place}{name}"] = definition
        for name, table in mapping(member.stack.template.get("Mappings")).items():
            self._mappings[f"{member.place}{name}"] = table

    def _compare(self, name: str, condition: Any, member: Member) -> None:
        """Take a condition, and note whether it can be told what it compares."""
        self._roots[name] = member.root.place
        self._conditions[name] = comparable(condition, self._comparisons.text_of)
        if not self._comparisons.can_tell(condition, member):
            self._untold.add(name)

    def _add(self, resource: Resource, member: Member) -> None:
        """Take a resource; of those that take neither client nor pool nobody asks what they hold."""
        logical_id = f"{member.place}{resource.id}"
        body: dict[str, Any] = {"Type": resource.type}
        if resource.type in self._types:
            properties = self._raw(resource.properties, member)
            body["Properties"] = properties
            if next(crossed_in(properties), None) is not None:
                self.concerned.append(logical_id)
        condition = self._condition_of(member, resource.condition)
        if condition:
            body["Condition"] = condition
        self._resources[logical_id] = body
        self.origins[logical_id] = member, resource

    def _condition_of(self, member: Member, name: str) -> str:
        """Return the condition under which something of a template exists, "" for always."""
        outer = member.outer
        above = self._condition_of(outer, member.nested.condition) if outer is not None and member.nested else ""
        own = _condition(member, name) if name else ""
        if not (above and own):
            return above or own
        both = f"{above} and {own}"
        self._roots[both] = member.root.place
        self._conditions[both] = {"Fn::And": [{"Condition": above}, {"Condition": own}]}
        return both

    # -- values ------------------------------------------------------------------------------------

    def _raw(self, raw: Any, member: Member) -> Any:
        """Return a value of a template, with what comes from others in its place."""
        if isinstance(raw, list):
            return [self._raw(item, member) for item in raw]
        call = intrinsic(raw)
        if call is not None:
            return self._called(*call, member)
        return {key: self._raw(value, member) for key, value in raw.items()} if isinstance(raw, dict) else raw

    def _called(self, name: str, argument: Any, member: Member) -> dict[str, Any]:
        if name in ("Ref", "Condition") and isinstance(argument, str):
            return self._ref(argument, member) if name == "Ref" else {name: _condition(member, argument)}
        read = {"Fn::GetAtt": self._get_att, "Fn::Sub": self._sub, "Fn::ImportValue": self._import}.get(name)
        if read is not None:
            return read(argument, member)
        argument = self._raw(argument, member)
        if isinstance(argument, list) and argument and isinstance(argument[0], str):
            if name == "Fn::If":
                argument[0] = _condition(member, argument[0])
            elif name == "Fn::FindInMap":
                argument[0] = f"{member.place}{argument[0]}"
        return {name: argument}

    def _ref(self, name: str, member: Member) -> dict[str, Any]:
        if name.startswith("AWS::") and not (member.place and name in OF_STACK):
            return {"Ref": name}
        value = self._value(PARAMETER, name, member) if name in member.stack.parameters else None
        return {"Ref": f"{member.place}{name}"} if value is None else value

    def _get_att(self, argument: Any, member: Member) -> dict[str, Any]:
        parts = argument.split(".", 1) if isinstance(argument, str) else argument
        if not (isinstance(parts, list) and len(parts) == 2 and all(isinstance(part, str) for part in parts)):  # noqa: PLR2004
            return {"Fn::GetAtt": self._raw(argument, member)}
        name, attribute = parts
        inner = member.inner.get(name)
        value = None
        if inner is not None and attribute.startswith(_OUTPUTS):
            value = self._value(OUTPUT, attribute.removeprefix(_OUTPUTS), inner)
        return {"Fn::GetAtt": [f"{member.place}{name}", attribute]} if value is None else value

    def _sub(self, argument: Any, member: Member) -> dict[str, Any]:
        text, own = argument if isinstance(argument, list) and len(argument) == 2 else (argument, {})  # noqa: PLR2004
        if not isinstance(text, str) or not isinstance(own, dict):
            return {"Fn::Sub": argument}
        names = {name: self._raw(value, member) for name, value in own.items()}
        for name in variables_in(text):
            if name not in names:
                names[name] = self._get_att(name, member) if "." in name else self._ref(name, member)
        return {"Fn::Sub": [text, names]}

    def _import(self, argument: Any, member: Member) -> dict[str, Any]:
        key = key_of(member.stack, argument)
        exported = None if key is None else self._exported.get(key)
        value = None
        if exported is not None:
            value = self._value(EXPORT, exported.output, exported.member, member)
        return {"Fn::ImportValue": self._raw(argument, member)} if value is None else value

    # -- what crosses ------------------------------------------------------------------------------

    def _value(self, kind: str, name: str, member: Member, importing: Member | None = None) -> Crossed | None:
        """Return what a parameter of a nested stack, or an output of a template, is; None where that can't be told."""
        key = (kind, member.place if importing is None else f"{importing.place} {member.place}", name)
        if key not in self._known:
            self._known[key] = None  # whatever takes itself is unknown
            if kind == PARAMETER:
                self._known[key] = self._parameter(name, member)
            else:
                self._known[key] = self._output(kind, name, member, importing)
        return self._known[key]

    def _parameter(self, name: str, member: Member) -> Crossed | None:
        if member.outer is None or member.nested is None or not member.handed or name not in member.handed:
            return None
        if not _is_plain(mapping(member.stack.parameters[name])):
            return None  # a list, or the name of what a parameter store holds
        raw = _with_default(self._raw(member.handed[name], member.outer), {"Ref": f"{member.place}{name}"})
        return _crossed(raw, Step(PARAMETER, member.outer.place, name, member.nested.id))

    def _output(self, kind: str, name: str, member: Member, importing: Member | None) -> Crossed | None:
        output = member.stack.outputs.get(name)
        body = mapping(mapping(member.stack.template.get("Outputs")).get(name))
        if output is None or "Value" not in body:
            return None
        raw = self._raw(body["Value"], member)
        if output.condition:  # where it is not there, nothing is known
            raw = {"Fn::If": [_condition(member, output.condition), raw, {"Ref": f"{member.place}{name} is not there"}]}
        if importing is not None:
            return _crossed(raw, Step(kind, importing.place, name, member.shown))
        if member.outer is None or member.nested is None:
            return None
        return _crossed(raw, Step(kind, member.outer.place, name, member.nested.id))

    def _is_known(self, name: str, member: Member) -> bool:
        """Return whether what a parameter is referred to for is all that there is to know of it."""
        if member.nested is None:
            return True
        if member.may_get_more or not _is_plain(mapping(member.stack.parameters[name])):
            return False
        return name not in (member.handed or ()) or self._value(PARAMETER, name, member) is not None


def _crossed(raw: Any, step: Step) -> Crossed | None:
    """Return a value with one more step to take; None for one that is too large, or no scalar."""
    if isinstance(raw, list) or (isinstance(raw, dict) and intrinsic(raw) is None):
        return None
    way = raw.way if isinstance(raw, Crossed) else ()
    size = raw.size if isinstance(raw, Crossed) else _size(raw)
    if size > _LARGEST:
        return None
    # A literal is read as such within a function, too, which can be told from what stands in the template.
    return Crossed(raw if isinstance(raw, dict) else {"Fn::Join": ["", [raw]]}, (step, *way), size)


def _size(raw: Any) -> int:
    if isinstance(raw, Crossed):
        return raw.size
    below = raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ()
    return 1 + sum(map(_size, below))


def _with_default(raw: Any, default: dict[str, Any]) -> Any:
    """Return what is handed over with the parameter's default for `AWS::NoValue`."""
    if raw == {"Ref": "AWS::NoValue"}:
        return default
    call = intrinsic(raw)
    if call is None or call[0] != "Fn::If" or not isinstance(call[1], list):
        return raw
    branches = {"Fn::If": [*call[1][:1], *(_with_default(branch, default) for branch in call[1][1:])]}
    return Crossed(branches, raw.way, raw.size) if isinstance(raw, Crossed) else branches


def _is_plain(definition: dict[str, Any]) -> bool:
    return definition.get("Type") in _PLAIN_TYPES


def _condition(member: Member, name: str) -> str:
    """Return what a condition is called here, and in messages."""
    return f"{name} of '{member.place.rstrip('/:')}'" if member.place else name
