"""A template beside its base version, and the clients whose fate can be told.

Both versions are read in the same way, and compared in the same scenario: a condition of one name counts as
one condition. Whatever is unknown in either version is no change.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple

from cfnlint.helpers import TRANSFORM_SAM, ensure_list

from cfn_upc_rules._cognito.stack import UserPoolStack, clients
from cfn_upc_rules._cognito.types import CLIENT, DOMAIN
from cfn_upc_rules._history.base_version import DEFAULT_BASE, base_version
from cfn_upc_rules._history.git import BaseUnavailableError
from cfn_upc_rules._history.succession import successors
from cfn_upc_rules._template.decoding import template_of
from cfn_upc_rules._template.language_extensions import unknown_items
from cfn_upc_rules._template.resources import Resource
from cfn_upc_rules._template.values import mapping, spelled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cfn_upc_rules._template.stack import Stack


class Comparison(NamedTuple):
    """The base version of a template, beside the template.

    Attributes:
        revision: the base, as the user names it.
        problem: why a base that the user configured can't be read, "" where nothing is wrong.
        base: the old stack, None where there is nothing to compare.
        clients: the old stack's clients, of those whose fate can be told.
        successors: the clients that may have taken the place of an old one, best first, by old logical ID.
    """

    revision: str
    problem: str = ""
    base: Stack | None = None
    clients: Sequence[Resource] = ()
    successors: dict[str, list[Resource]] = {}  # noqa: RUF012 - never changed


def compare(stack: Stack) -> Comparison:
    """Return a template beside its base version, read once for all rules."""
    return stack.once(_compare)


def _compare(stack: Stack) -> Comparison:
    revision: str = stack.option("base", DEFAULT_BASE)
    if not revision or not is_revision(revision):
        return Comparison(revision)
    try:
        ask = stack.base or partial(base_version, stack.filename)
        text = ask(revision, has_subject=bool(stack.of_type(CLIENT, DOMAIN)))
    except BaseUnavailableError as problem:
        return Comparison(revision, str(problem))
    base = None if text is None else _decode(text)
    if base is None:
        return Comparison(revision)
    known = [client for client in clients(base) if client.id in stack.resources]
    left = [client for client in known if client.condition != stack.resources[client.id].condition]
    if not _macros(stack) - _macros(base):  # else whatever is gone may come from there
        gone = [client for client in _told(base, stack) if client.id not in stack.resources]
        known, left = known + gone, left + gone
    come = [client for client in _told(stack, base) if client.id not in base.resources]
    taken = successors(base, left, stack, come)
    return Comparison(revision, "", base, [without_lost_condition(client, stack) for client in known], taken)


def is_revision(base: str) -> bool:
    """Return whether a text may be the name of a revision ("" for none)."""
    return base.isprintable() and not base.startswith("-")


@lru_cache(maxsize=8)  # an editor compares with the same one at each key
def _decode(text: bytes) -> Stack | None:
    """Return the old version as a stack; None where it can't be read, which is nobody's fault now.

    SAM is not applied: it touches no client.
    """
    template = template_of(text, prepare=_without_sam)
    return None if template is None else UserPoolStack(template)


def _without_sam(decoded: dict[str, Any]) -> None:
    transforms = ensure_list(decoded.get("Transform", []))
    decoded["Transform"] = [name for name in transforms if name != TRANSFORM_SAM]


def _told(stack: Stack, other: Stack) -> list[Resource]:
    """Return the clients whose logical ID is known, or made by a loop over the same as one of the other stack."""
    loops = {item for client in clients(other) for item in unknown_items(client.id)}
    return [client for client in clients(stack) if unknown_items(client.id) <= loops]


def _macros(stack: Stack) -> set[str]:
    """Return what may add resources that the template doesn't show."""
    declared = ensure_list(stack.template.get("Transform", []))
    macros = {spelled(name, "") for name in declared}
    own = {name for name in macros if name.startswith('"AWS::') and name != '"AWS::Include"'}
    return (macros - own) | ({"Fn::Transform"} & set(_section(stack, "Resources")))


def without_lost_condition(old: Resource, stack: Stack) -> Resource:
    """Return a resource of the base version without a condition that the template doesn't have any more."""
    if old.condition and old.condition not in _section(stack, "Conditions"):
        always = Resource(old.id, {key: value for key, value in old.body.items() if key != "Condition"}, old.kind)
        always.name = old.name
        return always
    return old


def _section(stack: Stack, name: str) -> dict[str, Any]:
    return mapping(stack.template.get(name))
