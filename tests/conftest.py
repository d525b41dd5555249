"""Makes `support` importable from every test, takes what is about one rule, and lets CI insist on the clients."""

from __future__ import annotations

import inspect
import os
import re
import sys
from collections.abc import Generator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from repositories import Repository

_ID = re.compile(r"[EWI]9[67]\d\d")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--rule`: `make test RULE=E9630`."""
    parser.addoption("--rule", metavar="ID", help="take the tests that are about one rule")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests that are not about the rule that is asked for."""
    rule = config.getoption("rule")
    if not rule:
        return
    from support import RULE_IDS

    if rule not in RULE_IDS:
        message = f"there is no rule {rule}"
        raise pytest.UsageError(message)
    kept = [item for item in items if rule in _subjects(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _subjects(item: pytest.Item) -> set[str]:
    """Return the rules that a test is about.

    Those of its parameters (a fixture, a class, an ID); where these name none, those that the test or its file's
    docstring names.
    """
    given: dict[str, Any] = item.callspec.params if hasattr(item, "callspec") else {}
    texts = [item.name, *(f"{getattr(value, 'id', '')} {value}" for value in given.values())]
    named = set(_ID.findall(" ".join(texts)))
    if named or not isinstance(item, pytest.Function):
        return named
    return _named_in(item.function) | set(_ID.findall(item.module.__doc__ or ""))


@cache
def _named_in(function: Any) -> set[str]:
    return set(_ID.findall(inspect.getsource(function)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Turn a skip of a test marked `client` into a failure where UPC_REQUIRE_CLIENTS=1 is set."""
    report = yield
    required = os.environ.get("UPC_REQUIRE_CLIENTS") == "1"
    if required and report.skipped and not hasattr(report, "wasxfail") and item.get_closest_marker("client"):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and UPC_REQUIRE_CLIENTS=1 demands its client: {report.longrepr}"
    return report


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Return a repository without commits."""
    return Repository(tmp_path / "repository")
