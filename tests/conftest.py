"""Makes `support` importable from every test, and lets CI insist on the clients."""

from __future__ import annotations

import os
import sys
from collections.abc import Generator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from repositories import Repository


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
