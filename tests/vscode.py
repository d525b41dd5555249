"""VS Code itself, for the tests and the pictures: code-server in a browser, with this project's extension in it."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from urllib.request import urlopen

import pytest
from clients import Shown
from repositories import ENVIRONMENT
from support import ROOT

from cfn_upc_rules import __version__

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

FOLDER = Path(os.environ.get("UPC_VSCODE") or Path("~/.cache/cfn-upc-rules/vscode").expanduser())
VSIX = ROOT / "dist" / f"cfn-upc-rules-{__version__}.vsix"
SOURCES = [*(ROOT / "editors" / "vscode" / "src").iterdir(), ROOT / "editors" / "vscode" / "package.json"]
PATIENCE = 180_000  # of a loaded machine; pip installs the server meanwhile
STATUS = "#status\\.languageStatus"
PROBLEM = ".markers-panel .monaco-list-row"
# Nothing but the template and what is said of it.
_QUIET = {
    "chat.disableAIFeatures": True,
    "editor.minimap.enabled": False,
    "extensions.autoCheckUpdates": False,
    "extensions.ignoreRecommendations": True,
    "files.autoSave": "off",  # on, in a browser
    "git.openRepositoryInParentFolders": "never",
    "security.workspace.trust.banner": "never",
    "telemetry.telemetryLevel": "off",
    "window.commandCenter": False,
    "workbench.secondarySideBar.defaultVisibility": "hidden",
    "workbench.startupEditor": "none",
    "workbench.tips.enabled": False,
}


def missing() -> str:
    """Return what is missing to run VS Code; "" for nothing."""
    if find_spec("playwright") is None or shutil.which("chromium") is None or not (FOLDER / "ready").is_file():
        return "code-server, chromium or Playwright is not installed: make clients"
    return "" if VSIX.is_file() else "the extension is not built: make vscode"


def require_vscode() -> None:
    """Skip the test where VS Code can't be run, fail where the extension is older than its source."""
    if why := missing():
        pytest.skip(why)
    built = VSIX.stat().st_mtime
    assert all(source.stat().st_mtime < built for source in SOURCES), (
        "the extension is older than its source: make vscode"
    )


class Code:
    """A window of VS Code.

    Attributes:
        page: the page that it is in.
    """

    def __init__(self, page: Page, address: str, folder: Path) -> None:
        self.page = page
        self._address = address
        self._folder = folder

    def open(self, name: str) -> None:
        """Open the folder, and a file of it."""
        file = f"vscode-remote://{self._address}{self._folder / name}"
        payload = quote(json.dumps([["openFile", file]]))
        self.page.goto(f"http://{self._address}/?folder={quote(str(self._folder))}&payload={payload}")
        # Keys that come before the editor are lost.
        self.see(".monaco-editor.focused .view-line")

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type a text, as a user's fingers do."""
        self.page.keyboard.type(text)

    def see(self, selector: str, text: str | re.Pattern[str] = "") -> Locator:
        """Wait until something is there; return it."""
        found = self.page.locator(selector, has_text=text).first
        found.wait_for(timeout=PATIENCE)
        return found

    def see_no(self, selector: str, text: str | re.Pattern[str] = "") -> None:
        """Wait until something is not there any more."""
        from playwright.sync_api import expect

        expect(self.page.locator(selector, has_text=text)).to_have_count(0, timeout=PATIENCE)

    def see_problems(self, wanted: list[Shown]) -> None:
        """Wait until the Problems panel shows some findings, and no others."""
        until = time.monotonic() + PATIENCE / 1000
        while (shown := self._problems()) != sorted(wanted):
            assert time.monotonic() < until, f"{shown} is shown, not {sorted(wanted)}"
            time.sleep(0.1)

    def see_badge(self, number: int) -> None:
        """Wait until the Problems panel counts so many findings: a small one does not show all of them."""
        self.see(".panel .composite-bar .badge-content", re.compile(f"^{number}$"))

    def _problems(self) -> list[Shown]:
        """Return what the Problems panel shows, read at one time: its rows come and go."""
        read = "rows => rows.map(row => [row.getAttribute('aria-label'), row.innerText])"
        found = []
        for label, text in self.page.locator(PROBLEM).evaluate_all(read):
            said = re.match(r"(Error|Warning|Info): .* at line (\d+) and character (\d+)\.", label or "")
            if said:
                rule = re.findall(r"\b[EWI]\d{4}\b", text)[-1]
                found.append(Shown(int(said[2]), int(said[3]), rule, said[1].lower()))
        return sorted(found)

    def see_actions(self, title: str) -> Locator:
        """Ask for what can be done at the cursor until something is offered; return it.

        VS Code drops the question where its own, for the bulb, comes at the same time: one presses the keys again.
        """
        from playwright.sync_api import TimeoutError  # noqa: A004 - its own

        offered = self.page.locator(".action-widget .monaco-list-row", has_text=title).first
        until = time.monotonic() + PATIENCE / 1000
        while not offered.is_visible():
            assert time.monotonic() < until, f"{title!r} is not offered"
            self.press("Control+.")
            with suppress(TimeoutError):
                offered.wait_for(timeout=5000)
        return offered

    def click(self, selector: str, text: str = "") -> None:
        """Click on something as soon as it is there."""
        self.see(selector, text).click()

    def copied(self, beginning: str) -> str:
        """Wait until a text of some beginning is in the clipboard; return it."""
        until = time.monotonic() + PATIENCE / 1000
        while not (text := str(self.page.evaluate("navigator.clipboard.readText()"))).startswith(beginning):
            assert time.monotonic() < until, f"{text!r} is in the clipboard"
            time.sleep(0.1)
        return text

    def run(self, command: str) -> None:
        """Run a command of the palette."""
        self.press("F1")
        self.see(".quick-input-widget input").fill(f">{command}")
        self.click(".quick-input-list .monaco-list-row", command)
        self._closed()

    def go_to(self, line: int, column: int = 1) -> None:
        """Put the cursor somewhere."""
        self.press("Control+g")
        self.see(".quick-input-widget input").fill(f":{line}:{column}")
        self.press("Enter")
        self._closed()
        self.see(".statusbar-item", f"Ln {line}, Col {column}")

    def _closed(self) -> None:
        """Wait until the editor has the keys again."""
        self.page.locator(".quick-input-widget").wait_for(state="hidden", timeout=PATIENCE)


