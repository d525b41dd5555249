"""Gives a resource another logical ID, wherever the template names it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cfn_upc_rules._edits.edit import Change, put, rename
from cfn_upc_rules._template.mentions import mentions
from cfn_upc_rules._template.values import Reference, mapping, under

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.stack import Stack

_MAY_NAME = ("Resources", "Outputs")


def rename_resource(stack: Stack, resource: Resource, name: str) -> tuple[Change, ...]:
    """Return what renames a resource, and every reference to it; nothing where the name is taken, or others use it."""
    elsewhere = [stack.globals, *(held for section, held in stack.template.items() if section not in _MAY_NAME)]
    is_used = any(reference.target == resource.id for reference, _ in mentions(elsewhere, ()))
    if is_used or name in stack.resources or name in stack.parameters:
        return ()
    return (rename(resource.path, name), *dict.fromkeys(_references(stack, resource.id, name)))


def _references(stack: Stack, old: str, new: str) -> Iterator[Change]:
    for section in _MAY_NAME:
        for reference, path in mentions(stack.template.get(section), (section,)):
            if reference.target == old:
                call = under(stack.template, path)
                if "Fn::Sub" in call:
                    at = (*path, "Fn::Sub") if isinstance(call["Fn::Sub"], str) else (*path, "Fn::Sub", 0)
                    # The Sub may have a variable of the same name, which is no reference; `${Old.Arn}` is none of it.
                    own = {} if isinstance(call["Fn::Sub"], str) else mapping(under(call["Fn::Sub"], (1,)))
                    behind = r"\." if old in own else "[.}]"
                    text = str(under(stack.template, at))
                    yield put(at, re.sub(rf"\$\{{{re.escape(old)}(?={behind})", f"${{{new}", text))
                else:
                    yield put(path, Reference(new, reference.attribute))
    for other in stack.resources.values():
        waits = other.body.get("DependsOn")
        if waits == old:
            yield put((*other.path, "DependsOn"), new)
        for index, item in enumerate(waits if isinstance(waits, list) else ()):
            if item == old:
                yield put((*other.path, "DependsOn", index), new)
