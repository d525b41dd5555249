"""Conditions in a form that cfn-lint's solver reads right: each comparison is one of a name with a text.

Booleans and numbers become texts, what is constant is worked out, and a comparison of anything else is spelled
out for each value of the parameters it depends on. Where that can't be done the whole comparison is one unknown,
with a name of its own, and it is noted on which parameters it depends.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from cfn_upc_rules._template.functions import Reader, inputs_of
from cfn_upc_rules._template.values import (
    ABSENT,
    Path,
    Reference,
    Value,
    intrinsic,
    mapping,
    remainders,
    scalar_text,
    spelled,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cfn_upc_rules._template.domains import Domains

# A condition in cfn-lint's grammar, or a constant.
Tree: TypeAlias = "bool | dict[str, Any]"

_MANY: Final = 64


class _Unresolved(Exception):  # noqa: N818 - nothing is wrong
    """A comparison that can't be spelled out."""


class NormalForm:
    """The conditions and rules of a template in normal form.

    Attributes:
        trees: each condition by name.
        rules: what each rule of the template demands.
        inputs: the names that are compared, with the parameters each depends on.
        literals: the texts that each name is compared with.

    Args:
        conditions: the template's `Conditions`.
        rules: its `Rules`.
        mappings: its `Mappings`.
        domains: what its parameters can be.
    """

    def __init__(
        self, conditions: Mapping[str, Any], rules: Mapping[str, Any], mappings: Mapping[str, Any], domains: Domains
    ) -> None:
        """Work out the conditions and rules."""
        self._raw = conditions
        self._reader = Reader(mappings)
        self._domains = domains
        self.trees: dict[str, Tree] = {}
        self.inputs: dict[str, frozenset[str]] = {}
        self.literals: dict[str, list[str]] = {}
        self._pending: set[str] = set()
        for name in conditions:
            if self._named(name) and name not in self.trees:
                self.trees[name] = self._unknown(f"Condition {name}", ("*",))
        self.rules = [self._rule(mapping(rule)) for rule in rules.values()]

    def names(self, tree: Tree, seen: set[str] | None = None) -> set[str]:
        """Return the names that a tree compares, through other conditions too."""
        seen = set() if seen is None else seen
        if isinstance(tree, bool):
            return set()
        [(function, argument)] = tree.items()
        if function == "Fn::Equals":
            return {argument[0]["Ref"]}
        if function == "Condition":
            if argument in seen:
                return set()
            seen.add(argument)
            return self.names(self.trees[argument], seen)
        return {name for part in argument for name in self.names(part, seen)}

    def further(self) -> list[Tree]:
        """Return of each open parameter that it is one of the texts, or else something that may not exist."""
        return [
            combined(
                "Fn::Or",
                [*(self._is(name, text) for text in texts), self._unknown(f"Another {name}", self.inputs[name])],
            )
            for name, texts in list(self.literals.items())
            if self._domains.closed(name) is None and not self._domains.has_others(name, texts)
        ]

    # -- conditions --------------------------------------------------------------------------------

    def _named(self, name: str) -> Tree:
        if name not in self.trees:
            if name in self._pending or not isinstance(self._raw.get(name), dict):
                return self._unknown(f"Condition {name}", ("*",))
            self._pending.add(name)
            self.trees[name] = self._tree(self._raw[name])
        tree = self.trees[name]
        return tree if isinstance(tree, bool) else {"Condition": name}

    def _tree(self, raw: Any) -> Tree:
        function, argument = intrinsic(raw) or ("", None)
        if function == "Condition" and isinstance(argument, str):
            return self._named(argument)
        if isinstance(argument, list):
            if function == "Fn::Equals" and len(argument) == 2:  # noqa: PLR2004
                return self._equals(*argument)
            if function == "Fn::Not" and len(argument) == 1:
                return negated(self._tree(argument[0]))
            if function in ("Fn::And", "Fn::Or") and argument:
                return combined(function, [self._tree(part) for part in argument])
            if function == "Fn::Contains" and len(argument) == 2 and isinstance(argument[0], list):  # noqa: PLR2004
                return combined("Fn::Or", [self._equals(item, argument[1]) for item in argument[0]])
        in_rules = function in ("Fn::EachMemberEquals", "Fn::EachMemberIn", "Fn::Contains")
        return self._unknown(_spelled(raw), self._parameters_of(raw) if in_rules else ("*",))

    def _rule(self, rule: dict[str, Any]) -> Tree:
        assertions = rule.get("Assertions")
        demanded = [
            self._tree(mapping(assertion).get("Assert"))
            for assertion in (assertions if isinstance(assertions, list) else ())
        ]
        wanted = combined("Fn::And", demanded)
        if "RuleCondition" in rule:
            wanted = combined("Fn::Or", [negated(self._tree(rule["RuleCondition"])), wanted])
        return wanted

    # -- comparisons -------------------------------------------------------------------------------

    def _equals(self, left: Any, right: Any) -> Tree:
        try:
            return self._compared(left, right, {}, 1)
        except _Unresolved:
            pass
        inputs = self._parameters_of([left, right])
        for one, other in ((left, right), (right, left)):
            text = scalar_text(self._value(one, {}))
            if text is not None and not isinstance(one, bool):
                return self._is(self._noted(_spelled(other), inputs), text)
        return self._unknown(_spelled(sorted((left, right), key=_spelled)), inputs)

    def _compared(self, left: Any, right: Any, given: dict[str, str], ways: int) -> Tree:
        one, other = self._value(left, given), self._value(right, given)
        simple = self._simple(one, other)
        if simple is not None:
            return simple
        for name in self._parameters_of([left, right]):
            values = self._domains.closed(name)
            if name in given or values is None:
                continue
            if ways * len(values) > _MANY:
                break
            return combined(
                "Fn::Or",
                [
                    combined("Fn::And", [self._is_parameter(name, value), self._compared(left, right, more, more_ways)])
                    for value in values
                    for more, more_ways in [({**given, name: value}, ways * len(values))]
                ],
            )
        raise _Unresolved

    def _simple(self, one: Value, other: Value) -> Tree | None:
        """Return the comparison of two values that are constant, or differ in one parameter and a text."""
        for value, against in ((one, other), (other, one)):
            if isinstance(value, Reference) and self._domains.is_spelled_alike(value.target, against):
                raise _Unresolved
        rest = remainders(one, other)
        if rest is None:
            # Known to differ, or none of our business: a list is no text.
            is_text = all(isinstance(v, (str, int, float, tuple)) for v in (one, other))
            return False if is_text else None
        left, right = rest
        if not left and not right:
            return True
        if len(left) + len(right) > 2:  # noqa: PLR2004
            return None
        names = [piece for piece in (*left, *right) if isinstance(piece, Reference) and not piece.attribute]
        texts = [piece for piece in (*left, *right) if isinstance(piece, str)]
        if len(names) != 1 or len(names) + len(texts) != len(left) + len(right) or (texts and not (left and right)):
            return None
        return self._is_parameter(names[0].target, texts[0] if texts else "")

    def _is_parameter(self, name: str, text: str) -> Tree:
        if not self._domains.accepts(name, text):
            return False
        if self._domains.closed(name) == [text]:
            return True
        return self._is(self._noted(name, (name, *self._domains.follows(name))), text)

    def _is(self, name: str, text: str) -> Tree:
        literals = self.literals.setdefault(name, [])
        if text not in literals:
            literals.append(text)
        return {"Fn::Equals": [{"Ref": name}, text]}

    def _unknown(self, name: str, inputs: Iterable[str]) -> Tree:
        return self._is(self._noted(f"? {name}", inputs), "true")

    def _noted(self, name: str, inputs: Iterable[str]) -> str:
        self.inputs.setdefault(name, frozenset(inputs))
        return name

    def _value(self, raw: Any, given: Mapping[str, str]) -> Value:
        def resolve(value: Any) -> tuple[Any, Path]:
            call = intrinsic(value)
            if call and call[0] == "Ref" and isinstance(call[1], str):
                return given.get(call[1], value), ()
            return value, ()

        value = self._reader.read(raw, resolve)
        return "" if value is ABSENT else value

    def _parameters_of(self, raw: Any) -> list[str]:
        """Return the parameters that a value depends on, in the order in which they stand."""
        found = inputs_of(raw)
        return list(dict.fromkeys(base for name in found for base in (name, *self._domains.follows(name))))


def negated(tree: Tree) -> Tree:
    """Return the opposite."""
    return not tree if isinstance(tree, bool) else {"Fn::Not": [tree]}


def combined(function: str, trees: list[Tree]) -> Tree:
    """Return the `Fn::And` or `Fn::Or` of trees, without what is constant."""
    decisive = function == "Fn::Or"
    if any(tree is decisive for tree in trees):
        return decisive
    open_ = [tree for tree in trees if not isinstance(tree, bool)]
    if not open_:
        return not decisive
    return open_[0] if len(open_) == 1 else {function: open_}


def _spelled(raw: Any) -> str:
    # What can't be written is like nothing else.
    return spelled(raw, f"value {id(raw)}")
