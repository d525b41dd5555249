"""Advice that leads nowhere new: whoever follows a page of sign-in or federation gets no further finding."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support import CFN_LINT, NEWEST_TESTED, ROOT, RULE_IDS, Found, lint, ours

# These speak of the same pages and attributes: none may contradict another.
FAMILIES = ("965", "970", "972")
PAGES = [rule for rule in RULE_IDS if rule[1:4] in FAMILIES]
STORIES = {"sign-in": "970", "federation": "972"}


def template(text: str, heading: str) -> str:
    found = re.search(r"^```yaml\n(.*?)^```$", text.split(f"\n## {heading}\n", 1)[1], re.DOTALL | re.MULTILINE)
    assert found, heading
    return found[1]


def findings(folder: Path, text: str, *include: str) -> list[Found]:
    path = folder / "template.yaml"
    path.write_text(text, encoding="utf-8")
    found = lint(path, core=True, include=include)
    return found if CFN_LINT >= NEWEST_TESTED else ours(found)


@pytest.mark.second_tier
@pytest.mark.parametrize("rule", PAGES)
def test_what_a_page_advises_brings_no_other_finding(rule: str, tmp_path: Path) -> None:
    page = (ROOT / "docs" / "rules" / f"{rule}.md").read_text(encoding="utf-8")
    assert findings(tmp_path, template(page, "Use instead"), *(f"I{family}" for family in FAMILIES)) == []


@pytest.mark.parametrize("story", STORIES)
def test_the_complete_template_of_a_story_is_clean(story: str, tmp_path: Path) -> None:
    text = (ROOT / "docs" / f"{story}.md").read_text(encoding="utf-8")
    assert findings(tmp_path, template(text, "A complete template"), "I") == []


@pytest.mark.parametrize("story", STORIES)
def test_a_story_and_the_pages_of_its_family_lead_to_each_other(story: str) -> None:
    text = (ROOT / "docs" / f"{story}.md").read_text(encoding="utf-8")
    members = [rule for rule in RULE_IDS if rule[1:4] == STORIES[story]]
    assert members
    for rule in members:
        assert f"](rules/{rule}.md)" in text
        assert f"](../{story}.md)" in (ROOT / "docs" / "rules" / f"{rule}.md").read_text(encoding="utf-8")
