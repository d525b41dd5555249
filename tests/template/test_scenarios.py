"""Scenarios: what is decided, what is asked of cfn-lint's solver, and how a message says when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from cfnlint.template import Template

from cfn_upc_rules._cognito.stack import clients
from cfn_upc_rules._template.conditions import Possible
from cfn_upc_rules._template.nodes import View
from cfn_upc_rules._template.scenarios import Scenario, _simplify, explore
from cfn_upc_rules._template.stack import Stack
from cfn_upc_rules._template.values import UNKNOWN


def template(**properties: Any) -> dict[str, Any]:
    stage = {"Ref": "Stage"}
    return {
        "Parameters": {"Stage": {"Type": "String", "AllowedValues": ["dev", "prod"]}, "Free": {"Type": "String"}},
        "Conditions": {
            "IsProd": {"Fn::Equals": [stage, "prod"]},
            "IsDev": {"Fn::Equals": [stage, "dev"]},
            "NotProd": {"Fn::Not": [{"Condition": "IsProd"}]},
            "Other": {"Fn::Equals": [{"Ref": "Free"}, "yes"]},
            "Never": {"Fn::Equals": ["a", "b"]},
            "Unreadable": {"Fn::Whatever": 1},
            **{f"C{n}": {"Fn::Equals": [{"Fn::Sub": "${Left}${Right}"}, str(n)]} for n in range(20)},
        },
        "Resources": {
            "WebClient": {"Type": "AWS::Cognito::UserPoolClient", "Properties": properties},
        },
    }


def stack(**properties: Any) -> Stack:
    return Stack.of(Template(None, template(**properties), ["us-east-1"]))


def told(found: Stack, judge: Any, given: dict[str, bool] | None = None) -> dict[str, str]:
    def at(scenario: Scenario) -> Iterator[str]:
        yield from judge(View(found, scenario, clients(found)[0]))

    return dict(explore(given or {}, found.possible, at))


def choice(condition: str, then: Any, otherwise: Any) -> dict[str, Any]:
    return {"Fn::If": [condition, then, otherwise]}


NOTHING = {"Ref": "AWS::NoValue"}


def secretless(view: View) -> Iterator[str]:
    if view["GenerateSecret"].off:
        yield "no secret"


@pytest.mark.parametrize(
    ("secret", "when"),
    [
        (False, {"no secret": ""}),
        (True, {}),
        (choice("IsProd", True, False), {"no secret": "when IsProd is false"}),
        (choice("IsProd", "false", "false"), {"no secret": ""}),
        (choice("IsProd", NOTHING, True), {"no secret": "when IsProd is true"}),
        (choice("IsProd", choice("IsDev", False, True), True), {}),
        (choice("IsProd", True, choice("IsDev", False, True)), {"no secret": "when IsProd is false"}),
        (
            choice("IsProd", True, choice("Other", False, True)),
            {"no secret": "when IsProd is false and Other is false"},
        ),
        (choice("Never", False, True), {}),
        (choice("Unreadable", False, True), {"no secret": "when Unreadable is true"}),
        (choice("Unreadable", choice("Other", False, True), True), {}),
        ({"Fn::If": ["IsProd"]}, {}),
        ({"Ref": "Free"}, {}),
    ],
)
def test_when(secret: Any, when: dict[str, str]) -> None:
    if "Other is false" in str(when):
        secret["Fn::If"][2]["Fn::If"][1:] = [True, False]
    assert told(stack(GenerateSecret=secret), secretless) == when


def test_two_properties_are_judged_together() -> None:
    both = stack(GenerateSecret=choice("IsProd", True, False), Flows=choice("NotProd", [], ["client_credentials"]))

    def judge(view: View) -> Iterator[str]:
        if view["Flows"].find_text("client_credentials") and view["GenerateSecret"].off:
            yield "wrong"

    assert told(both, judge) == {}


def test_what_is_given_is_not_said() -> None:
    secret = choice("IsProd", False, choice("Other", False, True))
    assert told(stack(GenerateSecret=secret), secretless, {"IsProd": True}) == {"no secret": ""}


def test_several_cases_are_counted() -> None:
    found = stack(A=choice("Other", 1, 2), B=choice("IsProd", 1, 2), C=choice("C1", 1, 2), D=choice("C2", 1, 2))

    def judge(view: View) -> Iterator[str]:
        values = [view[name].value for name in "ABCD"]
        if values in ([1, 1, 1, 2], [2, 2, 2, 1], [1, 2, 2, 2]):
            yield "wrong"

    [said] = told(found, judge).values()
    assert said.count(" or ") == 1
    assert said.endswith("(and in 1 more cases)")


def test_one_item_at_a_time_costs_one_look_each() -> None:
    found = stack(Urls=[choice(f"C{n}", f"http://{n}", NOTHING) for n in range(12)])
    looks = 0

    def judge(view: View) -> Iterator[str]:
        nonlocal looks
        looks += 1
        for item in view["Urls"].each():
            yield str(item.text)

    said = told(found, judge)
    assert said["http://3"] == "when C3 is true"
    assert len(said) == 12
    assert looks == 24


def test_ten_thousand_items_are_all_looked_at() -> None:
    found = stack(Urls=[f"http://{n}" for n in range(10_000)])

    def judge(view: View) -> Iterator[str]:
        for item in view["Urls"].each():
            yield str(item.text)

    said = told(found, judge)
    assert len(said) == 10_000
    assert set(said.values()) == {""}


@pytest.mark.second_tier
def test_an_item_of_thirty_conditions_leaves_the_others_their_looks() -> None:
    many = {"Fn::Join": ["", [choice(f"C{n}", "a", "b") for n in range(20)]]}
    found = stack(Urls=["a", many, *(f"http://{n}" for n in range(1_000))])
    looks = 0

    def judge(view: View) -> Iterator[str]:
        nonlocal looks
        looks += 1
        for item in view["Urls"].each():
            if str(item.text).startswith("http"):
                yield str(item.text)

    assert len(told(found, judge)) == 1_000
    assert looks <= 1 + 512 + 1_000


def test_finding_an_item_decides_only_those_that_may_fit() -> None:
    found = stack(Flows=[choice(f"C{n}", f"flow{n}", NOTHING) for n in range(12)])

    def judge(view: View) -> Iterator[str]:
        if view["Flows"].find_text("flow7") is None:
            yield "missing"

    assert told(found, judge) == {"missing": "when C7 is false"}


def test_an_empty_list_is_seen_beyond_128_scenarios() -> None:
    found = stack(Flows=[choice(f"C{n}", f"flow{n}", NOTHING) for n in range(12)])

    def judge(view: View) -> Iterator[str]:
        if view["Flows"].empty:
            yield "empty"

    [said] = told(found, judge).values()
    assert said.count(" is false") == 12


def test_many_looks_are_pruned_by_what_can_happen() -> None:
    found = stack(**{f"P{n}": choice(f"C{n}", 1, 2) for n in range(8)})
    asked = []

    class Asked(Possible):
        def __call__(self, assumptions: Any) -> bool:
            asked.append(assumptions)
            return super().__call__(assumptions)

        def conceivable(self, assumptions: Any) -> bool:
            asked.append(assumptions)
            return super().conceivable(assumptions)

    def judge(scenario: Scenario) -> Iterator[str]:
        view = View(found, scenario, clients(found)[0])
        if all(view[f"P{n}"].value == 2 for n in range(8)):
            yield "wrong"

    assert len(dict(explore({}, Asked(found.template, Template(None, found.template).conditions), judge))) == 1
    assert len(asked) > 1


def test_the_solver_is_not_asked_on_where_all_can_happen(monkeypatch: pytest.MonkeyPatch) -> None:
    found = stack(Urls=[choice(f"C{n}", "a", "b") for n in range(12)])
    asked = []
    monkeypatch.setattr(Possible, "conceivable", lambda _, case: not asked.append(case))  # type: ignore[func-returns-value]

    def judge(view: View) -> Iterator[str]:
        yield from (["wrong"] if [item.text for item in view["Urls"].items()] == ["b"] * 12 else [])

    assert told(found, judge) == {}  # beyond the bound
    assert len(asked) == 16


def test_not_all_values_of_thirty_pieces_are_told() -> None:
    pieces = [choice(f"C{n}", "a", "b") for n in range(30)]
    values = stack().values({"Fn::Join": ["", pieces]})
    assert values[0] == "a" * 30
    assert values[-1] is UNKNOWN
    assert len(values) == 513


def test_a_premise_is_not_said() -> None:
    source = template(UserPoolId={"Ref": "Pool"})
    source["Resources"]["Pool"] = {"Type": "AWS::Cognito::UserPool", "Condition": "IsProd"}
    found = Stack.of(Template(None, source, ["us-east-1"]))

    def judge(view: View) -> Iterator[str]:
        pool = view["UserPoolId"].target
        assert pool is not None
        if view.other(pool) is not None:
            yield "both exist"

    assert told(found, judge) == {"both exist": ""}


def test_a_case_within_another_is_not_said() -> None:
    prod, both = frozenset({("IsProd", True)}), frozenset({("IsProd", True), ("Other", True)})

    class Anything(Possible):
        def __init__(self) -> None: ...

        def __call__(self, _: Any) -> bool:
            return True

        def conceivable(self, _: Any) -> bool:
            return True

    assert _simplify({prod, both}, frozenset(), Anything()) == {prod}


def test_thirty_conditions_of_one_value_are_not_all_looked_at(caplog: pytest.LogCaptureFixture) -> None:
    free = [f"Free{n}" for n in range(30)]
    written: dict[str, Any] = {
        **template(),
        "Parameters": {name: {"Type": "String"} for name in free},
        "Conditions": {name: {"Fn::Equals": [{"Ref": name}, "yes"]} for name in free},
    }
    looks = 0

    def judge(scenario: Scenario) -> Iterator[str]:
        nonlocal looks
        looks += 1
        if sum(scenario.holds(name) for name in free) > 20:
            yield "wrong"

    possible = Stack.of(Template(None, written, ["us-east-1"])).possible
    caplog.set_level("DEBUG", logger="cfnlint")
    assert dict(explore({}, possible, judge, "E9699 of 'Web'")) == {"wrong": "in some of more than 512 cases"}
    assert looks == 512
    said = [record.message for record in caplog.records if "512" in record.message]
    assert said == ["E9699 of 'Web': more than 512 cases; what only the others show is not said"]
