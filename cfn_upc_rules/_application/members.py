"""The templates of an application: the linted one, its nested stacks with theirs, and those whose exports it takes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from cfn_upc_rules._application.bounds import NESTED, Bounds
from cfn_upc_rules._application.reading import file_of, named_file, read
from cfn_upc_rules._template.values import UNKNOWN, mapping

if TYPE_CHECKING:
    from typing import Any

    from cfn_upc_rules._application.reading import File
    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.stack import Stack

_MOST_MEMBERS: Final = 100
_MOST_LEVELS: Final = 8
_MOST_BYTES: Final = 8 * 1024 * 1024


class Member:
    """A template of an application, at one place in it: what is nested twice is there twice.

    Attributes:
        stack: the template.
        filename: its file.
        place: where it is in the application: "" for the linted one, "App/" for that of its nested stack `App`,
            "App/Inner/" for one within that.
        shown: how messages call its file: from the folder of the linted one on.
        outer: the template that it is nested in; None for one that isn't.
        nested: the nested stack that it is, in the outer template.
        inner: the templates nested in it, by the logical ID of the nested stack.
    """

    def __init__(
        self,
        stack: Stack,
        filename: str,
        place: str = "",
        outer: Member | None = None,
        nested: Resource | None = None,
    ) -> None:
        """Take a template, without what is nested in it."""
        self.stack = stack
        self.filename = filename
        self.place = place
        self.shown = os.path.basename(filename)
        self.outer = outer
        self.nested = nested
        self.inner: dict[str, Member] = {}

    @property
    def handed(self) -> dict[str, Any] | None:
        """What the outer template hands over, by parameter; None where that can't be told."""
        properties = mapping(None if self.nested is None else self.nested.properties)
        handed = properties.get("Parameters", {})
        is_told = isinstance(handed, dict) and not any(str(key).startswith("Fn::") for key in handed)
        return handed if is_told else None

    @property
    def may_get_more(self) -> bool:
        """Whether more may be handed over than is written: where that can't be told, or a macro may write it."""
        if self.nested is None or self.outer is None:
            return False
        is_written = self.outer.stack.unwritten is not UNKNOWN and "Fn::Transform" not in mapping(
            self.nested.properties
        )
        return self.handed is None or not is_written

    @property
    def root(self) -> Member:
        """The template that it is nested in, however deep; itself where it is in none."""
        return self if self.outer is None else self.outer.root

    @property
    def files(self) -> list[str]:
        """Its file, and those of the templates that it is nested in."""
        above = [] if self.outer is None else self.outer.files
        return [os.path.realpath(self.filename), *above]


class Members:
    """Finds the templates of an application.

    Attributes:
        all: those found, each after the one that it is nested in.
    """

    def __init__(self) -> None:
        """Start with none."""
        self.all: list[Member] = []
        self._sizes: dict[File, int] = {}

    def add_file(self, filename: str) -> Member | None:
        """Add the template of a further file of the run; return it where it is read."""
        file = named_file(filename)
        if file is None or (self.all and not self._has_room(file, self.all[0])):
            return None
        stack = read(file)
        if stack is None:
            return None
        member = Member(stack, file.path)
        if self.all:
            member.shown = _name(file.path, self.all[0].filename)
            member.place = f"{member.shown}:"
        self.add(member, Bounds.of(filename))
        return member

    def add(self, member: Member, bounds: Bounds) -> None:
        """Add a template, with all that is nested in it, as far as it can be read and there is room for it."""
        self.all.append(member)
        for nested in member.stack.of_type(*NESTED):
            file = file_of(nested, member.filename, bounds)
            if file is None or file.path in member.files or not self._has_room(file, member):
                continue
            stack = read(file)
            if stack is not None:
                inner = Member(stack, file.path, f"{member.place}{nested.id}/", member, nested)
                inner.shown = _name(file.path, self.all[0].filename)
                member.inner[nested.id] = inner
                self.add(inner, bounds)

    def _has_room(self, file: File, member: Member) -> bool:
        """Return whether one more template is within what is looked at; note its size."""
        sizes = {**self._sizes, file: file.size}
        if sum(sizes.values()) > _MOST_BYTES or len(self.all) >= _MOST_MEMBERS or len(member.files) >= _MOST_LEVELS:
            return False
        self._sizes = sizes
        return True


def _name(path: str, root: str) -> str:
    """Return a file's path from the folder of another file on; on another drive it has none."""
    try:
        return os.path.relpath(path, os.path.dirname(os.path.realpath(root))).replace(os.sep, "/")
    except ValueError:
        return os.path.basename(path)
