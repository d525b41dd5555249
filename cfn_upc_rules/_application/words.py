"""How messages tell of a value that comes from another template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._application.crossing import PARAMETER

if TYPE_CHECKING:
    from cfn_upc_rules._application.application import Application
    from cfn_upc_rules._application.crossing import Step, Way
    from cfn_upc_rules._cognito.wrong_values import WrongValue
    from cfn_upc_rules._template.nodes import View


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


def handed(step: Step) -> str:
    """Return how a message names what is handed to a nested stack."""
    return f"{step.name} of nested stack '{step.nested}'"


def _from(steps: tuple[Step, ...], how: str = "") -> str:
    return f" ({how}{', '.join(map(str, steps))})" if steps else ""
