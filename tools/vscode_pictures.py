"""The pictures of VS Code, for its page, the README and the extension; and the extension's icon."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from clients import BIN, EXAMPLE, known
from support import ROOT
from vscode import STATUS, started

IMAGES = ROOT / "editors" / "vscode" / "images"
SIZE = (1000, 640)
ICON = 256


def draw() -> None:
    """Draw them: the findings, what is offered for one of them, and the icon."""
    with tempfile.TemporaryDirectory() as folder:
        shop = Path(folder) / "shop"
        shop.mkdir()
        shutil.copy(EXAMPLE, shop / "template.yaml")
        (shop / ".venv").symlink_to(BIN.parent)
        settings = {"security.workspace.trust.enabled": False, "editor.fontSize": 13}
        with started(shop, Path(folder) / "home", "/usr/bin:/bin", settings, SIZE) as code:
            code.open("template.yaml")
            code.press("Control+b", "Control+Shift+m")
            code.see(f'{STATUS}[aria-label*="in the workspace"]')
            code.see_badge(len(known()))
            code.press("Control+1")
            code.go_to(46, 19)
            code.page.screenshot(path=IMAGES / "problems.png")
            code.press("Control+j")
            code.see_actions("Set UserPoolId to !Ref CustomerPool (E9610)")
            code.page.screenshot(path=IMAGES / "fix.png", clip={"x": 0, "y": 0, "width": SIZE[0], "height": 480})
            svg = (IMAGES / "icon.svg").read_text(encoding="utf-8")
            page = code.page
            page.goto("about:blank")
            page.set_viewport_size({"width": ICON, "height": ICON})
            page.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block; width: {ICON}px }}</style>{svg}")
            page.screenshot(path=IMAGES / "icon.png", omit_background=True)
