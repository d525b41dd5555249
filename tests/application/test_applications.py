"""E9730, E9731, W9732: every application yields exactly what its templates mark, each template linted by itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import Found, applications, expected, lint, ours, rule_of, templates_in

from cfn_upc_rules._command.exporting import exports_among, importing


def findings(application: Path) -> dict[Path, list[Found]]:
    """Return what is found in each template of a run over all of them."""
    templates = templates_in(application)
    with importing(exports_among([str(path) for path in templates])):
        return {path: ours(lint(path)) for path in templates}


@pytest.mark.parametrize("application", applications("fail"), ids=lambda path: path.name)
def test_a_failing_application_yields_what_it_marks(application: Path) -> None:
    marked = {path: expected(path) for path in templates_in(application)}
    assert rule_of(application) in {mark.id for marks in marked.values() for mark in marks}
    for path, found in findings(application).items():
        assert [(f.line, f.id) for f in found] == [(mark.line, mark.id) for mark in marked[path]]
        for finding, mark in zip(found, marked[path], strict=True):
            assert mark.column in (None, finding.column), finding
            assert mark.text in finding.message, finding


@pytest.mark.parametrize("application", applications("pass"), ids=lambda path: path.name)
def test_a_passing_application_yields_nothing(application: Path) -> None:
    assert all("expect:" not in path.read_text(encoding="utf-8") for path in templates_in(application))
    assert [found for found in findings(application).values() if found] == []
