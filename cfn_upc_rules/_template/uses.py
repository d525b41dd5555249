"""Where in the template an attribute of a resource is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cfn_upc_rules._template.resources import Output
from cfn_upc_rules._template.values import Path, Reference, Value, references, under

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._template.nodes import View
    from cfn_upc_rules._template.references import Use
    from cfn_upc_rules._template.scenarios import Scenario
    from cfn_upc_rules._template.stack import Stack


def uses_of(subject: View, attribute: str) -> Iterator[Use]:
    """Yield where an attribute of the subject is taken; each use in its own scenario."""
    wanted = Reference(subject.id, attribute)
    uses = [
        use
        for use in dict.fromkeys(subject.stack.uses(subject.resource))
        if wanted in references(_value(subject.stack, use.path))
    ]
    if uses:
        use = subject.scenario.choose(("uses", subject.id, attribute), uses)
        if _reached(subject, use):
            yield use


def _value(stack: Stack, path: Path) -> Value:
    # What SAM adds has no path in the template.
    return stack.read_as_is(under(stack.template, path))


def _reached(subject: View, use: Use) -> bool:
    """Return whether the use is there in this scenario."""
    if isinstance(use.by, Output):
        if use.by.condition and not subject.scenario.assume(use.by.condition):
            return False
    elif subject.other(use.by) is None:
        return False
    return is_in_branch(subject.scenario, subject.stack.template, use.path)


def is_in_branch(scenario: Scenario, raw: Any, path: Path) -> bool:
    """Return whether what stands at a path is there in a scenario: no `Fn::If` on its way goes elsewhere."""
    for key, branch in zip(path, (*path[1:], None), strict=True):
        raw = raw[key]
        condition = raw[0] if key == "Fn::If" and isinstance(raw, list) else None
        if isinstance(condition, str) and scenario.holds(condition) is not (branch == 1):
            return False
    return True
