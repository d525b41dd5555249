"""Which conditions can hold together.

cfn-lint's solver says so. It is asked about the conditions in normal form where that differs from what stands in
the template, since it takes a bare `true` for another text than "true", and comparisons that share a parameter in
any other way than by a plain `Ref` for unrelated.
"""

from __future__ import annotations

from functools import cached_property
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeAlias

from cfnlint.conditions import Conditions

from cfn_upc_rules._template.domains import Domains
from cfn_upc_rules._template.normal_form import NormalForm, Tree, combined, negated
from cfn_upc_rules._template.values import mapping

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

Assumptions: TypeAlias = "frozenset[tuple[str, bool]]"


class Possible:
    """Says which assumptions about conditions can hold together.

    Args:
        template: the template, as it is decoded.
        conditions: cfn-lint's conditions of it.
    """

    def __init__(self, template: Mapping[str, Any], conditions: Conditions) -> None:
        """Start with nothing asked."""
        self._template = template
        self._conditions = conditions
        self._answers: dict[Assumptions, tuple[bool, bool]] = {frozenset(): (True, True)}

    def __call__(self, assumptions: Assumptions) -> bool:
        """Return whether the assumptions are known to hold together in some deployment.

        One alone that nothing excludes is taken to. Of several, a condition that can't be read may have to do with
        any other, and one that depends on a parameter in a way that can't be told with any that depends on it: what
        is said of them is what holds whatever they are.
        """
        return self._answer(assumptions)[0]

    def conceivable(self, assumptions: Assumptions) -> bool:
        """Return whether nothing is known to exclude that the assumptions hold together."""
        return self._answer(assumptions)[1]

    def _answer(self, assumptions: Assumptions) -> tuple[bool, bool]:
        answer = self._answers.get(assumptions)
        if answer is None:
            try:
                answer = self._ask(assumptions)
            except RecursionError:  # of hundreds, each of which names the next one, nothing can be read
                answer = (len(assumptions) == 1, True)
            self._answers[assumptions] = answer
        return answer

    def _ask(self, assumptions: Assumptions) -> tuple[bool, bool]:
        trees = self._form.trees
        if len(dict(assumptions)) < len(assumptions) or any(
            trees.get(name) is (not holds) for name, holds in assumptions
        ):
            return False, False
        asked = {name: holds for name, holds in assumptions if not isinstance(trees.get(name), bool)}
        read = {name: holds for name, holds in asked.items() if name in trees}
        if read and not self._solver.can(read):
            return False, False
        return len(asked) < 2 or (len(read) == len(asked) and self._solver.must(read)), True  # noqa: PLR2004

    @cached_property
    def _domains(self) -> Domains:
        read = {name: self._section(name) for name in ("Conditions", "Rules")}
        return Domains(self._section("Parameters"), self._section("Mappings"), read)

    @cached_property
    def _form(self) -> NormalForm:
        return NormalForm(self._section("Conditions"), self._section("Rules"), self._section("Mappings"), self._domains)

    @cached_property
    def _solver(self) -> _Solver:
        return _Solver(self._form, self._domains, self._conditions if self._is_normal() else None)

    def _is_normal(self) -> bool:
        """Return whether cfn-lint's own conditions are as good as those in normal form."""
        conditions = self._section("Conditions")
        return (
            not self._form.rules
            and all(self._domains.is_plain(name, self._form.literals[name]) for name in self._form.literals)
            and all(_is_same(tree, conditions[name]) for name, tree in self._form.trees.items())
        )

    def _section(self, name: str) -> dict[str, Any]:
        return mapping(self._template.get(name))


def _is_same(tree: Any, raw: Any) -> bool:
    """Return whether a tree is what stands in the template; the sides of a comparison may be the other way round."""
    if isinstance(tree, dict) and isinstance(raw, dict) and tree.keys() == raw.keys():
        [(function, argument)] = tree.items()
        there = raw[function]
        if function == "Fn::Equals":
            return there in (argument, argument[::-1])
        if isinstance(argument, list):
            return len(argument) == len(there) and all(map(_is_same, argument, there))
        return bool(argument == there)
    return False


