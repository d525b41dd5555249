"""The application that a template is the outermost part of, made once for all rules."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from cfn_upc_rules._application.bounds import Bounds
from cfn_upc_rules._application.crossing import Step, Way, pieces_at, way_to
from cfn_upc_rules._application.exports import Exported, Run, key_of
from cfn_upc_rules._application.members import Member, Members
from cfn_upc_rules._application.merging import Merged
from cfn_upc_rules._cognito.pool_forms import FORM_OF
from cfn_upc_rules._cognito.types import CLIENT, CLIENT_IDS, POOL
from cfn_upc_rules._cognito.words import get_att, written
from cfn_upc_rules._template.values import Reference, Text, references, scalar_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._application.exports import Key
    from cfn_upc_rules._cognito.slots import Form
    from cfn_upc_rules._template.nodes import Node
    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.scenarios import Scenario
    from cfn_upc_rules._template.stack import Stack
    from cfn_upc_rules._template.values import Path, Value

_NAMED = 3


class Application:
    """A template with its nested stacks, and with what it imports, in one.

    Attributes:
        stack: all of them as one template (see `merging`).
        concerned: the resources with a value that crosses from one template into another.
    """

    def __init__(self, members: list[Member], exported: dict[Key, Exported]) -> None:
        """Put the templates together."""
        self._root = members[0]
        self._merged = Merged(members, exported)
        self.stack = self._merged.stack
        self.concerned: list[Resource] = [self.stack.resources[name] for name in self._merged.concerned]

    def way_to(self, node: Node) -> Way | None:
        """Return how a value gets from the linted template into its place; None where it doesn't."""
        return way_to(self.stack.template, node.path)

    def path_of(self, way: Way, node: Node) -> Path:
        """Return where in the linted template a value is handed over, or stands."""
        step = way.first
        return (*step.path, *way.below) if step.path else node.path

    def is_told(self, scenario: Scenario) -> bool:
        """Return whether it can be told if a scenario can happen at all."""
        return self._merged.is_told(scenario.assumptions)

    def owner(self, resource: Resource) -> str:
        """Return how a message names a resource of any of the templates."""
        return f"'{self._merged.origins[resource.id][1].name}'"

    def named(self, resource: Resource) -> str:
        """Return how a message names a resource of any of the templates, with its type."""
        return f"{resource.kind} {self.owner(resource)}"

    def file_of(self, resource: Resource) -> str:
        """Return how a message names the file of a resource."""
        return self._merged.origins[resource.id][0].shown

    def handed(self, step: Step) -> str:
        """Return how a message names what the linted template hands to a nested stack: the CDK names no parameter."""
        stack = self._root.stack
        if stack.is_synthesised:
            return f"Nested stack '{stack.resources[step.nested].name}'"
        return f"{step.name} of nested stack '{step.nested}'"

    def held(self, node: Node) -> str:
        """Return in words what stands in a place."""
        return self._words(node.value)

    def piece(self, node: Node) -> str:
        """Return in words what crosses, where what stands in a place is made of it; "" where it is the same."""
        values = [self.stack.read_as_is(piece) for piece in pieces_at(self.stack.template, node.path)]
        return self._words(values[0]) if values and node.value not in values else ""

    def _words(self, value: Value) -> str:
        if isinstance(value, Reference):
            return self._named(value) if value.target in self.stack.resources else "a value"
        if isinstance(value, Text):
            named = next((self._named(part) for part in references(value) if part.target in self.stack.resources), "")
            return f"a text with {named}" if named else "a text"
        text = scalar_text(value)
        return "a value" if text is None else f"'{text}'"

    def _named(self, reference: Reference) -> str:
        target = self.stack.resources[reference.target]
        what = self.named(target)
        attribute = reference.attribute
        if target.type == POOL:
            form = FORM_OF.get(attribute)
            return f"the {form.words if form else attribute} of {what}"
        if target.type == CLIENT:
            is_id = attribute in CLIENT_IDS
            return f"the {'ID' if is_id else _WORDS.get(attribute, attribute)} of {what}"
        return f"the {attribute} of {what}" if attribute else what

    def giving(self, form: Form | None) -> str:
        """Return what in the linted template gives a client's ID, or a pool in a form; "" for nothing known."""
        stack = self._root.stack
        known = [
            written(stack, Reference(resource.id) if form is None else form.of(resource.id))
            for resource in stack.of_type(CLIENT if form is None else POOL)
        ]
        for nested, member in self._root.inner.items():
            for name in member.stack.outputs:
                value = self.stack.read_as_is(self._merged.output(name, member))
                if isinstance(value, Reference) and self._fits(value, form):
                    known.append(get_att(stack, nested, f"Outputs.{name}"))
        return " or ".join(known[:_NAMED])

    def _fits(self, reference: Reference, form: Form | None) -> bool:
        target = self.stack.resources.get(reference.target)
        kind = "" if target is None else target.type
        if form is None:
            return kind == CLIENT and reference.attribute in CLIENT_IDS
        return kind == POOL and FORM_OF.get(reference.attribute) is form


_WORDS = {"ClientSecret": "secret", "Name": "name"}


def application_of(stack: Stack) -> Application | None:
    """Return the application that a linted template is the outermost part of; None where it is all by itself."""
    return stack.once(_application_of)


def _application_of(stack: Stack) -> Application | None:
    if not stack.filename:
        return None
    bounds = Bounds.of(stack.filename)
    members = Members()
    members.add(Member(stack, stack.filename), bounds)
    try:
        exported = dict(exported_to(members)) if Run.exports else {}
        return Application(members.all, exported) if len(members.all) > 1 else None
    except RecursionError:  # values within values without end
        return None


def exported_to(members: Members) -> Iterator[tuple[Key, Exported]]:
    """Yield what the templates import, with the templates that export it, which become members, too."""
    by_file: dict[str, Member | None] = {member.files[0]: member for member in members.all}
    for member in list(members.all):
        for raw in _imports(member.stack.template):
            key = key_of(member.stack, raw)
            if key is None or key not in Run.exports:
                continue
            filename, output = Run.exports[key]
            filename = os.path.realpath(filename)
            if filename not in by_file:
                by_file[filename] = members.add_file(filename)
            exporting = by_file[filename]
            if exporting is not None:
                yield key, Exported(exporting, output)


def _imports(raw: Any) -> Iterator[Any]:
    """Yield the names that are imported within a value."""
    if isinstance(raw, dict):
        if "Fn::ImportValue" in raw:
            yield raw["Fn::ImportValue"]
        for value in raw.values():
            yield from _imports(value)
    elif isinstance(raw, list):
        for item in raw:
            yield from _imports(item)
