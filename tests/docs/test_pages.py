"""The pages: fixed sections, and examples that do what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support import CFN_LINT, NEWEST_TESTED, ROOT, RULE_IDS, lint, ours

SECTIONS = ["What it catches", "Why it matters", "Example", "Use instead", "Options", "When to ignore it"]
NOT_EXECUTED = re.compile(r"<!-- not executed: \S.+ -->")


def page(rule: str) -> str:
    return (ROOT / "docs" / "rules" / f"{rule}.md").read_text(encoding="utf-8")


def section(text: str, name: str) -> str:
    body = text.split(f"\n## {name}\n", 1)[1]
    return re.split(r"^## ", body, maxsplit=1, flags=re.MULTILINE)[0]


def block(text: str, name: str) -> str:
    found = re.search(r"^```(?:yaml|json)\n(.*?)^```$", section(text, name), re.DOTALL | re.MULTILINE)
    assert found, name
    return found[1]


@pytest.mark.parametrize("rule", RULE_IDS)
def test_the_sections(rule: str) -> None:
    text = page(rule)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == SECTIONS
    for name in SECTIONS:
        assert re.sub(r"<!--.*?-->", "", section(text, name)).strip(), name
    for mark in ("<!-- options: begin -->", "<!-- options: end -->"):
        assert text.count(mark) == 1
    generated = text.split("<!-- options: begin -->", 1)[1].split("<!-- options: end -->", 1)[0]
    assert re.findall(r"^## (.+)$", generated, re.MULTILINE) == ["Options"]


@pytest.mark.parametrize("rule", [rule for rule in RULE_IDS if not NOT_EXECUTED.search(page(rule))])
def test_the_examples(rule: str, tmp_path: Path) -> None:
    include = (rule,) if rule.startswith("I") else ()
    bad, good = tmp_path / "bad.yaml", tmp_path / "good.yaml"
    bad.write_text(block(page(rule), "Example"), encoding="utf-8")
    good.write_text(block(page(rule), "Use instead"), encoding="utf-8")
    assert {f.id for f in ours(lint(bad, include=include))} == {rule}
    found = lint(good, core=True, include=include)
    assert (found if CFN_LINT >= NEWEST_TESTED else ours(found)) == []


def test_only_what_needs_git_is_not_executed() -> None:
    assert {rule for rule in RULE_IDS if NOT_EXECUTED.search(page(rule))} == {"W9670", "W9671", "W9672"}


def test_links_within_the_docs_lead_somewhere() -> None:
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")]:
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", path.read_text(encoding="utf-8")):
            assert (path.parent / target).exists(), f"{path.name}: {target}"
