"""What a value is."""

from __future__ import annotations

from typing import Any

import pytest
from cfnlint.template import Template

from cfn_upc_rules._cognito.stack import UserPoolStack
from cfn_upc_rules._cognito.types import POOL
from cfn_upc_rules._template.functions import Reader, as_it_is
from cfn_upc_rules._template.values import ABSENT, UNKNOWN, Reference, Text

TEMPLATE = Template(None, {"Resources": {"Pool": {"Type": POOL}}})
READER = Reader({"Map": {"Top": {"Second": "value", "Link": {"Ref": "Pool"}}}}, UserPoolStack(TEMPLATE).form_of)
POOL_ID = Reference("Pool", "UserPoolId")
PROVIDER_NAME = Reference("Pool", "ProviderName")


def read(raw: Any) -> Any:
    return READER.read(raw, as_it_is)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("text", "text"),
        (7, 7),
        (None, None),
        ([1], [1]),
        ({"a": 1, "b": 2}, {"a": 1, "b": 2}),
        ({"Ref": "Pool"}, Reference("Pool")),
        ({"Ref": "AWS::NoValue"}, ABSENT),
        ({"Ref": ["Pool"]}, UNKNOWN),
        ({"Fn::GetAtt": ["Pool", "Arn"]}, Reference("Pool", "Arn")),
        ({"Fn::GetAtt": "Nested.Outputs.Pool"}, Reference("Nested", "Outputs.Pool")),
        ({"Fn::GetAtt": ["Pool"]}, UNKNOWN),
        ({"Fn::Sub": "plain"}, "plain"),
        ({"Fn::Sub": ""}, ""),
        ({"Fn::Sub": "${Pool}"}, Reference("Pool")),
        ({"Fn::Sub": "${Pool.Arn}"}, Reference("Pool", "Arn")),
        ({"Fn::Sub": "a-${Pool}-${!b}"}, Text(("a-", Reference("Pool"), "-", None))),
        ("${self:service}-web", Text((None, "-web"))),
        ("${opt:stage, ${self:custom.stage}}", UNKNOWN),
        ("http://{{ host }}/", Text(("http://", None, "/"))),
        ("#{AWS::AccountId}", UNKNOWN),
        ("<% name %>-<%= stage %>", Text((None, "-", None))),
        ("{{ never closed", "{{ never closed"),
        ("{{ {{ name }}", Text(("{{ ", None))),
        ("a {b: c} d", "a {b: c} d"),
        ('{"a": {"b": 1}}', '{"a": {"b": 1}}'),
        ({"Fn::Join": ["", ["{{resolve:ssm:/", {"Ref": "Stage"}, "/pool}}"]]}, UNKNOWN),
        ({"Fn::Sub": "{{resolve:ssm:/${Stage}/pool}}-web"}, Text((None, "-web"))),
        ({"Fn::Sub": ["${Pool}", {"Pool": "shadowed"}]}, "shadowed"),
        ({"Fn::Sub": ["${A}${B}", {"A": {"Ref": "Pool"}, "B": 3}]}, Text((Reference("Pool"), "3"))),
        ({"Fn::Sub": ["${A}", {"A": {"Fn::ImportValue": "x"}}]}, UNKNOWN),
        ({"Fn::Sub": ["${A}", ["A"]]}, UNKNOWN),
        ({"Fn::Join": ["/", ["a", "b"]]}, "a/b"),
        ({"Fn::Join": ["", [{"Ref": "Pool"}]]}, Reference("Pool")),
        ({"Fn::Join": [",", [{"Ref": "AWS::NoValue"}, "b"]]}, "b"),
        ({"Fn::Join": ["", {"Ref": "List"}]}, UNKNOWN),
        ({"Fn::Join": ["", ["a", {"Ref": "Pool"}, True]]}, Text(("a", Reference("Pool"), "true"))),
        ({"Fn::Select": [-1, {"Fn::Split": ["/", "a/b"]}]}, UNKNOWN),
        ({"Fn::Select": [1, ["a", {"Ref": "Pool"}]]}, Reference("Pool")),
        ({"Fn::Select": ["0", ["a"]]}, "a"),
        ({"Fn::Select": [float("inf"), ["a"]]}, UNKNOWN),
        ({"Ref": "Client${Name}"}, UNKNOWN),
        ({"Fn::GetAtt": ["Pool&{Name}", "Arn"]}, UNKNOWN),
        ({"Fn::Select": [float("nan"), ["a"]]}, UNKNOWN),
        ({"Fn::Select": [5, ["a"]]}, UNKNOWN),
        ({"Fn::Select": [1, {"Fn::Split": ["/", {"Fn::GetAtt": ["Pool", "Arn"]}]}]}, POOL_ID),
        ({"Fn::Select": [1, {"Fn::Split": ["/", {"Fn::Sub": "${Pool.ProviderName}"}]}]}, POOL_ID),
        ({"Fn::Select": [3, {"Fn::Split": [":", {"Fn::GetAtt": ["Pool", "Arn"]}]}]}, Reference("Pool", "region")),
        ({"Fn::Select": [0, {"Fn::Split": [":", {"Fn::GetAtt": ["Pool", "Arn"]}]}]}, "arn"),
        ({"Fn::Select": [2, {"Fn::Split": ["/", {"Fn::GetAtt": ["Pool", "Arn"]}]}]}, UNKNOWN),
        ({"Fn::Select": [0, {"Fn::Split": ["-", {"Fn::GetAtt": ["Pool", "Arn"]}]}]}, UNKNOWN),
        ({"Fn::Select": [1, {"Fn::Split": ["//", {"Fn::GetAtt": ["Pool", "ProviderURL"]}]}]}, PROVIDER_NAME),
        ({"Fn::Select": [3, {"Fn::Split": ["/", {"Fn::GetAtt": ["Pool", "ProviderURL"]}]}]}, POOL_ID),
        ({"Fn::Select": [0, {"Fn::Split": ["/", {"Fn::GetAtt": ["Other", "Arn"]}]}]}, UNKNOWN),
        ({"Fn::Select": [1, {"Fn::Split": ["-", "a-b"]}]}, "b"),
        ({"Fn::Select": [1, {"Fn::Split": ["-", {"Ref": "Names"}]}]}, UNKNOWN),
        ({"Fn::Split": [",", "a,b"]}, ["a", "b"]),
        ({"Fn::Split": [",", {"Ref": "Names"}]}, UNKNOWN),
        ({"Fn::Split": ","}, UNKNOWN),
        ({"Fn::FindInMap": ["Map", "Top", "Second"]}, "value"),
        ({"Fn::FindInMap": ["Map", "Top", "Link"]}, Reference("Pool")),
        ({"Fn::FindInMap": ["Map", {"Ref": "AWS::Region"}, "Second"]}, UNKNOWN),
        ({"Fn::ImportValue": "x"}, UNKNOWN),
        ({"Fn::Transform": {}}, UNKNOWN),
        ("{{resolve:ssm:/a}}", UNKNOWN),
        ("https://{{resolve:ssm:/a}}/b", Text(("https://", None, "/b"))),
    ],
)
def test_a_value(raw: Any, value: Any) -> None:
    assert read(raw) == value


def test_a_text_says_how_it_begins() -> None:
    assert read({"Fn::Sub": "https://${Host}/"}).start == "https://"
    assert read({"Fn::Sub": "${Host}/"}).start == ""


def test_words_for_messages() -> None:
    assert str(Reference("Pool")) == "!Ref Pool"
    assert str(POOL_ID) == "!GetAtt Pool.UserPoolId"
    assert (repr(UNKNOWN), repr(ABSENT)) == ("UNKNOWN", "ABSENT")