def wait_for(server: subprocess.Popen[bytes], address: str) -> None:
    """Wait until code-server answers."""
    until = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < until and server.poll() is None:
        with suppress(OSError), urlopen(f"http://{address}/healthz"):
            return
        time.sleep(0.1)
    pytest.fail(f"code-server does not answer at {address}")


@contextmanager
def started(
    folder: Path, home: Path, path: str, settings: Mapping[str, Any] | None = None, size: tuple[int, int] = (1280, 1200)
) -> Iterator[Code]:
    """Yield a window of VS Code that has nothing but the extension.

    Args:
        folder: what it is for.
        home: the home directory, which is made.
        path: its PATH.
        settings: the user's settings.
        size: the window's width and height.
    """
    from playwright.sync_api import sync_playwright

    data = home / "data"
    (data / "User").mkdir(parents=True)
    (data / "User" / "settings.json").write_text(json.dumps({**_QUIET, **(settings or {})}), encoding="utf-8")
    program = [str(FOLDER / "node"), str(FOLDER / "node_modules" / "code-server" / "out" / "node" / "entry.js")]
    command = [*program, "--user-data-dir", str(data), "--extensions-dir", str(home / "extensions")]
    # VS Code takes the environment of a login shell.
    (home / ".profile").write_text(f"PATH={shlex.quote(path)}\n", encoding="utf-8")
    environment = {**ENVIRONMENT, "HOME": str(home), "PATH": path, "SHELL": "/bin/bash"}
    subprocess.run([*command, "--install-extension", str(VSIX)], env=environment, capture_output=True, check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    command += ["--auth", "none", "--bind-addr", address, "--disable-telemetry", "--disable-update-check"]
    command += ["--disable-getting-started-override"]
    with (home / "log").open("wb") as log, subprocess.Popen(command, env=environment, stdout=log, stderr=log) as server:
        try:
            wait_for(server, address)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
                page = browser.new_page(
                    viewport={"width": size[0], "height": size[1]}, permissions=["clipboard-read", "clipboard-write"]
                )
                try:
                    yield Code(page, address, folder)
                except BaseException:
                    page.screenshot(path=home / "failed.png")
                    raise
                finally:
                    browser.close()
        finally:
            server.terminate()
