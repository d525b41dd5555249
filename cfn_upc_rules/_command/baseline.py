"""`--baseline`: findings that were there before, noted in a file and hidden; `--write-baseline` notes them.

A finding is noted by what it is about: the rule, the template, and the keys that lead there. Its line may move, and its
words may change. An entry hides one finding: of two equal ones the second is new. What is not about a file (standard
input, a template that is not there), and that a file can't be linted, is neither noted nor hidden.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from cfn_upc_rules._command.arguments import UsageError
from cfn_upc_rules._command.files import read_bytes
from cfn_upc_rules._command.places import Place
from cfn_upc_rules._command.report import write
from cfn_upc_rules._template.values import mapping

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cfnlint.match import Match

_VERSION: Final = 1
_RESOURCES: Final = "Resources"
# That cfn-lint can't read, transform or lint a file: it may hold anything, so that nobody can live with it.
_FAILURES: Final = "E0"


class Baseline:
    """The findings of a file.

    Args:
        name: the file; templates are named from its folder on.
        places: what they are about.
    """

    def __init__(self, name: str, places: Iterable[Place]) -> None:
        """Count them."""
        self.name = name
        self._folder = os.path.dirname(os.path.realpath(name))
        self._places = Counter(places)
        self._names: dict[str, str] = {}

    @classmethod
    def read(cls, name: str) -> Baseline:
        """Read the file.

        Raises:
            UsageError: it is not there, or no baseline.
        """
        text = read_bytes(name)
        if text is None:
            message = f"there is no baseline '{name}' that can be read: write one with --write-baseline {name}"
            raise UsageError(message)
        try:
            return cls(name, _places_in(json.loads(text)))
        except (ValueError, RecursionError) as error:
            why = error if isinstance(error, _OtherFileError) else "it is no JSON"
            message = f"'{name}' is no baseline of this command ({why}): name another file, or remove it"
            raise UsageError(message) from error

    @classmethod
    def see_that_nothing_is_lost(cls, name: str) -> None:
        """See that a file may be written: it is not there, empty, or a baseline already.

        Raises:
            UsageError: it holds something else, such as a template.
        """
        if read_bytes(name):
            cls.read(name)

    @classmethod
    def of(cls, matches: Iterable[Match], name: str) -> Baseline:
        """Return those of some findings that can be noted as the baseline that a file is to hold."""
        empty = cls(name, ())
        return cls(name, [Place.of(match, empty.template(file)) for match in matches if (file := file_to_note(match))])

    def write(self) -> None:
        """Write the file: an entry a line, in an order that only findings change.

        Raises:
            UsageError: it can't be written.
        """
        entries = sorted(json.dumps(_entry(place)) for place in self._places.elements())
        listed = ",".join(f"\n  {entry}" for entry in entries)
        write(f'{{\n "version": {_VERSION},\n "findings": [{listed}\n ]\n}}\n', self.name)

    def template(self, name: str) -> str:
        """Return how the file names a template."""
        if name not in self._names:  # each finding asks
            folder, file = os.path.split(os.path.abspath(name))
            path = os.path.join(os.path.realpath(folder), file)  # a link is linted for itself
            with suppress(ValueError):  # it is on another drive
                path = os.path.relpath(path, self._folder)
            self._names[name] = path.replace(os.sep, "/")
        return self._names[name]

    def hidden(self, matches: Sequence[Match]) -> tuple[list[Match], Counter[Place]]:
        """Return those of some findings that it hides, and the entries that hide nothing; of equal ones the first."""
        left = Counter(self._places)
        found = []
        for match in sorted(matches, key=lambda match: (match.linenumber, match.columnnumber)):
            file = file_to_note(match)
            place = Place.of(match, self.template(file)) if file else None
            if place is not None and left[place]:
                left[place] -= 1
                found.append(match)
        return found, +left

    def is_gone(self, template: str) -> bool:
        """Return whether a template that it names is no longer there."""
        return not os.path.lexists(os.path.join(self._folder, template))


def file_to_note(match: Match) -> str | None:
    """Return the file of a finding that can be noted; None where it is about no file, or that it can't be linted."""
    return None if match.rule.id.startswith(_FAILURES) else match.filename


class _OtherFileError(ValueError):
    """A file that was not written here; says why."""


def _entry(place: Place) -> dict[str, Any]:
    resource, path = "", place.path
    # An empty logical ID, which is a mistake of its own, stays in the path: "" says that there is no resource.
    if path[:1] == (_RESOURCES,) and len(path) > 1 and path[1] and isinstance(path[1], str):
        resource, path = path[1], path[2:]
    return {"template": place.template, "rule": place.rule, "resource": resource, "path": list(path)}


def _places_in(document: Any) -> list[Place]:
    """Return what the entries of a document are about.

    Raises:
        _OtherFileError: it is no baseline.
    """
    version, entries = mapping(document).get("version"), mapping(document).get("findings")
    if version != _VERSION or not isinstance(entries, list):
        message = f"it has not the version {_VERSION} and a list of findings"
        raise _OtherFileError(message)
    return [_place(number, mapping(entry)) for number, entry in enumerate(entries, 1)]


def _place(number: int, entry: dict[str, Any]) -> Place:
    values: list[Any] = [entry.get(key) for key in ("rule", "template", "resource", "path")]
    rule, template, resource, path = values
    is_whole = all(isinstance(value, str) for value in (rule, template, resource)) and isinstance(path, list)
    if not is_whole or not all(type(key) in (str, int) for key in path):
        message = f"entry {number} lacks one of rule, template, resource and path"
        raise _OtherFileError(message)
    return Place(rule, template, (*((_RESOURCES, resource) if resource else ()), *path))
