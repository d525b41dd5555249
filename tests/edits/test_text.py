"""Changes of a template become small edits of its text."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cfn_upc_rules._command.mending import decoded
from cfn_upc_rules._edits.edit import Change, add_item, put, rename, safe, take_out, wait_for
from cfn_upc_rules._edits.source import DeclinedError, Source
from cfn_upc_rules._edits.text import edits_of, with_edits
from cfn_upc_rules._edits.tree import normal, with_changes
from cfn_upc_rules._template.typed import Entries
from cfn_upc_rules._template.values import Reference, Text

AT = ("Resources", "Web", "Properties")
POOL = Reference("Pool")
PROVIDER = Reference("Pool", "ProviderName")
ROLE = Text((PROVIDER, ":", Reference("Web")))


def changed(text: str, *changes: Change) -> str:
    """Return a text with changes, once it is sure that it decodes to the changed template."""
    after = with_edits(text, edits_of(Source(text), safe(*changes)))
    assert normal(decoded(after)) == with_changes(decoded(text), changes)
    return after


def within(properties: str) -> str:
    """Return a template whose client has some properties."""
    lines = "".join(f"      {line}\n" if line else "\n" for line in properties.splitlines())
    return f"Resources:\n  Web:\n    Type: A\n    Properties:\n{lines}  Pool:\n    Type: B\n"


PROPERTIES: list[tuple[str, Change, str]] = [
    # a value, in its own form
    ("Id: !GetAtt Pool.Arn # why", put((*AT, "Id"), POOL), "Id: !Ref Pool # why"),
    ("Id: !GetAtt 'Pool.Arn'", put((*AT, "Id"), POOL), "Id: !Ref 'Pool'"),
    ("Id: !GetAtt [Pool, Arn]", put((*AT, "Id"), POOL), "Id: !Ref Pool"),
    ("Id: !GetAtt [Pool, Arn]", put((*AT, "Id"), PROVIDER), "Id: !GetAtt [Pool, ProviderName]"),
    ("Id: !GetAtt Pool.Arn", put((*AT, "Id"), PROVIDER), "Id: !GetAtt Pool.ProviderName"),
    ("Id: !Ref Pool", put((*AT, "Id"), PROVIDER), "Id: !GetAtt Pool.ProviderName"),
    ("Id: {Ref: Pool}", put((*AT, "Id"), PROVIDER), "Id: {Fn::GetAtt: [Pool, ProviderName]}"),
    ("Id:\n  Fn::GetAtt: [Pool, Arn]", put((*AT, "Id"), POOL), "Id:\n  Ref: Pool"),
    ("Id:\n  Fn::GetAtt:\n    - Pool\n    - Arn", put((*AT, "Id"), POOL), "Id:\n  Ref: Pool"),
    (
        "A:\n  Fn::GetAtt:\n    - X\n    - Y\nId:\n  Ref: Pool",
        put((*AT, "Id"), PROVIDER),
        "A:\n  Fn::GetAtt:\n    - X\n    - Y\nId:\n  Fn::GetAtt:\n    - Pool\n    - ProviderName",
    ),
    ("Id: some-literal", put((*AT, "Id"), POOL), "Id: !Ref Pool"),
    ("A: !Ref X\nId: x", put((*AT, "Id"), POOL), "A: !Ref X\nId: !Ref Pool"),
    ("A:\n  Ref: X\nId: x", put((*AT, "Id"), POOL), "A:\n  Ref: X\nId:\n  Ref: Pool"),
    ("A:\n  Ref: X\nId: [x, y]", put((*AT, "Id", 1), POOL), "A:\n  Ref: X\nId: [x, {Ref: Pool}]"),
    ("A: {Ref: X}\nId: x", put((*AT, "Id"), PROVIDER), "A: {Ref: X}\nId:\n  Fn::GetAtt: [Pool, ProviderName]"),
    ("Id: !Sub 'x${A}'", put((*AT, "Id"), ROLE), "Id: !Sub '${Pool.ProviderName}:${Web}'"),
    ("Id: !Ref Web", put((*AT, "Id"), ROLE), 'Id: !Sub "${Pool.ProviderName}:${Web}"'),
    ("Id: !Ref Web # why", put((*AT, "Id"), True), "Id: true # why"),
    ("Id:\n  Ref: Web", put((*AT, "Id"), "x"), "Id: x"),
    # a scalar, in its own quotes
    ("Id: 'old'", put((*AT, "Id"), "it's"), "Id: 'it''s'"),
    ('Id: "old"', put((*AT, "Id"), 'a"b'), 'Id: "a\\"b"'),
    ("Id: old", put((*AT, "Id"), "true"), 'Id: "true"'),
    ("Id: old", put((*AT, "Id"), "12"), 'Id: "12"'),
    ("Id: http://a.b/c?d=*", put((*AT, "Id"), "https://a.b/c?d=*"), "Id: https://a.b/c?d=*"),
    ("Id: 10.0.0.1", put((*AT, "Id"), "10.0.0.1/32"), "Id: 10.0.0.1/32"),
    ("Id: [10.0.0.1, x]", put((*AT, "Id", 0), "a, b"), 'Id: ["a, b", x]'),
    ("Id: !Sub http://${A}/x", put((*AT, "Id", "Fn::Sub"), "https://${A}/x"), "Id: !Sub https://${A}/x"),
    ("Id: !Sub [ 'a${B}', {B: c} ]", put((*AT, "Id", "Fn::Sub", 0), "d${B}"), "Id: !Sub [ 'd${B}', {B: c} ]"),
    ("Id: >-\n  one\n  two\nB: c", put((*AT, "Id"), POOL), "Id: !Ref Pool\nB: c"),
    # a new key
    ("A: b", put((*AT, "Id"), POOL), "A: b\nId: !Ref Pool"),
    ("A: b # c", put((*AT, "Id"), True), "A: b # c\nId: true"),
    ("'A': b", put((*AT, "Id"), "x"), "'A': b\n'Id': x"),
    ("A: |\n  text\n\n", put((*AT, "Id"), "x"), "A: |\n  text\nId: x\n\n"),
    ("A: {b: c}", put((*AT, "A", "d"), POOL), "A: {b: c, d: !Ref Pool}"),
    ("A: {b: c,}", put((*AT, "A", "d"), 1), "A: {b: c, d: 1,}"),
    ("A: {}", put((*AT, "A", "d"), 1), "A: {d: 1}"),
    ("A: {\n  b: c, # d\n  e: f # g\n}", put((*AT, "A", "h"), 1), "A: {\n  b: c, # d\n  e: f, # g\n  h: 1\n}"),
    ("A:\n  b: c\nE: f", put((*AT, "A", "d"), 1), "A:\n  b: c\n  d: 1\nE: f"),
    ("A:\n- b: c\n  d: e\n- f: g", put((*AT, "A", 0, "h"), 1), "A:\n- b: c\n  d: e\n  h: 1\n- f: g"),
    ("A: b", put((*AT, "C", "D", "e"), POOL), "A: b\nC:\n  D:\n    e: !Ref Pool"),
    ("A: b", put((*AT, "C"), ("x", "z", "y")), 'A: b\nC: [x, z, "y"]'),
    ("A: &x {b: c}\nD: *x", put((*AT, "E"), 1), "A: &x {b: c}\nD: *x\nE: 1"),
    # items
    ("L: [a, b, c]", take_out((*AT, "L", 0)), "L: [b, c]"),
    ("L: [a, b, c]", take_out((*AT, "L", 2)), "L: [a, b]"),
    ("L:\n  - a\n  # two\n  - b", take_out((*AT, "L", 0)), "L:\n  # two\n  - b"),
    ("L:\n- a\n- b", take_out((*AT, "L", 1)), "L:\n- a"),
    ("L: [a, 'b']", add_item((*AT, "L"), "c"), "L: [a, 'b', 'c']"),
    ("L: []", add_item((*AT, "L"), "c"), "L: [c]"),
    ("L:\n  - a # b", add_item((*AT, "L"), POOL), "L:\n  - a # b\n  - !Ref Pool"),
    (
        "L:\n  - Name: A\n    Value: b",
        add_item((*AT, "L"), Entries((("Name", "C"), ("Value", POOL)))),
        "L:\n  - Name: A\n    Value: b\n  - Name: C\n    Value: !Ref Pool",
    ),
    (
        "L: [{Name: A, Value: b}]",
        add_item((*AT, "L"), Entries((("Name", "C"), ("Value", POOL)))),
        "L: [{Name: A, Value: b}, {Name: C, Value: !Ref Pool}]",
    ),
    # entries
    ("A: b\nC: d\nF: g", take_out((*AT, "C")), "A: b\nF: g"),
    ("L:\n  - A: b\n    C: d", take_out((*AT, "L", 0, "A")), "L:\n  - C: d"),
    ("A: {b: c, d: e}", take_out((*AT, "A", "b")), "A: {d: e}"),
    ("A: {'b': c}", rename((*AT, "A", "b"), "x"), "A: {'x': c}"),
]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(("before", "change", "after"), PROPERTIES)
def test_a_change_in_yaml(before: str, change: Change, after: str, end: str) -> None:
    text = within(before).replace("\n", end)
    assert changed(text, change) == within(after).replace("\n", end)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Type: A", "Type: A\n    DependsOn: Pool"),
        ("Type: A # b", "Type: A # b\n    DependsOn: Pool"),
        ("Type: A\n    DependsOn: X # y", "Type: A\n    DependsOn: [X, Pool] # y"),
        ("Type: A\n    DependsOn: [X]", "Type: A\n    DependsOn: [X, Pool]"),
        ("Type: A\n    DependsOn:\n    - X", "Type: A\n    DependsOn:\n    - X\n    - Pool"),
    ],
)
def test_a_dependency(before: str, after: str) -> None:
    start, end = "Resources:\n  Web:\n    ", "\n    Properties: {}\n"
    assert changed(f"{start}{before}{end}", wait_for("Web", "Pool")) == f"{start}{after}{end}"


TEMPLATE: dict[str, Any] = {
    "Resources": {
        "Web": {
            "Type": "A",
            "Properties": {
                "Id": {"Fn::GetAtt": ["Pool", "Arn"]},
                "Name": {"Ref": "Pool"},
                "List": ["a", "b"],
                "Empty": {},
            },
        },
        "Pool": {"Type": "B"},
    }
}
CHANGES = [
    put((*AT, "Id"), POOL),
    put((*AT, "Name"), PROVIDER),
    put((*AT, "Name"), ROLE),
    put((*AT, "Name"), "plain"),
    put((*AT, "Switch"), True),
    put((*AT, "Empty", "Key"), POOL),
    put((*AT, "New", "Deep", "Key"), PROVIDER),
    put((*AT, "New"), ("x", "y")),
    put((*AT, "List", 1), POOL),
    add_item((*AT, "List"), "c"),
    add_item((*AT, "List"), Entries((("Name", "N"), ("Value", POOL)))),
    take_out((*AT, "List", 0)),
    take_out((*AT, "Id")),
    rename(("Resources", "Pool"), "Other"),
    wait_for("Web", "Pool"),
]


@pytest.mark.parametrize("layout", [{"indent": 2}, {"indent": 4}, {"indent": "\t"}, {}])
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_in_json_is_laid_out_like_the_rest(change: Change, layout: dict[str, Any]) -> None:
    after = changed(json.dumps(TEMPLATE, **layout), change)
    written = json.loads(after)
    assert after == json.dumps(written, **layout)
    assert written == with_changes(TEMPLATE, [change])


def test_what_only_json_can_hold() -> None:
    text = '{\t"Description": "a\\/b \\u00e9",\n\t"Resources": {"Web": {"Type": "A", "Properties": {"Id": 1}}}}'
    assert changed(text, put((*AT, "Id"), 2)) == text.replace('"Id": 1', '"Id": 2')


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_the_byte_order_mark_and_the_missing_newline_stay(mark: str) -> None:
    text = f"{mark}Resources:\n  Web:\n    Type: A\n    Properties:\n      A: é😀 b"
    assert changed(text, put((*AT, "Id"), POOL)) == f"{text}\n      Id: !Ref Pool"
    text = f"{mark}Resources:\n  Web:\n    Type: A\n    Properties:\n      A: é😀\n      B: c"
    assert changed(text, take_out((*AT, "B"))) == text.removesuffix("\n      B: c")
    assert changed(text, put((*AT, "A"), "d")) == text.replace("é😀", "d")


def test_yaml_that_begins_with_a_brace_may_hold_comments() -> None:
    text = """{
Resources: {
  Web: {
    Type: A,
    Properties: {Id: {Ref: Pool}, L: [a, # why
      b], C: {
      'Fn::GetAtt': [Pool, # not another
        Arn]}} # about the properties
  }}}
