"""Runs `cfn-upc-lint --plugin-only` on cfn-lint as it would be after some changes to it, made in memory.

usage: upstream.py CHANGES FILE

CHANGES are names of CHANGES below, separated by commas, or `none`. They show what of the time of our rules' run is
cfn-lint's own, and what a patch there would save; nothing but the benchmark uses them. Made for cfn-lint 1.58.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import cfnlint.conditions
import cfnlint.template.template as template_module
import cfnlint.template.transforms.transform as transform_module
from sympy.assumptions.cnf import EncodedCNF, distribute_AND_over_OR, to_NNF

from cfn_upc_rules._command import cli

if TYPE_CHECKING:
    from collections.abc import Callable


def plain_symbols() -> None:
    """Turn conditions into clauses without asking sympy for what real, even or prime numbers are."""

    def add_prop(self: Any, prop: Any) -> None:
        self.add_from_cnf(distribute_AND_over_OR(to_NNF(prop, {})))

    EncodedCNF.add_prop = add_prop


class _Later:
    """Something that is made when it is first looked at."""

    def __init__(self, make: Callable[[], Any]) -> None:
        self._make = make
        self._made: Any = None

    def __getattr__(self, name: str) -> Any:
        if self._made is None:
            self._made = self._make()
        return getattr(self._made, name)


def _put_off(make: Callable[[Any], Any]) -> Any:
    return lambda template: _Later(lambda: make(template))


def when_asked() -> None:
    """Build graph, conditions and context when somebody asks: once, after the transform, in place of twice."""
    conditions = _put_off(cfnlint.conditions.Conditions)
    graph = _put_off(template_module.Graph)
    context = _put_off(template_module.create_context_for_template)
    for module, name, made in (
        (cfnlint.conditions, "Conditions", conditions),
        (transform_module, "Conditions", conditions),
        (template_module, "Graph", graph),
        (transform_module, "Graph", graph),
        (template_module, "create_context_for_template", context),
        (transform_module, "create_context_for_template", context),
    ):
        setattr(module, name, made)


def no_unread_log() -> None:
    """Format the transformed template for the log only where somebody logs it."""
    transform_module.format_json_string = lambda _: ""  # type: ignore[attr-defined, unused-ignore]


def one_walk() -> None:
    """Walk a template once for all functions, in place of once for each (and of matching a pattern at each key)."""
    before = template_module.Template.search_deep_keys

    def search(self: Any, wanted: Any, includeGlobals: bool = True) -> list[Any]:  # noqa: FBT001, FBT002, N803
        parts = (self.template, self.transform_pre.get("Globals"))
        kept = self.__dict__.get("_functions")
        if kept is None or kept[0] is not parts[0] or kept[1] is not parts[1]:
            found: tuple[dict[str, list[Any]], ...] = ({}, {})
            _walk(parts[0], [], found[0])
            _walk(parts[1], ["Globals"], found[1])
            kept = self.__dict__["_functions"] = (*parts, found)
        shown = kept[2] if includeGlobals else kept[2][:1]
        if isinstance(wanted, str):
            if wanted == "Ref" or wanted.startswith("Fn::"):
                return [path for functions in shown for path in functions.get(wanted, ())]
            return before(self, wanted, includeGlobals)  # type: ignore[no-any-return, unused-ignore]
        return [path for functions in shown for name in functions if wanted.match(name) for path in functions[name]]

    template_module.Template.search_deep_keys = search  # type: ignore[method-assign, assignment, unused-ignore]


def _walk(node: Any, path: list[Any], found: dict[str, list[Any]]) -> None:
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(key, str) and (key == "Ref" or key.startswith("Fn::")):
                found.setdefault(key, []).append([*path, key, value])
            if isinstance(value, (dict, list)):
                _walk(value, [*path, key], found)
    elif isinstance(node, list):
        for index, item in enumerate(node):
            if isinstance(item, (dict, list)):
                _walk(item, [*path, index], found)


# By name: what is changed, as the page says it, and the function that does it.
CHANGES: dict[str, tuple[str, Callable[[], None]]] = {
    change.__name__: ((change.__doc__ or "").rstrip("."), change)
    for change in (plain_symbols, when_asked, one_walk, no_unread_log)
}


def main() -> int:
    """Make the changes, and lint; return the exit code."""
    names, *files = sys.argv[1:]
    for name in names.split(",") if names != "none" else ():
        CHANGES[name][1]()
    return cli.main(["--plugin-only", *files])


if __name__ == "__main__":
    sys.exit(main())
