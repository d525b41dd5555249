"""The site as somebody reads it who has a finding: built, served, opened in a browser."""

from __future__ import annotations

import http.server
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from support import ROOT

sys.path.insert(0, str(ROOT / "tools"))

import build_site

pytestmark = [pytest.mark.client, pytest.mark.second_tier]
SETTINGS = """
site_name: Shop
docs_dir: site-source
nav: [README.md, docs/a.md]
extra_css: []
theme: { font: false }
"""
ADDRESS = 'Repository = "https://git.example.org/a/b"\nDocumentation = "https://docs.example.org/b/"\n'
PATIENCE = 30_000


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """Yield the address at which a folder is served."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: Any) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()


def require_zensical() -> None:
    """Skip the test where there is nothing to build the site with."""
    if find_spec("zensical") is None:
        pytest.skip("Zensical is not installed: make site")


def test_a_page_is_found_by_its_id(tmp_path: Path) -> None:
    """One key opens the search, Enter the page, and nothing comes from elsewhere."""
    require_zensical()
    if find_spec("playwright") is None or shutil.which("chromium") is None:
        pytest.skip("Playwright or chromium is not installed: make clients")
    from playwright.sync_api import expect, sync_playwright

    assert build_site.build(ROOT, tmp_path) == []
    with served(tmp_path / "site") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page()
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        outside: list[str] = []
        page.on("request", lambda asked: outside.append(asked.url))
        errors: list[str] = []
        page.on("pageerror", lambda error: errors.append(str(error)))

        page.goto(address)
        for rule, title in (
            ("E9610", "User Pool Client is not connected to a User Pool"),
            ("W9620", "Compute wired to a User Pool Client does not declare USER_POOL_CLIENT_ID"),
        ):
            page.keyboard.press("/")
            # As a reader does: keys that come before the field are lost.
            expect(page.locator("input:focus")).to_be_visible()
            page.keyboard.type(rule)
            expect(page.get_by_role("option").first).to_have_accessible_name(f"{rule} {title}")
            page.keyboard.press("Enter")
            page.wait_for_url(f"{address}docs/rules/{rule}/**")
            expect(page.locator("h1")).to_contain_text(f"{rule}: {title}")

        page.goto(f"{address}docs/applications/")
        picture = page.get_by_alt_text("The example of three templates")
        assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
        assert not [url for url in outside if not url.startswith((address, "data:", "blob:"))]
        assert errors == []
        browser.close()


@pytest.mark.parametrize(("link", "said"), [("docs/a.md#why", ""), ("docs/a.md#how", "anchor does not exist")])
@pytest.mark.parametrize("address", ["", ADDRESS])
def test_a_link_to_no_heading_fails(address: str, link: str, said: str, tmp_path: Path) -> None:
    require_zensical()
    root = tmp_path / "checkout"
    (root / "docs").mkdir(parents=True)
    (root / "mkdocs.yml").write_text(SETTINGS, encoding="utf-8")
    (root / "pyproject.toml").write_text(address, encoding="utf-8")
    (root / "README.md").write_text(f"# Shop\n\n[A]({link})\n", encoding="utf-8")
    (root / "docs" / "a.md").write_text("# A\n\n## Why\n", encoding="utf-8")
    problems = build_site.build(root, tmp_path / "build")
    assert bool(problems) == bool(said)
    assert said in "".join(problems)
