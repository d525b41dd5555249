"""The template as this plugin sees it: resources, clients, pools, computes, and who refers to whom.

A `Stack` is built once per template, from what cfn-lint has worked out already, and shared by all rules.
It knows of no rule.
"""

from __future__ import annotations

import logging
from collections import deque
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar
from weakref import WeakKeyDictionary

from cfnlint.helpers import TRANSFORM_SAM, ensure_list

from cfn_upc_rules._scenarios import Possible, Scenario
from cfn_upc_rules._tables import (
    CLIENT,
    COMPUTES,
    GLOBALS_SECTIONS,
    OPAQUE_ATTRIBUTES,
    OPAQUE_PREFIXES,
    POOL,
    SAM_FUNCTION,
)
from cfn_upc_rules._values import (
    ABSENT,
    DYNAMIC,
    UNKNOWN,
    Path,
    Reader,
    Reference,
    Text,
    Value,
    boolean,
    intrinsic,
    mapping,
    scalar_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence

    from cfnlint.template import Template

_LOGGER = logging.getLogger(__name__)
_Made = TypeVar("_Made")


class Resource:
    """A resource of the template, in all scenarios.

    Attributes:
        id: its logical ID.
        type: its type.
        body: the resource as it stands in the template.
        condition: the name of the condition it exists under, "" where it always exists.
        given: what holds in every scenario in which it exists.
        path: where it stands in the template.
        properties: its properties, ABSENT where there are none.
    """

    __slots__ = ("body", "condition", "given", "id", "path", "properties", "type")

    def __init__(self, logical_id: str, body: dict[str, Any]) -> None:
        """Take the resource as it stands in the template."""
        self.id = logical_id
        self.type = str(body.get("Type"))
        self.body = body
        condition = body.get("Condition")
        self.condition = str(condition) if isinstance(condition, str) else ""
        self.given = {self.condition: True} if self.condition else {}
        self.path: Path = ("Resources", logical_id)
        self.properties = body.get("Properties", ABSENT)

    def may_have(self, properties: Iterable[str]) -> bool:
        """Return whether it has one of the properties in some scenario, or nobody can tell."""
        if not isinstance(self.properties, dict) or intrinsic(self.properties) is not None:
            return self.properties is not ABSENT
        return not self.properties.keys().isdisjoint(properties)

    def __str__(self) -> str:
        """Return how a message names it."""
        kind = "User Pool Client" if self.type == CLIENT else COMPUTES.get(self.type, self.type)
        return f"{kind} '{self.id}'"


class Node:
    """A place in the template, seen in one scenario: `Fn::If` and `AWS::NoValue` are settled.

    Attributes:
        path: where it is (or would be, where it is absent).
        raw: what stands there; ABSENT or UNKNOWN where there is nothing, or nothing that can be told.
    """

    __slots__ = ("_stack", "path", "raw", "scenario")

    def __init__(self, stack: Stack, scenario: Scenario, raw: Any, path: Path) -> None:  # noqa: ANN401
        """Settle the value in the scenario."""
        self._stack = stack
        self.scenario = scenario
        self.raw: Any = raw
        self.path: Path = path
        if isinstance(raw, dict) and len(raw) == 1:  # it may be a function
            raw, below = scenario.follow(raw)
            if isinstance(raw, dict) and ("Fn::FindInMap" in raw or "Fn::Split" in raw):
                value = stack.read(raw, scenario)  # may be a list, which is then as good as one written here
                raw = raw if isinstance(value, Reference) else value
            self.raw = raw
            self.path = path + below

    # -- moving on ---------------------------------------------------------------------------------

    def __getitem__(self, key: str) -> Node:
        """Return the value of a key; absent where there is no such key."""
        raw: Any = UNKNOWN
        if self._is_mapping:
            raw = dict.get(self.raw, key, ABSENT)  # cfn-lint's own `get` does more, and costs more
        elif self.raw is ABSENT or self.raw is None:
            raw = ABSENT
        return Node(self._stack, self.scenario, raw, (*self.path, key))

    def at(self, *keys: str) -> Node:
        """Return the value at the end of several keys; digits are the index of a list."""
        node = self
        for key in keys:
            node = node.item(int(key)) if key.isdecimal() and isinstance(node.raw, list) else node[key]
        return node

    def keys(self) -> list[str]:
        """Return the keys of a mapping whose value is not absent, none for anything else."""
        if not self._is_mapping:
            return []
        return [key for key in self.raw if isinstance(key, str) and not self[key].absent]

    def items(self) -> Iterator[Node]:
        """Yield the items of a list that are there in this scenario, deciding each."""
        for index in range(self._length):
            item = self.item(index)
            if not item.absent:
                yield item

    def each(self, fits: Callable[[Value], bool] | None = None) -> Iterator[Node]:
        """Yield one item of a list; the others are yielded in scenarios of their own.

        For what is wrong with an item by itself: twelve conditional items are twelve looks, not 4096.

        Args:
            fits: leaves out the items that don't fit in any scenario.
        """
        indices = [
            index
            for index in range(self._length)
            if fits is None or any(fits(value) for value in self._stack.values(self.raw[index]))
        ]
        if indices:
            item = self.item(self.scenario.choose(("each", self.path, *indices), indices))
            if not item.absent:
                yield item

    def each_value(self) -> Iterator[Node]:
        """Yield one value of a mapping, as `each` does one item of a list."""
        keys = [key for key in self.raw if isinstance(key, str)] if self._is_mapping else []
        if keys:
            value = self[self.scenario.choose(("each", self.path), keys)]
            if not value.absent:
                yield value

    def find(self, fits: Callable[[Value], bool]) -> Node | None:
        """Return the first item whose value fits; decides only the items that may fit."""
        return next(self.matching(fits), None)

    def matching(self, fits: Callable[[Value], bool]) -> Iterator[Node]:
        """Yield the items whose value fits; decides only the items that may fit."""
        for index in range(self._length):
            if self._stack.may(self.raw[index], fits):
                item = self.item(index)
                if not item.absent and fits(item.value):
                    yield item

    def find_text(self, *texts: str) -> Node | None:
        """Return the first item that is one of the texts."""
        return self.find(lambda value: isinstance(value, str) and value in texts)

    @property
    def _is_mapping(self) -> bool:
        return isinstance(self.raw, dict) and (len(self.raw) != 1 or intrinsic(self.raw) is None)

    @property
    def _length(self) -> int:
        return len(self.raw) if isinstance(self.raw, list) else 0

    def item(self, index: int) -> Node:
        """Return the item at an index of a list; absent where there is none in this scenario."""
        if not 0 <= index < self._length:
            return Node(self._stack, self.scenario, ABSENT, (*self.path, index))
        return Node(self._stack, self.scenario, self.raw[index], (*self.path, index))

    # -- what it is --------------------------------------------------------------------------------

    @property
    def value(self) -> Value:
        """What it is: ABSENT, UNKNOWN, a Reference, a Text, or the literal."""
        return self._stack.read(self.raw, self.scenario)

    @property
    def absent(self) -> bool:
        """Whether there is nothing here."""
        return self.raw is ABSENT

    @property
    def empty(self) -> bool:
        """Whether it is known to hold nothing: absent, null, "", or a list without items here."""
        if self.raw is ABSENT or self.raw is None or self.raw == "":
            return True
        if isinstance(self.raw, list):
            return all(self.item(index).absent for index in range(self._length))
        return isinstance(self.raw, dict) and not self.raw

    @property
    def boolean(self) -> bool | None:
        """The boolean it is (also as text, as CloudFormation takes it), None where that is not known."""
        return boolean(self.value)

    @property
    def on(self) -> bool:
        """Whether it is known to be true."""
        return self.boolean is True

    @property
    def off(self) -> bool:
        """Whether it is known to be false, or absent."""
        return self.absent or self.boolean is False

    @property
    def text(self) -> str | None:
        """The literal text it is (a number as text), None for anything else."""
        return scalar_text(self.value)

    @property
    def number(self) -> float | None:
        """The number it is (also as text), None for anything else."""
        value = self.value
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            return None
        try:
            return float(value)
        except (ValueError, OverflowError):
            return None

    @property
    def resource(self) -> Resource | None:
        """The resource of this template that it refers to, None where there is none."""
        value = self.value
        return self._stack.resources.get(value.target) if isinstance(value, Reference) else None

    @property
    def attribute(self) -> str:
        """The attribute it takes of `resource`; "" for a Ref, and where it is no reference."""
        value = self.value
        return value.attribute if isinstance(value, Reference) else ""

    @property
    def opaque(self) -> bool:
        """Whether its value can't be known from the template."""
        value = self.value
        if isinstance(value, Reference):
            resource = self._stack.resources.get(value.target)
            return resource is None or _opaque(resource.type, value.attribute)
        return value is UNKNOWN or (isinstance(value, Text) and not self._stack.only_siblings(value))


class View(Node):
    """A resource in one scenario; `view["UserPoolId"]` is a property of it."""

    __slots__ = ("of",)

    def __init__(self, stack: Stack, scenario: Scenario, resource: Resource) -> None:
        """Look at the resource's properties."""
        super().__init__(stack, scenario, resource.properties, (*resource.path, "Properties"))
        self.of = resource

    @property
    def id(self) -> str:
        """The logical ID."""
        return self.of.id

    @property
    def stack(self) -> Stack:
        """The stack the resource belongs to."""
        return self._stack

    def other(self, resource: Resource) -> View | None:
        """Return another resource in the same scenario, None where it doesn't exist in it."""
        if resource.condition and not self.scenario.suppose(resource.condition):
            return None
        return View(self._stack, self.scenario, resource)

    def each_of(self, resources: Sequence[Resource]) -> Iterator[View]:
        """Yield one of the resources, if it exists here; the others are yielded in scenarios of their own."""
        if resources:
            other = self.other(self.scenario.choose(("each of", resources[0].id), resources))
            if other is not None:
                yield other

    def __str__(self) -> str:
        """Return how a message names it."""
        return str(self.of)


class Stack:
    """The resources of a template, and who refers to whom.

    Attributes:
        resources: every resource by logical ID.
        source: the template the paths belong to (cfn-lint's own, or see `_before_translation`).
        possible: says which scenarios can happen.
        loops: each `Fn::ForEach` as it was written, after its path.
    """

    _stacks: ClassVar[WeakKeyDictionary[Template, Stack]] = WeakKeyDictionary()
    _options: ClassVar[WeakKeyDictionary[Template, dict[tuple[str, str], Any]]] = WeakKeyDictionary()

    def __init__(self, template: Template, source: Template | None = None) -> None:
        """Build the stack; use `Stack.of` to get the one that all rules share."""
        cfn = source or template
        self.template: dict[str, Any] = cfn.template
        self.source = source
        self.filename = template.filename
        self.is_sam: bool = template.has_serverless_transform()
        sections = {name: mapping(cfn.template.get(name)) for name in ("Resources", "Mappings", "Parameters")}
        self.parameters = sections["Parameters"]
        self.resources: dict[str, Resource] = {
            str(logical_id): Resource(str(logical_id), body)
            for logical_id, body in sections["Resources"].items()
            if isinstance(logical_id, str) and isinstance(body, dict) and isinstance(body.get("Type"), str)
        }
        # cfn-lint's decoder notes it on the mapping.
        self.merges_resources = bool(getattr(cfn.template.get("Resources"), "using_merge", False))
        self.globals = mapping(cfn.transform_pre.get("Globals"))
        self.loops: list[list[Any]] = cfn.transform_pre.get("Fn::ForEach") or []
        self._graph = cfn.graph
        self.conditions = cfn.conditions
        self.possible = Possible(cfn.conditions)
        self._reader = Reader(sections["Mappings"])
        self._own_options = self._options.setdefault(template, {})
        self._made: dict[Callable[[Stack], Any], Any] = {}
        self._needs: dict[str, set[str]] = {}
        self._values: dict[int, Value] = {}
        self._leaves: dict[int, list[Value]] = {}
        self._by_type: dict[str, list[Resource]] = {}
        for resource in self.resources.values():
            self._by_type.setdefault(resource.type, []).append(resource)

    @classmethod
    def of(cls, template: Template) -> Stack:
        """Return the stack of a template, built at the first call."""
        stack = cls._stacks.get(template)
        if stack is None:
            stack = cls._stacks[template] = cls(template, _before_translation(template))
        return stack

    def once(self, work: Callable[[Stack], _Made]) -> _Made:
        """Return what `work` makes of this stack; it is called at the first time only."""
        if work not in self._made:
            self._made[work] = work(self)
        made: _Made = self._made[work]
        return made

    # -- options that several rules share -----------------------------------------------------------

    @classmethod
    def set_option(cls, template: Template, rule: str, name: str, value: Any) -> None:  # noqa: ANN401
        """Note a rule's option for the other rules that judge the same template."""
        cls._options.setdefault(template, {})[rule, name] = value

    def option(self, rule: str, name: str, default: Any) -> Any:  # noqa: ANN401
        """Return the option of a rule, the default where that rule is not loaded."""
        return self._own_options.get((rule, name), default)

    # -- resources ---------------------------------------------------------------------------------

    def of_type(self, *types: str) -> list[Resource]:
        """Return the resources of the types, in the template's order within a type."""
        return [resource for name in types for resource in self._by_type.get(name, ())]

    @property
    def clients(self) -> list[Resource]:
        """The User Pool Clients."""
        return self._by_type.get(CLIENT, [])

    @property
    def pools(self) -> list[Resource]:
        """The User Pools."""
        return self._by_type.get(POOL, [])

    @property
    def computes(self) -> list[Resource]:
        """What carries an environment: functions, Docker tasks, edge functions, builds."""
        return self.of_type(*COMPUTES)

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

    def read(self, raw: Any, scenario: Scenario) -> Value:  # noqa: ANN401
        """Return what a value is in the scenario (see `_values.Reader.read`)."""
        if not isinstance(raw, dict):
            return raw if not isinstance(raw, str) or DYNAMIC not in raw else self._reader.read(raw, scenario.settle)
        key = id(raw)
        if key in self._values:
            return self._values[key]
        asked = scenario.asked
        value = self._reader.read(raw, scenario.settle)
        if asked == scenario.asked:
            self._values[key] = value
        return value

    def read_as_is(self, raw: Any) -> Value:  # noqa: ANN401
        """Return what a value is, whatever the scenario; an `Fn::If` in it stays unknown."""
        return self._reader.read(raw, _as_is)

    def may(self, raw: Any, fits: Callable[[Value], bool]) -> bool:  # noqa: ANN401
        """Return whether the value fits in some scenario, without deciding any."""
        if not (isinstance(raw, dict) and len(raw) == 1 and "Fn::If" in raw):
            return True
        return any(fits(leaf) for leaf in self.values(raw))

    def values(self, raw: Any) -> list[Value]:  # noqa: ANN401
        """Return what a value is in each scenario, without deciding any."""
        if not isinstance(raw, dict):
            return [self.read_as_is(raw)]
        leaves = self._leaves.get(id(raw))
        if leaves is None:
            leaves = self._leaves[id(raw)] = list(self._every_value(raw))
        return leaves

    def _every_value(self, raw: Any) -> Iterator[Value]:  # noqa: ANN401
        todo: list[dict[Hashable, Any]] = [{}]
        while todo:
            yield self._reader.read(raw, Scenario(todo.pop(), todo).settle)

    def only_siblings(self, text: Text) -> bool:
        """Return whether every piece of a text is known or refers to a resource of this template."""
        return all(
            isinstance(part, str) or (isinstance(part, Reference) and part.target in self.resources)
            for part in text.parts
        )

    # -- references --------------------------------------------------------------------------------

    @cached_property
    def references(self) -> dict[str, dict[str, list[Path]]]:
        """Who refers to whom: source, target, and the places (below the source) where it does.

        The sources are resources, and outputs as `Output-<name>`. `DependsOn` counts, with the place
        `("DependsOn",)`.
        """
        edges: dict[str, dict[str, list[Path]]] = {}
        # The graph has parameters, too, and what is no resource for want of a type.
        sources = {*self.resources, *(f"Output-{name}" for name in mapping(self.template.get("Outputs")))}
        if self._graph is not None:
            for source, target, data in self._graph.graph.edges(data=True):
                if source in sources:
                    place = tuple(data.get("source_paths") or ())
                    edges.setdefault(source, {}).setdefault(target, []).append(place)
        for function, pool in self._sam_triggers():
            # SAM turns the event into the pool's LambdaConfig, so it is the pool that depends.
            edges.setdefault(pool, {}).setdefault(function, []).append(("LambdaConfig",))
        return edges

    def _sam_triggers(self) -> Iterator[tuple[str, str]]:
        """Yield function and pool of every SAM event of type Cognito."""
        for function in self.of_type(SAM_FUNCTION):
            for event in mapping(mapping(function.properties).get("Events")).values():
                if mapping(event).get("Type") == "Cognito":
                    pool = self.read_as_is(mapping(mapping(event).get("Properties")).get("UserPool"))
                    if isinstance(pool, Reference) and pool.target in self.resources:
                        yield function.id, pool.target

    @cached_property
    def referrers(self) -> dict[str, dict[str, list[Path]]]:
        """The same the other way round: target, source, places."""
        edges: dict[str, dict[str, list[Path]]] = {}
        for source, targets in self.references.items():
            for target, places in targets.items():
                edges.setdefault(target, {})[source] = places
        return edges

    def referring(self, target: Resource, *types: str) -> list[Resource]:
        """Return the resources of the types that refer to the target."""
        return [
            resource
            for source in self.referrers.get(target.id, ())
            if (resource := self.resources.get(source)) is not None and resource.type in types
        ]

    def depends_on(self, resource: Resource, other: Resource) -> bool:
        """Return whether CloudFormation needs `other` before it can make `resource`, directly or not."""
        return other.id in self._needed_by(resource.id)

    def _needed_by(self, logical_id: str) -> set[str]:
        if logical_id not in self._needs:
            seen: set[str] = set()
            todo = deque([logical_id])
            while todo:
                for target in self.references.get(todo.popleft(), ()):
                    if target not in seen:
                        seen.add(target)
                        todo.append(target)
            self._needs[logical_id] = seen
        return self._needs[logical_id]

    # -- the template as a text --------------------------------------------------------------------

    @cached_property
    def is_cdk(self) -> bool:
        """Whether the AWS CDK wrote the template: nobody chose the logical IDs by hand.

        (cfn-lint's `is_cdk_template` looks at `aws:cdk:path` in its newer versions only.)
        """
        return any(
            "aws:cdk:path" in mapping(resource.body.get("Metadata")) or resource.type == "AWS::CDK::Metadata"
            for resource in self.resources.values()
        )

    def place(self, path: Path) -> tuple[Path, tuple[int, int, int, int] | None]:
        """Return where a finding at the path is shown.

        That is the nearest thing that exists: the value or key itself, else the property above it, else
        the resource's logical ID. What stands in SAM's Globals is shown there.

        Returns:
            The path, and the location (line, column, end line, end column; from 0) where cfn-lint
            would not find it by the path.
        """
        shown, value = self._existing(path)
        if len(shown) > 2 and shown[0] == "Resources":  # noqa: PLR2004
            section, value_there = self._in_globals(shown)
            if value_there is not ABSENT and _same_place(value, value_there):
                if len(shown) < len(path):  # nothing of the missing thing stands in the resource itself
                    return shown[:2], None
                return section, None
            mark = getattr(value, "start_mark", None)
            if value_there is not ABSENT and mark is not None:
                # The merged mapping keeps the key of Globals, whatever the resource says.
                end = value.end_mark
                return shown, (mark.line, mark.column, end.line, end.column)
        return shown, None

    def owner(self, path: Path, resource: Resource) -> str:
        """Return how a message names whose value it is: the resource, or SAM's Globals."""
        shown, _ = self.place(path)
        return "Globals" if shown[0] == "Globals" else str(resource)

    def _existing(self, path: Path) -> tuple[Path, Any]:
        value: Any = self.template
        shown: Path = ()
        for key in path:
            try:
                below = value[key]
            except (KeyError, IndexError, TypeError):
                break
            value, shown = below, (*shown, key)
        if shown != path and len(shown) > 2 and shown[0] == "Resources":  # noqa: PLR2004
            below_id = [key for key in shown[2:] if key != "Fn::If" and not isinstance(key, int)]
            if below_id == ["Properties"]:
                return shown[:2], self.resources.get(str(shown[1]))
        return shown, value

    def _in_globals(self, path: Path) -> tuple[Path, Any]:
        resource = self.resources.get(str(path[1]))
        section = GLOBALS_SECTIONS.get(resource.type) if resource else None
        if section is None or section not in self.globals or path[2] != "Properties":
            return path, ABSENT
        value: Any = self.globals[section]
        try:
            for key in path[3:]:
                value = value[key]
        except (KeyError, IndexError, TypeError):
            return path, ABSENT
        return ("Globals", section, *path[3:]), value


def _same_place(value: Any, other: Any) -> bool:  # noqa: ANN401
    """Return whether two values are one and the same of the file."""
    mark, other_mark = getattr(value, "start_mark", None), getattr(other, "start_mark", None)
    if mark is None or other_mark is None:
        return bool(value == other)
    return (mark.line, mark.column) == (other_mark.line, other_mark.column)


def _as_is(value: Any) -> Any:  # noqa: ANN401
    return value


def _opaque(resource_type: str, attribute: str) -> bool:
    """Return whether a Ref or attribute of the type can be any value."""
    return (
        not resource_type.startswith("AWS::")
        or resource_type.startswith(OPAQUE_PREFIXES)
        or resource_type.endswith("::MODULE")
        or (resource_type, attribute) in OPAQUE_ATTRIBUTES
    )


def _before_translation(template: Template) -> Template | None:
    """Return a SAM template as it was before cfn-lint up to 1.53 translated it; None in other cases.

    From 1.54 on cfn-lint leaves SAM's resources as they are, with Globals merged. For the same findings
    on older versions the file is decoded again, and Globals are merged by the SAM translator itself,
    which those versions depend on.
    """
    transforms = template.transform_pre["Transform"]
    declared = ensure_list(template.template.get("Transform", []))
    if TRANSFORM_SAM not in transforms or TRANSFORM_SAM in declared or not template.filename:
        return None
    return _decoded_again(template, transforms)


def _decoded_again(template: Template, transforms: list[Any]) -> Template | None:  # pragma: no cover
    """Return the SAM template of a file with its Globals merged (`make matrix` runs this)."""
    try:
        import cfnlint.decode  # noqa: PLC0415
        from cfnlint.template import Template as CfnTemplate  # noqa: PLC0415
        from samtranslator.plugins.globals.globals_plugin import GlobalsPlugin  # noqa: PLC0415

        decoded, _ = cfnlint.decode.decode(template.filename)
        if decoded is None:
            return None
        decoded["Transform"] = [name for name in transforms if name != TRANSFORM_SAM]
        expanded = CfnTemplate(template.filename, decoded, template.regions)
        expanded.transform()
        sections = expanded.template.get("Globals")
        GlobalsPlugin().on_before_transform_template(expanded.template)
        source = CfnTemplate(template.filename, expanded.template, template.regions)
    except Exception as error:  # noqa: BLE001 - whatever it is, the translated template is still there
        _LOGGER.info("Can't read %s before its translation: %s", template.filename, error)
        return None
    source.transform_pre["Globals"] = source.template["Globals"] = sections or {}
    source.transform_pre["Fn::ForEach"] = expanded.transform_pre["Fn::ForEach"]
    return source
