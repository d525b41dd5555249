"""What the site is built of, and how its links are checked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from support import ROOT, RULE_IDS

sys.path.insert(0, str(ROOT / "tools"))

import build_site
import site_links

SETTINGS = "docs_dir: site-source\nextra_css: []\nnav:\n  - Start: README.md\n  - Pages: [docs/a.md]\n"
FILES = {
    "mkdocs.yml": SETTINGS,
    "pyproject.toml": "[project.urls]\n",
    "README.md": "# Shop\n\n[A](docs/a.md#why) [template](shop/template.yaml), [elsewhere](https://aws.amazon.com)\n",
    "docs/a.md": "# A\n\n![picture](../shop/picture.svg) [back](../README.md) `[code](gone.md)`\n\n"
    "```md\n[code](gone.md)\n```\n\n## Why\n",
    "shop/template.yaml": "Resources: {}\n",
    "shop/picture.svg": "<svg/>",
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a small checkout."""
    root = tmp_path / "checkout"
    for name, text in FILES.items():
        write(root / name, text)
    return root


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def gathered(root: Path, folder: Path) -> tuple[dict[str, str], Any]:
    """Return the texts that the site is made of, and its settings."""
    settings = yaml.safe_load(build_site.gather(root, folder).read_text(encoding="utf-8"))
    source = folder / "site-source"
    files = [path for path in source.rglob("*") if path.is_file() and path.suffix != ".png"]
    return {path.relative_to(source).as_posix(): path.read_text(encoding="utf-8") for path in files}, settings


def test_the_site_has_a_page_for_each_rule_below_its_family(tmp_path: Path) -> None:
    texts, settings = gathered(ROOT, tmp_path)
    below = next(part["Rules"] for part in settings["nav"] if "Rules" in part)
    families = {title: pages for part in below for title, pages in part.items() if isinstance(pages, list)}
    assert next(iter(families)) == "960x Logical ID and name"
    entries = [(title, *page.popitem()) for title, pages in families.items() for page in pages]
    assert [entry[1:4] for _, entry, _ in entries] == [title[:3] for title, _, _ in entries]
    assert sorted(entry[:5] for _, entry, _ in entries) == sorted(RULE_IDS)
    assert ("E9610 User Pool Client is not connected to a User Pool", "docs/rules/E9610.md") in {
        entry[1:] for entry in entries
    }
    assert {f"docs/rules/{rule}.md" for rule in RULE_IDS} < texts.keys()


def test_pages_are_the_repositorys_own(tmp_path: Path) -> None:
    texts, _ = gathered(ROOT, tmp_path)
    pages = [name for name in texts if name.endswith(".md") and (ROOT / name).exists()]
    assert {"README.md", "CHANGELOG.md", "docs/editors.md", "editors/vscode/README.md"} < {*pages}
    changed = {name for name in pages if texts[name] != (ROOT / name).read_text(encoding="utf-8")}
    assert changed == {"README.md", "docs/editors.md"}, "these link to the example"
    assert texts["README.md"].replace("yaml.md)", "yaml)").replace("LICENSE.md)", "LICENSE)") == (
        ROOT / "README.md"
    ).read_text(encoding="utf-8")


def test_what_pages_link_to_comes_with_them(checkout: Path, tmp_path: Path) -> None:
    texts, settings = gathered(checkout, tmp_path)
    assert texts == {
        "README.md": FILES["README.md"].replace("template.yaml", "template.yaml.md"),
        "docs/a.md": FILES["docs/a.md"],
        "shop/picture.svg": "<svg/>",
        "shop/template.yaml.md": "# shop/template.yaml\n\n```yaml\nResources: {}\n```\n",
    }
    assert settings["nav"] == [{"Start": "README.md"}, {"Pages": ["docs/a.md"]}]
    assert "site_url" not in settings


def test_the_public_address_is_linked(checkout: Path, tmp_path: Path) -> None:
    urls = 'Repository = "https://git.example.org/a/b"\nDocumentation = "https://docs.example.org/"\n'
    write(checkout / "pyproject.toml", urls)
    _, settings = gathered(checkout, tmp_path)
    assert settings["nav"][-1] == {"Repository": "https://git.example.org/a/b"}
    assert settings["site_url"] == "https://docs.example.org/"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("docs/b.md", "# B\n", "docs/b.md is not in the navigation: add it to mkdocs.yml"),
        ("docs/a.md", "[B](b.yaml)", "docs/a.md links to b.yaml, which is no page of the site and no file"),
        ("docs/a.md", "[B](../shop)", "docs/a.md links to ../shop, which is no page of the site and no file"),
        ("docs/a.md", "[B](../B.md#b)", "docs/a.md links to ../B.md, which is no page of the site and no file"),
    ],
)
def test_what_leads_nowhere_is_told(name: str, text: str, said: str, checkout: Path, tmp_path: Path) -> None:
    write(checkout / "B.md", "# B\n")
    write(checkout / name, text)
    (problem,) = build_site.build(checkout, tmp_path)
    assert problem.startswith(said)


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ('<a href="a/">', []),
        ('<a href="a/#why"><a href="/a/index.html#why"><a href="#top"><a href="">', []),
        ('<a href="https://aws.amazon.com/x"><a href="mailto:a@example.org"><img src="data:image/png;base64,AA">', []),
        ('<a href="b/">', ["index.html: b/ leads nowhere"]),
        ('<img src="b.png">', ["index.html: b.png leads nowhere"]),
        ('<a href="a/#how">', ["index.html: a/#how leads to no heading"]),
        ('<a href="#how">', ["index.html: #how leads to no heading"]),
        ('<script src="https://cdn.example.org/x.js">', ["index.html needs https://cdn.example.org/x.js"]),
        ('<link rel="next" href="https://git.example.org/a/b"><link rel="stylesheet" href="a/">', []),
        ('<link rel="stylesheet" href="b.css">', ["index.html: b.css leads nowhere"]),
        ('<a href="/b/">', ["index.html: /b/ leads nowhere"]),
        ('<link href="//fonts.example.org/x.css">', ["index.html needs //fonts.example.org/x.css"]),
    ],
)
def test_links_of_the_site_are_checked(body: str, said: list[str], tmp_path: Path) -> None:
    write(tmp_path / "index.html", f'<h1 id="top">{body}')
    write(tmp_path / "a" / "index.html", '<h2 id="why"><a href="../">')
    assert site_links.problems(tmp_path) == said


def test_a_site_may_lie_below_the_top_of_its_address(tmp_path: Path) -> None:
    write(tmp_path / "404.html", '<a href="/shop/a/"><a href="/shop/b/"><a href="/a/">')
    write(tmp_path / "a" / "index.html", "")
    assert site_links.problems(tmp_path, "/shop/") == [
        "404.html: /shop/b/ leads nowhere",
        "404.html: /a/ leads nowhere",
    ]