class _Solver:
    """cfn-lint's solver, asked about a normal form.

    Args:
        form: the conditions and rules.
        domains: what the parameters can be.
        conditions: cfn-lint's conditions of the template where they are as good, None to have them made.
    """

    def __init__(self, form: NormalForm, domains: Domains, conditions: Conditions | None) -> None:
        """Say all that is known of the template in conditions."""
        self._form = form
        self._said: dict[str, Tree] = dict(form.trees)
        self._rules: dict[str, set[str]] = {}
        self._blurred: set[str] = set()
        self._conditions = self._made(domains) if conditions is None else conditions

    def can(self, assumed: Mapping[str, bool]) -> bool:
        """Return whether nothing excludes that the assumptions hold together."""
        return self._satisfiable({**assumed, **dict.fromkeys(self._rules, True)})

    def must(self, assumed: Mapping[str, bool]) -> bool:
        """Return whether they can hold together whatever the comparisons come to that can't be told.

        That matters only where such a comparison meets another one of the same parameter.
        """
        names = {name for condition in assumed for name in self._form.names(self._form.trees[condition])}
        inputs = {parameter for name in names for parameter in self._form.inputs[name]}
        rules = {rule for rule, used in self._rules.items() if self._depends(used, inputs)}
        names.update(*(self._rules[rule] for rule in rules))
        if not any(self._share(name, other) for name in names for other in names):
            return True
        asked = dict.fromkeys(self._rules.keys() - rules, True)
        for name, holds in {**assumed, **dict.fromkeys(rules, True)}.items():
            surely = _surely(name, holds)
            asked.update({surely: True} if surely in self._said else {name: holds})
        return self._satisfiable(asked)

    def _satisfiable(self, asked: Mapping[str, bool]) -> bool:
        if any(self._said[name] is (not holds) for name, holds in asked.items()):
            return False
        wanted = {name: {holds} for name, holds in asked.items() if not isinstance(self._said[name], bool)}
        return not wanted or next(self._conditions.build_scenarios(wanted), None) is not None

    def _share(self, name: str, other: str) -> bool:
        """Return whether a comparison that can't be told has to do with another one."""
        inputs = self._form.inputs[name]
        return name != other and inputs != {name} and self._depends({other}, inputs)

    def _depends(self, names: Iterable[str], inputs: Collection[str]) -> bool:
        return any(
            not self._form.inputs[name].isdisjoint(inputs) or "*" in self._form.inputs[name] or "*" in inputs
            for name in names
        )

    def _made(self, domains: Domains) -> Conditions:
        form = self._form
        for number, tree in enumerate([*form.rules, *form.further()]):
            self._said[f"rule {number}"] = tree
            self._rules[f"rule {number}"] = form.names(tree)
        self._blurred = {name for name in form.inputs if any(self._share(name, other) for other in form.inputs)}
        for name, tree in list(self._said.items()):
            if not self._blurred.isdisjoint(form.names(tree)):
                for holds in (True, False):
                    self._said[_surely(name, holds)] = self._certain(tree, holds)
        known = {name: values for name in form.literals if (values := domains.closed(name)) is not None}
        template = {
            "Conditions": {name: tree for name, tree in self._said.items() if not isinstance(tree, bool)},
            "Parameters": {name: {"AllowedValues": values} for name, values in known.items()},
        }
        return Conditions(SimpleNamespace(template=template))

    def _certain(self, tree: Tree, holds: bool) -> Tree:  # noqa: FBT001
        """Return when a tree is true, or false, whatever the comparisons come to that can't be told."""
        if isinstance(tree, bool):
            return tree is holds
        [(function, argument)] = tree.items()
        if function == "Fn::Not":
            return self._certain(argument[0], not holds)
        if function in ("Fn::And", "Fn::Or"):
            same = (function == "Fn::And") is holds
            return combined("Fn::And" if same else "Fn::Or", [self._certain(part, holds) for part in argument])
        if function == "Condition" and not self._blurred.isdisjoint(self._form.names(tree)):
            surely = _surely(argument, holds)
            if surely not in self._said:
                self._said[surely] = self._certain(self._form.trees[argument], holds)
            known = self._said[surely]
            return known if isinstance(known, bool) else {"Condition": surely}
        if function == "Fn::Equals" and argument[0]["Ref"] in self._blurred:
            return False
        return tree if holds else negated(tree)


def _surely(name: str, holds: bool) -> str:  # noqa: FBT001
    return f"{name} is surely {holds}"
