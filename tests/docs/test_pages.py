"""The pages: fixed sections, and examples that do what they say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from changes import OURS, changed, ids
from pages import block, page, section
from support import CFN_LINT, NEWEST_TESTED, ROOT, RULE_IDS, lint, ours

if TYPE_CHECKING:
    from repositories import Repository

SECTIONS = ["What it catches", "Why it matters", "Example", "Use instead", "Options", "When to ignore it"]
COMMANDS = "make lint TEMPLATE=examples/web-app.yaml\nmake test\n"


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


@pytest.mark.parametrize("rule", [rule for rule in RULE_IDS if rule not in OURS])
def test_the_examples(rule: str, tmp_path: Path) -> None:
    include = (rule,) if rule.startswith("I") else ()
    bad, good = tmp_path / "bad.yaml", tmp_path / "good.yaml"
    bad.write_text(block(page(rule), "Example"), encoding="utf-8")
    good.write_text(block(page(rule), "Use instead"), encoding="utf-8")
    assert {f.id for f in ours(lint(bad, include=include))} == {rule}
    assert ours(lint(good, include=include)) == []


@pytest.mark.second_tier
@pytest.mark.skipif(CFN_LINT < NEWEST_TESTED, reason="cfn-lint's own findings differ between its versions")
@pytest.mark.parametrize("rule", [rule for rule in RULE_IDS if rule not in OURS])
def test_cfn_lint_has_nothing_against_what_to_use_instead(rule: str, tmp_path: Path) -> None:
    good = tmp_path / "good.yaml"
    good.write_text(block(page(rule), "Use instead"), encoding="utf-8")
    assert lint(good, core=True, include=(rule,) if rule.startswith("I") else ()) == []


@pytest.mark.parametrize("rule", RULE_IDS)
def test_below_the_example_stands_what_the_tool_says(rule: str) -> None:
    """That it is what the tool says today is compared by tools/docs.py --check."""
    finding = re.search(
        r"^```\n\n<!-- finding: begin -->\n(.*?)^<!-- finding: end -->$",
        section(page(rule), "Example"),
        re.DOTALL | re.MULTILINE,
    )
    assert finding
    assert re.fullmatch(
        rf"```console\n\$ cfn-upc-lint --plugin-only .*\n({rule} .+\ntemplate\.yaml:\d+:\d+\n\n?)+```\n", finding[1]
    )


def test_the_readme_has_the_two_commands_once() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```$", readme, re.DOTALL | re.MULTILINE)
    assert [block for block in blocks if "make " in block] == [COMMANDS]


def test_links_within_the_docs_lead_somewhere() -> None:
    for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *ROOT.glob("docs/**/*.md")]:
        links = re.findall(r"\]\((?!https?:|mailto:)([^)#]*)(?:#([^)]*))?\)", path.read_text(encoding="utf-8"))
        for target, anchor in links:
            page = path.parent / target if target else path
            assert page.exists(), f"{path.name}: {target}"
            assert not anchor or anchor in anchors(page), f"{path.name}: {target}#{anchor}"


def anchors(page: Path) -> set[str]:
    """Return what the headings of a page are linked by, as GitHub makes it."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("rule", OURS)
def test_the_page_shows_what_happens(repository: Repository, rule: str) -> None:
    """Each page shows the base, a change that the rule finds, and another that it doesn't."""
    page = (ROOT / "docs" / "rules" / f"{rule}.md").read_text(encoding="utf-8")
    examples = page.split("<!-- options")[0]
    old, bad, good = re.findall(r"```yaml\n(.*?)```", examples, re.DOTALL)
    assert {f.id for f in changed(repository, old, bad)} == {rule}
    assert ids(repository.write("template.yaml", good)) == []
