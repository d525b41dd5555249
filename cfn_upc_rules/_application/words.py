"""How messages tell of a value that comes from another template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cfn_upc_rules._application.crossing import PARAMETER
from cfn_upc_rules._application.told import Told
from cfn_upc_rules._cognito.companions import mismatches
from cfn_upc_rules._cognito.wrong_values import wrong_values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._application.application import Application
    from cfn_upc_rules._application.crossing import Step, Way
    from cfn_upc_rules._cognito.companions import Mismatch
    from cfn_upc_rules._cognito.wrong_values import WrongValue
    from cfn_upc_rules._template.nodes import Node, View

# One sentence for all places: what one of them lacks may be too much for another.
_PIECE: Final = "Hand over what fits into what is made of it"
_INSTEAD: Final = "Take the client and the pool from one place"


class Words:
    """What is said of the resources of an application (see `told.Across`)."""

    def __init__(self, application: Application) -> None:
        """Take the application."""
        self._application = application

    def wrong_values(self, subject: View) -> Iterator[Told]:
        """Yield the values that their places don't take, of those that the linted template has a part in."""
        for wrong in wrong_values(subject):
            way = self._application.way_to(wrong.node)
            if way is not None:
                yield _told(self._application, subject, wrong, way)

    def mismatches(self, subject: View) -> Iterator[Told]:
        """Yield the clients beside another pool than their own, of those that the linted template has a part in."""
        found = (_mismatch_told(self._application, subject, mismatch) for mismatch in mismatches(subject))
        yield from filter(None, found)


def _told(application: Application, subject: View, wrong: WrongValue, way: Way) -> Told:
    """Return what is said of a value of the wrong kind."""
    piece = application.piece(wrong.node)
    given = piece or application.held(wrong.node)
    place = f"{wrong.name} of {application.owner(subject.resource)}"
    if way.first.kind == PARAMETER:
        file = application.file_of(subject.resource)
        on = _from(way.after, "handed on as ")
        use = f"makes of it what is not {wrong.needed} for" if piece else f"uses it as {wrong.needed} in"
        what = f"{application.handed(way.first)} gets {given}{_from(way.before)}, and {file} {use} {place}{on}"
    else:
        gets = f"gets what is made of {given}" if piece else f"gets {given}"
        what = f"{place} takes {wrong.needed}, and {gets}{_from((way.first, *way.before))}"
    instead = _PIECE if piece else f"Write {application.giving(wrong.form) or wrong.needed}"
    return Told(application.path_of(way, wrong.node), what, instead, wrong.answer, way.is_imported)


def _mismatch_told(application: Application, subject: View, found: Mismatch) -> Told | None:
    """Return what is said of a client beside another pool than its own.

    None where the linted template hands over neither.
    """
    client = f"the client {application.owner(found.client.resource)} of {application.named(found.own)}"
    pool = application.named(found.pool)
    sides: list[tuple[Node, str, Node, str]] = [
        (found.client_at, client, found.pool_at, pool),
        (found.pool_at, pool, found.client_at, client),
    ]
    for node, what, other, beside in sides:
        way, way_of_other = application.way_to(node), application.way_to(other)
        if way is not None:
            from_other = _from(() if way_of_other is None else way_of_other.before)
            place = application.owner(subject.resource)
            if way.first.kind == PARAMETER:
                gets = f"{application.handed(way.first)} gets {what}{_from(way.before)}"
                uses = f"{application.file_of(subject.resource)} uses it beside {beside}{from_other} in {place}"
                return Told(application.path_of(way, node), f"{gets}, and {uses}", _INSTEAD, "", way.is_imported)
            both = _from(() if way_of_other is None else (way_of_other.first, *way_of_other.before))
            uses = f"{place} uses {what}{_from((way.first, *way.before))}"
            return Told(application.path_of(way, node), f"{uses} beside {beside}{both}", _INSTEAD, "", way.is_imported)
    return None


def _from(steps: tuple[Step, ...], how: str = "") -> str:
    return f" ({how}{', '.join(map(str, steps))})" if steps else ""