"""
    after = text.replace("Arn]}} #", "Arn]}}, #").replace("properties\n", "properties\n    DependsOn: Pool\n")
    assert changed(text, wait_for("Web", "Pool")) == after
    for change in (take_out((*AT, "L", 0)), put((*AT, "C"), POOL)):
        with pytest.raises(DeclinedError, match="a comment"):
            edits_of(Source(text), safe(change))


def test_a_comment_behind_the_last_comma_stays_with_its_line() -> None:
    before = "L: [\n  a, # why\n]"
    assert changed(within(before), add_item((*AT, "L"), "b")) == within("L: [\n  a, # why\n  b,\n]")


DECLINED: list[tuple[str, Change, str]] = [
    ("A: &x {b: c}\nD: *x", put((*AT, "D", "b"), 1), "an alias"),
    ("A: &x {b: c}\nD: *x", put((*AT, "A", "d"), 1), "an alias"),
    ("A: &x b", put((*AT, "A"), POOL), "an anchor"),
    ("A: &x {b: c}\nD:\n  <<: *x\n  e: f", put((*AT, "D", "b"), 1), "a merge key"),
    ("A: |+\n  text\n\n", put((*AT, "Id"), 1), "keeps its empty lines"),
    ("L:\n  - |+\n    text\n\n", add_item((*AT, "L"), "a"), "keeps its empty lines"),
    ("A: !If [B, c, d]", put((*AT, "A"), POOL), "a conditional value"),
    ("A: !If [B, c, d]", put((*AT, "A"), True), "a conditional value"),
    ("A: !If [B, {c: d}, {e: f}]", put((*AT, "A", "g"), 1), "a conditional value"),
    ("A: !If [B, c, d]", take_out((*AT, "A", "Fn::If", 1)), "a branch of a condition"),
    ("L: [a]", take_out((*AT, "L", 0)), "nothing would be left"),
    ("A:", put((*AT, "A"), POOL), "nothing stands there"),
    ("A:", put((*AT, "A", "b"), 1), "no mapping"),
    ("A: [b]", put((*AT, "A", 1), 1), "no mapping"),
    ("A: b", add_item((*AT, "A"), 1), "no list"),
    ("A: b", take_out((*AT, "C")), "not the one on disk"),
    ("A: b", rename((*AT, "C"), "D"), "not the one on disk"),
    ("L: [a, # why\n  b]", take_out((*AT, "L", 0)), "a comment"),
    ("A:\n  Fn::GetAtt:\n    - B # why\n    - C", put((*AT, "A"), POOL), "a comment"),
    ("A: {\n  # why\n}", put((*AT, "A", "b"), 1), "a comment"),
    ("A: !Sub |\n  text", put((*AT, "A", "Fn::Sub"), "x"), "several lines"),
    ("? A\n: b", put((*AT, "C"), 1), "question marks"),
    ("L:\n  - a\n  - b # why", take_out((*AT, "L", 1)), "a comment"),
    ("L:\n  - a\n  - # why\n    b\n  - c", take_out((*AT, "L", 1)), "its dash"),
    ("A: b\nC: # why\n  d", take_out((*AT, "C")), "a comment"),
    ("L: [\n  a,\n  b # why\n]", take_out((*AT, "L", 1)), "a comment"),
    ("A: !GetAtt &x B.C", put((*AT, "A"), POOL), "an anchor"),
    ("L: [&x a, *x]", add_item((*AT, "L"), "b"), "an alias"),
    ("L:\n  - &x a\n  - *x", add_item((*AT, "L"), "b"), "an alias"),
]


@pytest.mark.parametrize(("before", "change", "why"), DECLINED)
def test_what_is_declined_says_why(before: str, change: Change, why: str) -> None:
    with pytest.raises(DeclinedError, match=why):
        edits_of(Source(within(before)), safe(change))


@pytest.mark.parametrize(
    ("waits", "why"),
    [
        ("", "no name stands there"),
        (" ~", "no name stands there"),
        (" 12", "no name stands there"),
        (" {Ref: X}", "no list"),
        (" >-\n      X", "several lines"),
        (" [&x X, *x]", "an alias"),
    ],
)
def test_a_dependency_on_what_is_no_name(waits: str, why: str) -> None:
    with pytest.raises(DeclinedError, match=why):
        edits_of(Source(f"Resources:\n  Web:\n    DependsOn:{waits}\n    Type: A\n"), safe(wait_for("Web", "Pool")))


def test_what_a_loop_makes_is_declined() -> None:
    text = "Resources:\n  Fn::ForEach::L:\n    - N\n    - [Web]\n    - ${N}:\n        Type: A\n"
    with pytest.raises(DeclinedError, match="Fn::ForEach"):
        edits_of(Source(text), safe(put((*AT, "Id"), POOL)))


def test_changes_that_touch_each_other_are_declined() -> None:
    with pytest.raises(DeclinedError, match="touch"):
        edits_of(Source(within("A: [b, c]")), safe(take_out((*AT, "A", 0)), put((*AT, "A", 1), 1)))


@pytest.mark.parametrize(
    ("before", "after"),
    [("A:\n  b: c", "A:\n  b: c\n  X: 1\n  Y: !Ref Pool"), ("A: {b: c}", "A: {b: c, X: 1, Y: !Ref Pool}")],
)
def test_several_keys_of_a_mapping_are_added_in_their_order(before: str, after: str) -> None:
    assert changed(within(before), put((*AT, "A", "X"), 1), put((*AT, "A", "Y"), POOL)) == within(after)


@pytest.mark.parametrize("text", ["", "a: [", "# nothing"])
def test_a_text_without_a_template(text: str) -> None:
    with pytest.raises(DeclinedError):
        Source(text)
