"""Which conditions can hold together: compared with what an enumeration of the parameters' values gives."""

from __future__ import annotations

import itertools
import random
from typing import TYPE_CHECKING, Any

import pytest
from cfnlint.template import Template

from cfn_upc_rules._cognito.stack import clients
from cfn_upc_rules._template.nodes import View
from cfn_upc_rules._template.scenarios import Scenario, explore
from cfn_upc_rules._template.stack import Stack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._template.conditions import Possible

COUNT = 1000
SEEDS = [*range(100), *(pytest.param(seed, marks=pytest.mark.second_tier) for seed in range(100, COUNT))]

ENVIRONMENTS = ["dev", "test", "prod"]


def text(value: Any) -> str:
    """Return what CloudFormation compares."""
    return str(value).lower() if isinstance(value, bool) else str(value)


class Made:
    """Random conditions over three parameters, and a client whose secret depends on them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        pick = self.random.choice
        self.parameters: dict[str, dict[str, Any]] = {
            "Env": {"Type": "String", "AllowedValues": self.random.sample(ENVIRONMENTS, pick([2, 3]))},
            "Flag": {"Type": "String", "AllowedValues": pick([["true", "false"], [True, False], [True, "false"]])},
            "Size": {"Type": pick(["Number", "String"]), "AllowedValues": pick([[1, 2], ["1", "2"], [1, "2", 3]])},
        }
        self.mapping = {
            name: {"On": pick(["true", "false", True, False]), "Size": pick([1, "1", 2, "2"])} for name in ENVIRONMENTS
        }
        self.conditions: dict[str, Any] = {}
        for number in range(pick([2, 3, 4, 5])):
            self.conditions[f"C{number}"] = self.condition(pick([1, 2, 3]))
        self.secret = self.choice(3)
        self.given = pick(["", *self.conditions])

    def condition(self, depth: int) -> Any:
        kind = self.random.choice(["equals", "not", "and", "or", "named"] if depth else ["equals"])
        if kind == "named" and self.conditions:
            return {"Condition": self.random.choice(list(self.conditions))}
        if kind == "not":
            return {"Fn::Not": [self.condition(depth - 1)]}
        if kind in ("and", "or"):
            parts = [self.condition(depth - 1) for _ in range(self.random.choice([2, 3]))]
            return {f"Fn::{kind.title()}": parts}
        return self.equals()

    def equals(self) -> Any:
        pick = self.random.choice
        name = pick(list(self.parameters))
        literal = pick([*self.parameters[name]["AllowedValues"], pick([True, False, "prod", 2, "other"])])
        operands = [
            ({"Ref": name}, literal),
            ({"Ref": name}, literal),
            ({"Fn::FindInMap": ["Stage", {"Ref": "Env"}, "On"]}, pick([True, "true", "false", {"Ref": "Flag"}])),
            ({"Fn::FindInMap": ["Stage", pick(ENVIRONMENTS), "Size"]}, pick([1, "2", {"Ref": "Size"}])),
            ({"Fn::Sub": f"${{{name}}}"}, literal),
            ({"Fn::Sub": "${Env}-${Flag}"}, pick(["prod-true", "dev-false", "dev-", "-"])),
            ({"Fn::Join": ["-", [{"Ref": "Env"}, "x"]]}, pick(["prod-x", "dev-x", "dev"])),
            ({"Fn::Select": [0, {"Fn::Split": ["-", {"Fn::Sub": "${Env}-${Size}"}]}]}, pick(ENVIRONMENTS)),
            (pick(["a", "true", 1]), pick(["a", True, "1"])),
        ]
        pair = list(pick(operands))
        self.random.shuffle(pair)
        return {"Fn::Equals": pair}

    def choice(self, depth: int) -> Any:
        if not depth or self.random.random() < 0.15:
            return self.random.random() < 0.5
        name = self.random.choice(list(self.conditions))
        return {"Fn::If": [name, self.choice(depth - 1), self.choice(depth - 1)]}

    # -- what CloudFormation makes of it -------------------------------------------------------------

    def value(self, raw: Any, given: dict[str, str]) -> str:
        match raw:
            case {"Ref": name}:
                return given[name]
            case {"Fn::FindInMap": [_, key, entry]}:
                return text(self.mapping[self.value(key, given)][entry])
            case {"Fn::Sub": template}:
                for name, known in given.items():
                    template = template.replace(f"${{{name}}}", known)
                return str(template)
            case {"Fn::Join": [delimiter, parts]}:
                return str(delimiter.join(self.value(part, given) for part in parts))
            case {"Fn::Select": [index, {"Fn::Split": [delimiter, whole]}]}:
                return str(self.value(whole, given).split(delimiter)[index])
        return text(raw)

    def holds(self, raw: Any, given: dict[str, str]) -> bool:
        [(function, argument)] = raw.items()
        if function == "Condition":
            return self.holds(self.conditions[argument], given)
        if function == "Fn::Equals":
            return self.value(argument[0], given) == self.value(argument[1], given)
        parts = [self.holds(part, given) for part in argument]
        return {"Fn::Not": lambda: not parts[0], "Fn::And": lambda: all(parts), "Fn::Or": lambda: any(parts)}[
            function
        ]()

    def outcomes(self) -> list[dict[str, bool]]:
        """Return what the conditions come to, for each choice of the parameters."""
        values = [[text(value) for value in p["AllowedValues"]] for p in self.parameters.values()]
        given = [dict(zip(self.parameters, chosen, strict=True)) for chosen in itertools.product(*values)]
        return [{name: self.holds(raw, g) for name, raw in self.conditions.items()} for g in given]

    def secrets(self) -> list[bool]:
        """Return what the secret comes to, for each choice in which the client exists."""

        def come_to(raw: Any, outcome: dict[str, bool]) -> bool:
            while isinstance(raw, dict):
                name, then, otherwise = raw["Fn::If"]
                raw = then if outcome[name] else otherwise
            return bool(raw)

        return [come_to(self.secret, outcome) for outcome in self.outcomes() if not self.given or outcome[self.given]]

    def stack(self) -> Stack:
        client: dict[str, Any] = {"Type": "AWS::Cognito::UserPoolClient", "Properties": {"GenerateSecret": self.secret}}
        if self.given:
            client["Condition"] = self.given
        template = {
            "Parameters": self.parameters,
            "Mappings": {"Stage": self.mapping},
            "Conditions": self.conditions,
            "Resources": {"Client": client},
        }
        return Stack.of(Template(None, template, ["us-east-1"]))


def said(stack: Stack) -> str | None:
    """Return when the client is said to have no secret, None where it is not."""
    [client] = clients(stack)

    def judge(scenario: Scenario) -> Iterator[str]:
        if View(stack, scenario, client)["GenerateSecret"].off:
            yield "no secret"

    return dict(explore(client.given, stack.possible, judge)).get("no secret")


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_said_is_what_happens(seed: int) -> None:
    made = Made(seed)
    secrets = made.secrets()
    when = said(made.stack())
    assert (when is not None) is (False in secrets), made.__dict__
    assert (when == "") is (bool(secrets) and True not in secrets), made.__dict__


@pytest.mark.parametrize("seed", SEEDS[:: COUNT // 100])
def test_each_combination(seed: int) -> None:
    made = Made(seed)
    possible, outcomes = made.stack().possible, made.outcomes()
    for names in itertools.combinations(made.conditions, min(3, len(made.conditions))):
        for chosen in itertools.product([True, False], repeat=len(names)):
            asked = frozenset(zip(names, chosen, strict=True))
            happens = any(asked <= outcome.items() for outcome in outcomes)
            assert possible(asked) is possible.conceivable(asked) is happens, (made.conditions, asked)


def possible(conditions: dict[str, Any], parameters: dict[str, Any] | None = None, **sections: Any) -> Possible:
    template = {"Parameters": parameters or {}, "Conditions": conditions, "Resources": {}, **sections}
    return Stack.of(Template(None, template, ["us-east-1"])).possible


def equals(left: Any, right: Any) -> dict[str, Any]:
    return {"Fn::Equals": [left, right]}


def ref(name: str) -> dict[str, Any]:
    return {"Ref": name}


def known(asked: Possible, **assumed: bool) -> tuple[bool, bool]:
    """Return whether it is known to happen, and whether it is conceivable."""
    return asked(frozenset(assumed.items())), asked.conceivable(frozenset(assumed.items()))


UNRELATED = (False, True)
NEVER = (False, False)
HAPPENS = (True, True)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (equals(ref("P"), "live"), equals({"Fn::Select": [0, {"Fn::Split": ["-", ref("P")]}]}, "live")),
        (equals(ref("P"), ref("Q")), equals(ref("P"), "live")),
        (equals({"Fn::Sub": "${P}${Q}"}, "live"), equals({"Fn::Join": ["", [ref("P"), ref("Q")]]}, "live2")),
        (equals({"Fn::Sub": "${P}-${Q}"}, "a-b"), equals(ref("Q"), "b")),
        (equals(ref("AWS::Region"), "cn-north-1"), equals(ref("AWS::Partition"), "aws-cn")),
        (equals(ref("AWS::URLSuffix"), "amazonaws.com"), equals(ref("AWS::Partition"), "aws-cn")),
        (equals(ref("AWS::StackId"), "x"), equals(ref("AWS::AccountId"), "123456789012")),
        (equals({"Fn::Join": [",", ref("L")]}, ""), equals({"Fn::Select": [0, ref("L")]}, "a")),
        (equals(ref("Word"), "yes"), equals(ref("Word"), True)),
        ({"Fn::Whatever": 1}, equals(ref("P"), "live")),
    ],
    ids=str,
)
def test_what_cannot_be_related_is_not_known_to_happen(one: Any, other: Any) -> None:
    parameters = {
        "P": {"Type": "String"},
        "Q": {"Type": "String"},
        "L": {"Type": "CommaDelimitedList"},
        "Word": {"Type": "String", "AllowedValues": [True, False]},
    }
    asked = possible({"One": one, "Other": other}, parameters)
    assert known(asked, One=True) == HAPPENS
    assert known(asked, One=False) == HAPPENS
    assert known(asked, One=True, Other=False) == UNRELATED


@pytest.mark.parametrize(
    ("condition", "always"),
    [
        (equals("a", "a"), True),
        (equals(1, "1"), True),
        (equals(True, "true"), True),
        (equals("True", "true"), False),
        (equals({"Fn::Sub": "a-${X}"}, "b-c"), False),
        (equals({"Fn::FindInMap": ["M", "a", "b"]}, "true"), True),
        (equals({"Fn::Join": ["", ["a", "b"]]}, "ab"), True),
        (equals({"Fn::Select": [1, ["a", "b"]]}, "b"), True),
        (equals({"Fn::Length": ["a", "b"]}, 2), True),
        (equals({"Fn::Length": {"Fn::FindInMap": ["M", "a", "c"]}}, "3"), False),
        (equals(ref("X"), ref("X")), True),
        (equals({"Fn::Sub": "${X}"}, ref("X")), True),
        (equals(ref("Short"), ""), False),
        (equals(ref("Short"), "abcd"), False),
        (equals(ref("Pattern"), "no"), False),
        (equals(ref("Count"), "eleven"), False),
        (equals(ref("Count"), 11), False),
        (equals(ref("One"), "only"), True),
        ({"Fn::Or": [equals(ref("X"), "a"), {"Fn::Not": [equals("a", "b")]}]}, True),
        ({"Fn::And": [{"Condition": "Never"}, equals(ref("X"), "a")]}, False),
    ],
    ids=str,
)
def test_what_is_constant(condition: Any, always: bool) -> None:
    parameters = {
        "X": {"Type": "String"},
        "Short": {"Type": "String", "MinLength": 1, "MaxLength": "3"},
        "Pattern": {"Type": "String", "AllowedPattern": "y.*"},
        "Count": {"Type": "Number", "MaxValue": 10},
        "One": {"Type": "String", "AllowedValues": ["only"]},
    }
    asked = possible(
        {"C": condition, "Never": equals("a", "b")}, parameters, Mappings={"M": {"a": {"b": True, "c": ["x"]}}}
    )
    assert known(asked, C=always) == HAPPENS
    assert known(asked, C=not always) == NEVER


@pytest.mark.parametrize(
    ("parameter", "others"),
    [
        ({"Type": "String"}, HAPPENS),
        ({"Type": "String", "AllowedValues": ["yes", "no"]}, NEVER),
        ({"Type": "AWS::SSM::Parameter::Value<String>", "AllowedValues": ["yes", "no"]}, HAPPENS),
        ({"Type": "AWS::SSM::Parameter::Value<String>", "AllowedPattern": "yes|no"}, HAPPENS),
        ({"Type": "String", "AllowedPattern": "yes|no|later"}, HAPPENS),
        ({"Type": "String", "AllowedPattern": "yes|no"}, UNRELATED),
        ({"Type": "String", "AllowedPattern": "(", "Default": "yes"}, UNRELATED),
        ({"Type": "String", "AllowedPattern": "[[:alpha:]]+"}, HAPPENS),
        # It would take years to say that it matches no 200 letters.
        ({"Type": "String", "AllowedPattern": "(?:a|aa)+b|yes|no", "MaxLength": 200}, UNRELATED),
        ({"Type": "String", "MinLength": 2}, HAPPENS),
        ({"Type": "String", "AllowedValues": ["yes", "no", "no"]}, NEVER),
    ],
    ids=str,
)
def test_another_value(parameter: dict[str, Any], others: tuple[bool, bool]) -> None:
    asked = possible({"Yes": equals(ref("P"), "yes"), "No": equals("no", ref("P"))}, {"P": parameter})
    assert known(asked, Yes=False, No=False) == others
    assert known(asked, Yes=False) == HAPPENS


def test_the_keys_of_a_mapping_are_all_a_parameter_can_be() -> None:
    def find(entry: str) -> dict[str, Any]:
        return {"Fn::FindInMap": ["M", ref("P"), entry]}

    mapping = {"a": {"X": 1, "Y": 1}, "b": {"X": 1, "Y": 2}, "c": {"X": 2, "Y": 2}}
    conditions = {"X": equals(find("X"), "1"), "Y": equals(find("Y"), 2), "B": equals(ref("P"), "b")}
    asked = possible(conditions, {"P": {"Type": "String"}}, Mappings={"M": mapping})
    assert known(asked, X=False, Y=False) == NEVER
    assert known(asked, X=True, Y=True, B=False) == NEVER
    assert known(asked, X=True, Y=True) == HAPPENS


@pytest.mark.parametrize(
    ("assertion", "wanted"),
    [
        ({"Fn::Contains": [["a", True], ref("P")]}, NEVER),
        ({"Fn::Not": [equals(ref("P"), "b")]}, NEVER),
        ({"Fn::Contains": [["a", "b"], ref("P")]}, HAPPENS),
        ({"Fn::EachMemberIn": [[ref("P")], ref("L")]}, UNRELATED),
        ({"Fn::EachMemberIn": [[ref("L")], ["x"]]}, HAPPENS),
    ],
    ids=str,
)
def test_rules(assertion: Any, wanted: tuple[bool, bool]) -> None:
    conditions = {"B": equals(ref("P"), "b"), "Q": equals(ref("Q"), "q")}
    rule = {"RuleCondition": equals(ref("Q"), "q"), "Assertions": [{"Assert": assertion}]}
    parameters = {"P": {"Type": "String"}, "Q": {"Type": "String"}, "L": {"Type": "CommaDelimitedList"}}
    asked = possible(conditions, parameters, Rules={"R": rule})
    assert known(asked, B=True, Q=True) == wanted
    assert known(asked, B=True, Q=False) in (HAPPENS, wanted)


def test_conditions_that_name_each_other_in_a_long_row_are_unreadable() -> None:
    row = {f"C{number}": {"Fn::Not": [{"Condition": f"C{number + 1}"}]} for number in range(1000)}
    asked = possible({**row, "C1000": equals(ref("P"), "x")})
    assert known(asked, C0=True) == HAPPENS
    assert known(asked, C0=True, C1=True) == UNRELATED


def test_a_ring_of_conditions_is_unreadable() -> None:
    asked = possible({"A": {"Condition": "B"}, "B": {"Condition": "A"}, "C": equals(ref("P"), "x"), "D": 1})
    assert known(asked, A=True) == HAPPENS
    assert known(asked, A=True, C=True) == UNRELATED
    assert known(asked, Undefined=True) == HAPPENS
    assert known(asked, Undefined=True, C=True) == UNRELATED
    assert known(asked, D=True, C=True) == UNRELATED


def test_plain_conditions_are_not_built_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = {"Stage": {"Type": "String", "AllowedValues": ["dev", "prod"]}, "Free": {"Type": "String"}}
    conditions = {"A": equals(ref("Stage"), "prod"), "B": {"Fn::Not": [equals("x", ref("Free"))]}}
    asked = possible(conditions, stage)
    monkeypatch.setattr("cfn_upc_rules._template.conditions.Conditions", None)
    assert known(asked, A=True, B=False) == HAPPENS
