"""A value that comes from another template, and the way that it takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cfn_upc_rules._template.values import Path

# The names of what a step passes through.
PARAMETER: Final = "parameter"
OUTPUT: Final = "output"
EXPORT: Final = "export"


class Step(NamedTuple):
    """A value passes from one template into another.

    Attributes:
        kind: through a nested stack's parameter, a nested stack's output, or an export.
        at: the place in the application of the template that hands it over, or takes it (see `Member.place`).
        name: the parameter's, output's or export's name.
        nested: the logical ID of the nested stack; the file that exports.
    """

    kind: str
    at: str
    name: str
    nested: str

    @property
    def path(self) -> Path:
        """The path of a nested stack's parameter in the template that hands it over; () for other steps."""
        return () if self.kind != PARAMETER else ("Resources", self.nested, "Properties", "Parameters", self.name)

    def __str__(self) -> str:
        """Return how a message names it."""
        if self.kind == EXPORT:
            return f"export {self.name} of {self.nested}"
        return f"{self.kind} {self.name} of nested stack '{self.nested}'"


class Crossed(dict[str, Any]):
    """A value in the raw, as another template has it.

    Attributes:
        way: the steps that it takes, from the place where it stands on.
        size: how much there is to read, all that it is made of counted.
    """

    __slots__ = ("size", "way")

    def __init__(self, value: dict[str, Any], way: tuple[Step, ...], size: int) -> None:
        """Take a value, and how it gets here."""
        super().__init__(value)
        self.way = way
        self.size = size


class Way(NamedTuple):
    """How a value gets from the linted template, or through it, into its place.

    Attributes:
        steps: from the place on.
        below: the branches of `Fn::If` that are taken in the linted template.
    """

    steps: tuple[Step, ...]
    below: Path

    @property
    def first(self) -> Step:
        """The step through the linted template that is next to the place."""
        return next(step for step in self.steps if not step.at)

    @property
    def after(self) -> tuple[Step, ...]:
        """The steps from the linted template to the place, the outermost first."""
        return self.steps[: self.steps.index(self.first)][::-1]

    @property
    def is_imported(self) -> bool:
        """Whether an import brings it into the linted template."""
        return any(step.kind == EXPORT for step in (self.first, *self.before))

    @property
    def before(self) -> tuple[Step, ...]:
        """The steps from there on, towards where the value is made."""
        return self.steps[self.steps.index(self.first) + 1 :]


def way_to(template: dict[str, Any], path: Path) -> Way | None:
    """Return how the value at a path gets there; None where the linted template has no part in it.

    Args:
        template: the application in one template.
        path: with the branches of `Fn::If` that are taken.
    """
    crossings, raw = _along(template, path)
    if not isinstance(raw, Crossed):  # it may be a text, made of what crosses
        ways = [piece.way for piece in crossed_in(raw)]
        crossings += [(len(path), way) for way in ways if _passes(way)][:1]
    passing = [number for number, (_, way) in enumerate(crossings) if _passes(way)]
    if not passing:
        return None
    ends = [index for index, _ in crossings[passing[0] :]] + [len(path)]
    return Way(tuple(step for _, way in crossings for step in way), path[ends[0] : ends[1]])


def pieces_at(template: dict[str, Any], path: Path) -> list[Crossed]:
    """Return what crosses within the value at a path, through the linted template; none where all of it does."""
    crossings, raw = _along(template, path)
    if any(_passes(way) for _, way in crossings):
        return []
    return [piece for piece in crossed_in(raw) if _passes(piece.way)]


def steps_to(template: dict[str, Any], path: Path) -> tuple[Step, ...]:
    """Return all steps that the value at a path takes."""
    return tuple(step for _, way in _along(template, path)[0] for step in way)


def _along(template: dict[str, Any], path: Path) -> tuple[list[tuple[int, tuple[Step, ...]]], Any]:
    """Return what crosses on the way along a path, after how many of its keys; and what stands at its end."""
    crossings = []
    raw: Any = template
    for index, key in enumerate(path):
        raw = raw[key]
        if isinstance(raw, Crossed):
            crossings.append((index + 1, raw.way))
    return crossings, raw


def _passes(way: tuple[Step, ...]) -> bool:
    """Return whether a way leads through the linted template."""
    return any(not step.at for step in way)


def crossed_in(raw: Any) -> Iterator[Crossed]:
    """Yield what crosses within a value."""
    if isinstance(raw, Crossed):
        yield raw
    elif isinstance(raw, (dict, list)):
        below: Sequence[Any] = list(raw.values()) if isinstance(raw, dict) else raw
        for item in below:
            yield from crossed_in(item)


def steps_in(raw: Any) -> Iterator[Step]:
    """Yield the steps that a value, and what it is made of, takes."""
    if isinstance(raw, Crossed):
        yield from raw.way
    below = raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ()
    for item in below:
        yield from steps_in(item)
