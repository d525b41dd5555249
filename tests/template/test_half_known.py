"""What is told of texts of which only pieces are known, and of properties while conditions are open."""

from __future__ import annotations

from typing import Any

import pytest

from cfn_upc_rules._template.scenarios import Scenario
from cfn_upc_rules._template.values import ABSENT, UNKNOWN, Reference, Text, differ

HOST, PATH = Reference("Host"), Reference("Path")


@pytest.mark.parametrize(
    ("value", "other", "known"),
    [
        ("https://a.example.com", "https://b.example.com", True),
        ("https://a.example.com", "https://a.example.com", False),
        ("https://a.example.com", "https://a.example.com/", True),
        ("", "https://a.example.com", True),
        (1, "1", False),
        (HOST, HOST, False),
        (HOST, PATH, False),
        (HOST, "https://a.example.com", False),
        (UNKNOWN, UNKNOWN, False),
        (ABSENT, "https://a.example.com", False),
        ({"a": 1}, [], False),
        (Text(("https://", HOST, "/a")), Text(("https://", HOST, "/a")), False),
        (Text(("https://", HOST, "/a")), Text(("https://", HOST, "/b")), True),
        (Text(("https://", HOST, "/a")), Text(("https://", HOST, "/a/b")), True),
        (Text(("https://", HOST, "/a")), Text(("https://", PATH, "/a")), False),
        (Text(("https://", HOST, "/a")), Text(("https://", PATH, "/b")), True),
        (Text(("https://", HOST)), Text(("https://", HOST, PATH)), False),
        (Text(("https://", HOST)), Text(("https://", HOST, PATH, "/")), True),
        (Text(("https://", None)), Text(("https://", None)), False),
        (Text(("https://", None, "/a", None)), Text(("https://", None, "/b", None)), False),
        (Text(("https://a.example.com/", PATH)), "http://localhost:3000", True),
        (Text(("https://", HOST, "/a")), "https://a.example.com/a", False),
        (Text(("https://", HOST, "/a")), "https://a.example.com/b", True),
    ],
)
def test_texts_differ_where_known_pieces_do(value: Any, other: Any, known: bool) -> None:
    assert differ(value, other) is known
    assert differ(other, value) is known


def test_a_look_decides_nothing() -> None:
    todo: list[dict[Any, Any]] = []
    scenario = Scenario({"IsProd": False}, todo)
    assert scenario.if_decided(lambda seen: seen.holds("IsProd")) is False
    assert scenario.if_decided(lambda seen: seen.holds("IsTest")) is None
    assert scenario.assumptions == {("IsProd", False)}
    assert todo == []
