"""What stands at a path of the template, seen in one scenario: what rules look at."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any

from cfn_upc_rules._template.values import (
    ABSENT,
    UNKNOWN,
    Path,
    Reference,
    Text,
    Value,
    boolean,
    intrinsic,
    may_have_placeholder,
    number,
    scalar_text,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.scenarios import Scenario
    from cfn_upc_rules._template.stack import Stack


class Node:
    """What stands at a path of the template in one scenario: `Fn::If` and `AWS::NoValue` are resolved.

    Attributes:
        path: where it is (or would be, where it is absent).
        raw: what stands there; ABSENT or UNKNOWN where there is nothing, or nothing that can be told.
    """

    __slots__ = ("_stack", "path", "raw", "scenario")

    def __init__(self, stack: Stack, scenario: Scenario, raw: Any, path: Path) -> None:
        """Resolve an `Fn::If` in the scenario."""
        self._stack = stack
        self.scenario = scenario
        self.raw: Any = raw
        self.path: Path = path
        if isinstance(raw, dict) and len(raw) == 1:  # it may be a function
            raw, below = scenario.resolve_if(raw)
            if isinstance(raw, dict) and ("Fn::FindInMap" in raw or "Fn::Split" in raw):
                value = stack.read(raw, scenario)  # may be a list, which is then as good as one written here
                raw = raw if isinstance(value, Reference) else value
            self.raw = raw
            self.path = path + below

    # -- moving on ---------------------------------------------------------------------------------

    def __getitem__(self, key: str) -> Node:
        """Return the value of a key; absent where there is no such key."""
        raw: Any = UNKNOWN
        if self.is_mapping:
            missing = UNKNOWN if "Fn::Transform" in self.raw else self._stack.unwritten
            raw = dict.get(self.raw, key, missing)  # cfn-lint's own `get` does more, and costs more
        elif self.raw is ABSENT or self.raw is None:
            raw = self._stack.unwritten
        return Node(self._stack, self.scenario, raw, (*self.path, key))

    def at(self, *keys: str) -> Node:
        """Return the value at the end of several keys; digits are the index of a list."""
        node = self
        for key in keys:
            node = node.item(int(key)) if key.isdecimal() and isinstance(node.raw, list) else node[key]
        return node

    def keys(self) -> list[str]:
        """Return the keys of a mapping whose value is not absent, none for anything else."""
        if not self.is_mapping:
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
            fits: leaves out the items that don't fit in any scenario; the same function at each look.
        """
        indices: Sequence[int] = range(self._length)
        if fits is not None and indices:
            indices = self._stack.fitting(self.raw, fits)
        if indices:
            item = self.item(self.scenario.choose(("each", self.path, fits), indices))
            if not item.absent:
                yield item

    def each_value(self) -> Iterator[Node]:
        """Yield one value of a mapping, as `each` does one item of a list."""
        keys = (key for key in (self.raw if self.is_mapping else ()) if isinstance(key, str))
        first = next(keys, None)
        if first is not None:
            value = self[self.scenario.choose(("each", self.path), chain((first,), keys))]
            if not value.absent:
                yield value

    def find(self, fits: Callable[[Value], bool]) -> Node | None:
        """Return the first item whose value fits; decides only the items that may fit."""
        return next(self.matching(fits), None)

    def matching(self, fits: Callable[[Value], bool]) -> Iterator[Node]:
        """Yield the items whose value fits; decides only the items that may fit."""
        for index in range(self._length):
            raw = self.raw[index]
            # Most items are texts that are their own value.
            is_text = isinstance(raw, str) and not may_have_placeholder(raw)
            if fits(raw) if is_text else self._stack.may(raw, fits):
                item = self.item(index)
                if not item.absent and fits(item.value):
                    yield item

    def named(self, key: str, name: str) -> Iterator[Node]:
        """Yield the mappings of a list that have, or may have, a text under a key; decides only these."""
        for index in self._stack.named(self.raw, key, name) if self._length else ():
            item = self.item(index)
            if not item.absent:
                yield item

    def find_text(self, *texts: str) -> Node | None:
        """Return the first item that is one of the texts."""
        return self.find(lambda value: isinstance(value, str) and value in texts)

    @property
    def is_mapping(self) -> bool:
        """Whether it is a mapping whose keys stand here."""
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
    def is_open(self) -> bool:
        """Whether nobody can tell its keys or items: it is unknown, or what a function gives."""
        return self.raw is UNKNOWN or intrinsic(self.raw) is not None

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
        return number(self.value)

    @property
    def target(self) -> Resource | None:
        """The resource of this template that it refers to, None where there is none."""
        value = self.value
        return self._stack.resources.get(value.target) if isinstance(value, Reference) else None

    @property
    def attribute(self) -> str:
        """The attribute it takes of `target`; "" for a Ref, and where it is no reference."""
        value = self.value
        return value.attribute if isinstance(value, Reference) else ""

    @property
    def opaque(self) -> bool:
        """Whether its value can't be known from the template."""
        value = self.value
        if isinstance(value, Reference):
            resource = self._stack.resources.get(value.target)
            return resource is None or resource.gives_anything(value.attribute)
        return value is UNKNOWN or (isinstance(value, Text) and not self._stack.only_siblings(value))


class View(Node):
    """A resource in one scenario; `view["UserPoolId"]` is a property of it."""

    __slots__ = ("resource",)

    def __init__(self, stack: Stack, scenario: Scenario, resource: Resource) -> None:
        """Look at the resource's properties."""
        super().__init__(stack, scenario, resource.properties, (*resource.path, "Properties"))
        self.resource = resource

    @property
    def id(self) -> str:
        """The logical ID."""
        return self.resource.id

    @property
    def name(self) -> str:
        """What messages call it (see `Resource.name`)."""
        return self.resource.name

    @property
    def stack(self) -> Stack:
        """The stack the resource belongs to."""
        return self._stack

    def other(self, resource: Resource) -> View | None:
        """Return another resource in the same scenario, None where it doesn't exist in it."""
        if resource.condition and not self.scenario.assume(resource.condition):
            return None
        return View(self._stack, self.scenario, resource)

    def each_of(self, resources: Sequence[Resource]) -> Iterator[View]:
        """Yield one of the resources, if it exists here; the others are yielded in scenarios of their own."""
        if resources:
            other = self.other(self.scenario.choose(("each of", resources[0].id), resources))
            if other is not None:
                yield other

    def __str__(self) -> str:
        """Return how a message names it where its type needs no word; else let it name the resource."""
        return f"'{self.name}'"
