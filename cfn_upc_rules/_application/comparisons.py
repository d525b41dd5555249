"""What can be told of a comparison whose sides come from other templates.

A condition that can't be told is no reason for a finding: within one template it may well be either, since whoever
deploys it chooses; what is handed to a nested stack is chosen already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cfn_upc_rules._application.conditions import branches, compared
from cfn_upc_rules._application.crossing import PARAMETER, steps_in
from cfn_upc_rules._cognito.pool_forms import FORM_OF
from cfn_upc_rules._cognito.types import CLIENT, CLIENT_IDS, POOL
from cfn_upc_rules._template.values import intrinsic, mapping, may_have_placeholder

if TYPE_CHECKING:
    from collections.abc import Callable

    from cfn_upc_rules._application.members import Member

# Begins what no text of a template begins with.
_NO_TEXT: Final = chr(0xE010)
_CONSTRAINTS: Final = ("AllowedValues", "AllowedPattern", "MinLength", "MaxLength", "MinValue", "MaxValue")


class Comparisons:
    """Tells what the sides of comparisons are.

    Args:
        members: the templates of the application; the first is the linted one.
        is_known: whether what a parameter of a template is referred to for is all that there is to know of it.
    """

    def __init__(self, members: list[Member], is_known: Callable[[str, Member], bool]) -> None:
        """Take the templates."""
        self._linted = members[0]
        self._is_known = is_known
        self._places = {member.place: member for member in members}
        self._types = {
            f"{member.place}{name}": made.type for member in members for name, made in member.stack.resources.items()
        }
        self._parameters = {
            f"{member.place}{name}": (name, member) for member in members for name in member.stack.parameters
        }

    def can_tell(self, condition: Any, member: Member) -> bool:
        """Return whether it can be told of all that a condition compares what it is; the conditions in it aside."""
        if member is self._linted:
            return True
        return all(self._can_tell(side, member) for side in compared(condition))

    def _can_tell(self, side: Any, member: Member) -> bool:
        leaves = [leaf for leaf in branches(side) if not _is_literal(leaf)]
        if not leaves:
            return True
        passed = [
            (self._places[f"{step.at}{step.nested}/"], step.name) for step in steps_in(side) if step.kind == PARAMETER
        ]
        return (
            not any(self._is_ruled(template) for template in (member, *(inner for inner, _ in passed)))
            and not any(_is_bound(inner, name) for inner, name in passed)
            and all(map(self._is_told, leaves))
        )

    def _is_ruled(self, member: Member) -> bool:
        """Return whether a template has rules that are not looked at: of the linted one they are."""
        return member is not self._linted and bool(member.stack.template.get("Rules"))

    def _is_told(self, raw: Any) -> bool:
        """Return whether a side that is no literal is a parameter, or something of a pool or client."""
        if self.text_of(raw) is not None:
            return True
        name, argument = intrinsic(raw) or ("", None)
        if name != "Ref" or not isinstance(argument, str):
            return False
        return argument.startswith("AWS::") or (
            argument in self._parameters and self._is_known(*self._parameters[argument])
        )

    def text_of(self, raw: Any) -> str | None:
        """Return what stands in conditions for what no text of a template is; None for anything else.

        That are the IDs, ARNs and URLs of pools and clients: alike for one value in two spellings. The name of
        another resource may well be what a template writes.
        """
        match intrinsic(raw):
            case ("Ref", str(target)):
                attribute = ""
            case ("Fn::GetAtt", [str(target), str(attribute)]):
                pass
            case _:
                return None
        made = self._types.get(target)
        if made == POOL and attribute in FORM_OF:
            return f"{_NO_TEXT}{target}.{FORM_OF[attribute].words}"
        return f"{_NO_TEXT}{target}" if made == CLIENT and attribute in CLIENT_IDS else None


def _is_literal(raw: Any) -> bool:
    """Return whether a value is written out, here or where it comes from (see `merging`)."""
    name, argument = intrinsic(raw) or ("", None)
    match argument:
        case ["", list(pieces)] if name == "Fn::Join":
            return all(map(_is_literal, pieces))
    return not isinstance(raw, (dict, list)) and not (isinstance(raw, str) and may_have_placeholder(raw))


def _is_bound(member: Member, name: str) -> bool:
    """Return whether a template takes not just any value for a parameter."""
    return any(constraint in mapping(member.stack.parameters[name]) for constraint in _CONSTRAINTS)
