"""What is told of redirect URLs of which only pieces are known."""

from __future__ import annotations

from typing import Any

import pytest

from cfn_upc_rules._cognito.redirect_urls import RedirectUrl
from cfn_upc_rules._template.values import UNKNOWN, Reference, Text

HOST, PATH = Reference("Host"), Reference("Path")


@pytest.mark.parametrize(
    ("value", "insecure", "relative"),
    [
        ("http://app.example.com", True, False),
        ("HTTP://app.example.com:8080/a", True, False),
        ("http://localhost.example.com", True, False),
        ("http://user@localhost:3000/a", False, False),
        ("http://127.0.0.1?a", False, False),
        ("http://[::1]:8080", False, False),
        ("http://[::2]", True, False),
        ("https://app.example.com", False, False),
        ("myapp://signed-in", False, False),
        ("localhost:3000", False, False),
        ("//app.example.com", False, True),
        ("app", False, True),
        ("", False, False),
        (Text(("http://", HOST)), False, False),
        (Text(("http://local", HOST)), False, False),
        (Text(("http://local/", PATH)), True, False),
        (Text(("http://localhost", HOST)), False, False),
        (Text(("http://app.", HOST)), True, False),
        (Text(("http://localhost/", PATH)), False, False),
        (Text((HOST, "/a")), False, False),
        (Text(("app", HOST)), False, False),
        (Text(("app/", PATH)), False, True),
        (HOST, False, False),
        (UNKNOWN, False, False),
        ({}, False, False),
    ],
)
def test_a_redirect_is_judged_by_what_is_known(value: Any, insecure: bool, relative: bool) -> None:
    url = RedirectUrl(value)
    assert (url.insecure, url.relative) == (insecure, relative)
