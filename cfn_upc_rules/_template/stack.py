"""The template as this plugin sees it: what stands in it, what its values are, and who refers to whom.

A `Stack` is built once per template, from what cfn-lint has worked out already, and shared by all rules.
It knows of no rule.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from weakref import WeakKeyDictionary

from cfn_upc_rules._template.conditions import Possible
from cfn_upc_rules._template.construct_paths import name_by_constructs
from cfn_upc_rules._template.dependencies import Dependencies
from cfn_upc_rules._template.functions import Reader, as_it_is
from cfn_upc_rules._template.language_extensions import unknown_items, without_guesses
from cfn_upc_rules._template.location import Locator, is_same
from cfn_upc_rules._template.macros import adds_resources, rewrites_template
from cfn_upc_rules._template.opened import OpenTemplate
from cfn_upc_rules._template.references import References, Use
from cfn_upc_rules._template.resources import Output, Resource
from cfn_upc_rules._template.sam import before_translation
from cfn_upc_rules._template.scenarios import MOST_LOOKS, Scenario
from cfn_upc_rules._template.synthesis import is_built, is_json, is_synthesised
from cfn_upc_rules._template.values import (
    ABSENT,
    UNKNOWN,
    Path,
    Reference,
    Text,
    Value,
    intrinsic,
    is_readable,
    mapping,
    may_have_placeholder,
    references,
    scalar_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence

    from cfnlint.template import Template

    from cfn_upc_rules._template.location import Location

_Made = TypeVar("_Made")
_MANY = 32


class Stack:
    """The resources of a template, and who refers to whom.

    Attributes:
        kinds: what messages call a resource, by its type.
        resources: every resource by logical ID.
        outputs: every output by name.
        base: what the base holds of the file that an editor shows; None for a file, of which git is asked.
        source: the template the paths belong to (cfn-lint's own, or see `sam.before_translation`).
        possible: says which scenarios can happen.
        may_gain_resources: whether a macro may add resources.
        unwritten: what a property is that nobody wrote: ABSENT, or UNKNOWN where a macro may add it.
    """

    kinds: ClassVar[Mapping[str, str]] = {}
    _stacks: ClassVar[WeakKeyDictionary[Template, Stack]] = WeakKeyDictionary()
    _with_values: ClassVar[WeakKeyDictionary[Template, list[tuple[str, Stack]]]] = WeakKeyDictionary()
    _options: ClassVar[WeakKeyDictionary[Template, dict[str, Any]]] = WeakKeyDictionary()

    def __init__(self, template: Template, source: Template | None = None) -> None:
        """Build the stack; use `Stack.of` to get the one that all rules share."""
        cfn = source or template
        self.template: dict[str, Any] = cfn.template
        self.source = source
        self._expanded: dict[str, Any] = template.template
        self.filename = template.filename
        self.base = template.base if isinstance(template, OpenTemplate) else None
        self.is_sam: bool = template.has_serverless_transform()
        sections = {
            name: mapping(cfn.template.get(name)) for name in ("Resources", "Mappings", "Parameters", "Outputs")
        }
        self.parameters = sections["Parameters"]
        self.resources: dict[str, Resource] = {
            str(logical_id): Resource(str(logical_id), body, self.kinds.get(str(body["Type"]), ""))
            for logical_id, body in sections["Resources"].items()
            if isinstance(logical_id, str) and isinstance(body, dict) and isinstance(body.get("Type"), str)
        }
        name_by_constructs(self.resources.values())
        self.outputs = {
            str(name): Output(str(name), body) for name, body in sections["Outputs"].items() if is_readable(name)
        }
        # cfn-lint's decoder notes it on the mapping.
        self.merges_resources = bool(getattr(cfn.template.get("Resources"), "using_merge", False))
        self.globals = mapping(cfn.transform_pre.get("Globals"))
        self.may_gain_resources = adds_resources(cfn.template)
        self.unwritten = UNKNOWN if rewrites_template(cfn.template) else ABSENT
        self._graph = cfn.graph
        self.possible = Possible(self.template, cfn.conditions)
        self._reader = Reader(sections["Mappings"], self.form_of)
        self._locator = Locator(self.template, self.resources, self.globals)
        self._own_options = self._options.setdefault(template, {})
        self._made: dict[Callable[[Stack], Any], Any] = {}
        self._values: dict[int, Value] = {}
        self._leaves: dict[int, list[Value]] = {}
        self._lists: dict[tuple[int, object], tuple[list[Any], Any]] = {}
        self._by_type: dict[str, list[Resource]] = {}
        for resource in self.resources.values():
            self._by_type.setdefault(resource.type, []).append(resource)

    @classmethod
    def of(cls, template: Template) -> Stack:
        """Return the stack of a template, built at the first call."""
        stack = cls._stacks.get(template)
        if stack is None:
            stack = cls._stacks[template] = cls(template, before_translation(template) or without_guesses(template))
        return stack

    @classmethod
    def with_values(cls, template: Template) -> list[tuple[str, Stack]]:
        """Return the stack with each set of values that the user gives its parameters, and what the set is called."""
        # An open document gets none, and would make its context for nothing; older versions of cfn-lint have none.
        if isinstance(template, OpenTemplate) or not getattr(template.context, "parameter_sets", None):
            return []
        if template not in cls._with_values:
            from cfn_upc_rules._template.parameter_values import with_values  # noqa: PLC0415 - seldom needed

            written = cls.of(template).source or template
            cls._with_values[template] = [
                (name, cls(template, given)) for name, given in with_values(template, written)
            ]
        return cls._with_values[template]

    def once(self, work: Callable[[Stack], _Made]) -> _Made:
        """Return what `work` makes of this stack; it is called at the first time only."""
        if work not in self._made:
            self._made[work] = work(self)
        made: _Made = self._made[work]
        return made

    # -- options that several rules share -----------------------------------------------------------

    @classmethod
    def set_option(cls, template: Template, name: str, value: Any) -> None:
        """Note an option for whoever judges the same template."""
        cls._options.setdefault(template, {})[name] = value

    def option(self, name: str, default: Any) -> Any:
        """Return an option, the default where nobody sets it."""
        return self._own_options.get(name, default)

    def share_options(self, other: Stack) -> None:
        """Take the options of another stack."""
        self._own_options = other._own_options

    # -- resources ---------------------------------------------------------------------------------

    def of_type(self, *types: str) -> list[Resource]:
        """Return the resources of the types, in the template's order within a type."""
        return [resource for name in types for resource in self._by_type.get(name, ())]

    def name_of(self, logical_id: str) -> str:
        """Return what messages call a resource, or whatever else is referred to."""
        resource = self.resources.get(logical_id)
        return logical_id if resource is None else resource.name

    def same_letters(self, logical_id: str) -> list[Resource]:
        """Return the resources whose logical ID is this one, letter case aside."""
        return self._by_letters.get(logical_id.casefold(), [])

    @cached_property
    def _by_letters(self) -> dict[str, list[Resource]]:
        found: dict[str, list[Resource]] = {}
        for resource in self.resources.values():
            found.setdefault(resource.id.casefold(), []).append(resource)
        return found

    # -- values ------------------------------------------------------------------------------------

    def read(self, raw: Any, scenario: Scenario) -> Value:
        """Return what a value is in the scenario (see `functions.Reader.read`)."""
        if not isinstance(raw, dict):
            may_hide = isinstance(raw, str) and may_have_placeholder(raw)
            return self._reader.read(raw, scenario.resolve_if) if may_hide else raw
        key = id(raw)
        if key in self._values:
            return self._values[key]
        asked = scenario.asked
        value = self._reader.read(raw, scenario.resolve_if)
        if asked == scenario.asked:
            self._values[key] = value
        return value

    def read_as_is(self, raw: Any) -> Value:
        """Return what a value is, whatever the scenario; an `Fn::If` in it stays unknown."""
        return self._reader.read(raw, as_it_is)

    def form_of(self, reference: Reference) -> Text | None:  # noqa: ARG002 - for those who know its type
        """Return the text that an attribute always is; None where it has no form (see `functions.FormOf`)."""
        return None

    def may(self, raw: Any, fits: Callable[[Value], bool]) -> bool:
        """Return whether the value fits in some scenario, without deciding any; True where there are many of them."""
        if not (isinstance(raw, dict) and len(raw) == 1 and "Fn::If" in raw):
            return True
        leaves = self.values(raw)  # asked again in each scenario
        return len(leaves) > _MANY or any(map(fits, leaves))

    def values(self, raw: Any) -> list[Value]:
        """Return what a value is in each scenario, without deciding any."""
        if not isinstance(raw, dict):
            return [self.read_as_is(raw)]
        leaves = self._leaves.get(id(raw))
        if leaves is None:
            leaves = self._leaves[id(raw)] = list(self._every_value(raw))
        return leaves

    def _every_value(self, raw: Any) -> Iterator[Value]:
        todo: list[dict[Hashable, Any]] = [{}]
        for _ in range(MOST_LOOKS):
            yield self._reader.read(raw, Scenario(todo.pop(), todo).resolve_if)
            if not todo:
                return
        yield UNKNOWN  # what more there may be

    def fitting(self, items: list[Any], fits: Callable[[Value], bool]) -> Sequence[int]:
        """Return the indices of the items of a list that fit in some scenario, without deciding any."""

        def work() -> list[int]:
            return [index for index, item in enumerate(items) if any(fits(value) for value in self.values(item))]

        return self._once_for(items, fits, work)

    def named(self, items: list[Any], key: str, name: str) -> Sequence[int]:
        """Return the indices of the items of a list that have, or may have, a text under a key."""
        by_name, others = self._once_for(items, key, lambda: _by_name(items, key))
        return sorted([*by_name.get(name, ()), *others])

    def _once_for(self, items: list[Any], what: object, work: Callable[[], _Made]) -> _Made:
        """Return what `work` makes of a list, once: every item of another list may ask."""
        if (id(items), what) not in self._lists:
            self._lists[id(items), what] = (items, work())  # with the list, whose id is so no other's
        made: _Made = self._lists[id(items), what][1]
        return made

    def refers(self, value: Value) -> bool:
        """Return whether a value, or a piece of it, refers to a resource of this template."""
        return any(reference.target in self.resources for reference in references(value))

    def only_siblings(self, text: Text) -> bool:
        """Return whether every piece of a text is known or refers to a resource of this template."""
        return all(
            isinstance(part, str) or (isinstance(part, Reference) and part.target in self.resources)
            for part in text.parts
        )

    # -- references --------------------------------------------------------------------------------

    @cached_property
    def _references(self) -> References:
        return References(self._graph, self.resources, self.outputs, self.further_references())

    def further_references(self) -> Iterable[tuple[Resource, str, Path]]:
        """Yield the references that cfn-lint's graph misses: resource, target, path below the resource."""
        return ()

    def references(self, resource: Resource) -> Mapping[str, Sequence[Path]]:
        """Return the logical IDs that a resource refers to, with the paths below it."""
        return self._references.of(resource.id)

    def uses(self, resource: Resource) -> Sequence[Use]:
        """Return where resources and outputs refer to a resource."""
        return self._references.to(resource.id)

    def referring(self, target: Resource, *types: str) -> list[Resource]:
        """Return the resources of the types that refer to the target, each once."""
        users = dict.fromkeys(use.by for use in self.uses(target))
        return [user for user in users if isinstance(user, Resource) and user.type in types]

    def depends_on(self, resource: Resource, other: Resource) -> bool:
        """Return whether CloudFormation needs `other` before it can make `resource`, directly or not."""
        if self.is_sam:
            return self.dependencies.needs(resource.id, other.id)
        return other.id in self._references.needed_by(resource.id)

    @cached_property
    def dependencies(self) -> Dependencies:
        """Who needs whom once SAM has translated the template."""
        return Dependencies(self.resources, self.globals, self.further_references())

    def is_ring_of_core(self, source: str, target: str) -> bool:
        """Return whether cfn-lint's E3004 says that two resources need each other."""
        return (source, target) in self._references.core_rings(self.template)

    # -- the template as a text --------------------------------------------------------------------

    @cached_property
    def is_json(self) -> bool:
        """Whether the template is written as JSON."""
        return is_json(self.template)

    @cached_property
    def is_synthesised(self) -> bool:
        """Whether a tool wrote the template, so that nobody chose its names."""
        return is_synthesised(self.template, self.resources.values(), self.filename)

    @cached_property
    def is_built(self) -> bool:
        """Whether a tool wrote the template, so that whoever mends it is undone by the tool's next run."""
        return self.is_synthesised or is_built(self.template, self.resources.values(), self.filename)

    def locate(self, path: Path) -> tuple[Path, Location | None]:
        """Return where a finding at the path is shown (see `Locator.locate`)."""
        return self._locator.locate(path)

    def as_expanded(self, path: Path) -> Path:
        """Return a path with the logical ID that cfn-lint gives to what a loop over something unknown makes.

        So cfn-lint finds the resource's own `ignore_checks`.
        """
        if len(path) < 2 or not unknown_items(str(path[1])):  # noqa: PLR2004
            return path
        made = mapping(self.template.get(str(path[0]))).get(str(path[1]))
        alike = (name for name, other in mapping(self._expanded.get(str(path[0]))).items() if is_same(made, other))
        return (path[0], next(alike, path[1]), *path[2:])

    def owner(self, path: Path, resource: Resource | Output) -> str:
        """Return how a message names whose value it is: the resource, or SAM's Globals."""
        shown, _ = self.locate(path)
        if shown[0] == "Globals":
            return "Globals"
        return f"'{resource.name}'" if isinstance(resource, Resource) else str(resource)


def _by_name(items: list[Any], key: str) -> tuple[dict[str, list[int]], list[int]]:
    """Return the indices of a list's items by the text under a key, and those of which that can't be told."""
    by_name: dict[str, list[int]] = {}
    others = []
    for index, item in enumerate(items):
        name = scalar_text(item.get(key)) if isinstance(item, dict) and intrinsic(item) is None else None
        if name is None or may_have_placeholder(name):
            others.append(index)
        else:
            by_name.setdefault(name, []).append(index)
    return by_name, others
