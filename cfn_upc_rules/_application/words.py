"""How messages tell of a value that comes from another template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._application.crossing import PARAMETER

if TYPE_CHECKING:
    from cfn_upc_rules._application.application import Application
    from cfn_upc_rules._application.crossing import Step, Way
    from cfn_upc_rules._cognito.companions import Mismatch
    from cfn_upc_rules._cognito.wrong_values import WrongValue
    from cfn_upc_rules._template.nodes import Node, View
    from cfn_upc_rules._template.values import Path


def told(application: Application, subject: View, wrong: WrongValue, way: Way) -> tuple[str, str, str]:
    """Return of a value of the wrong kind what is wrong, what to write instead, and what AWS says."""
    given = f"{application.held(wrong.node)}{_from(way.before)}"
    place = f"{wrong.name} of {application.owner(subject.resource)}"
    if way.first.kind == PARAMETER:
        file = application.file_of(subject.resource)
        on = _from(way.after, "handed on as ")
        what = f"{handed(way.first)} gets {given}, and {file} uses it as {wrong.needed} in {place}{on}"
    else:
        what = f"{place} takes {wrong.needed}, and gets {application.held(wrong.node)}{_from((way.first, *way.before))}"
    return what, f"Write {application.giving(wrong.form) or wrong.needed}", wrong.answer


def mismatch_told(application: Application, subject: View, found: Mismatch) -> tuple[Path, str] | None:
    """Return of a client beside another pool than its own where that is shown, and what is wrong.

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
                gets = f"{handed(way.first)} gets {what}{_from(way.before)}"
                uses = f"{application.file_of(subject.resource)} uses it beside {beside}{from_other} in {place}"
                return application.path_of(way, node), f"{gets}, and {uses}"
            both = _from(() if way_of_other is None else (way_of_other.first, *way_of_other.before))
            uses = f"{place} uses {what}{_from((way.first, *way.before))}"
            return application.path_of(way, node), f"{uses} beside {beside}{both}"
    return None


def handed(step: Step) -> str:
    """Return how a message names what is handed to a nested stack."""
    return f"{step.name} of nested stack '{step.nested}'"


def _from(steps: tuple[Step, ...], how: str = "") -> str:
    return f" ({how}{', '.join(map(str, steps))})" if steps else ""
