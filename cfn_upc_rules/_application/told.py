"""What is said of a value that comes from another template; what finds it is loaded for nested stacks only."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._template.nodes import View
    from cfn_upc_rules._template.values import Path


class Told(NamedTuple):
    """What is wrong with a value.

    Attributes:
        path: where the linted template hands it over, or holds it.
        what: what is wrong, as a sentence without its full stop.
        instead: what to write instead, as a sentence without its full stop.
        answer: what AWS says, "" where that is not known.
        is_imported: whether an import brings it into the linted template.
    """

    path: Path
    what: str
    instead: str
    answer: str
    is_imported: bool


class Across(Protocol):
    """What an application tells of one of its resources in one scenario."""

    def wrong_values(self, subject: View) -> Iterator[Told]:
        """Yield the values that their places don't take, of those that the linted template has a part in."""

    def mismatches(self, subject: View) -> Iterator[Told]:
        """Yield the clients beside another pool than their own, of those that the linted template has a part in."""
