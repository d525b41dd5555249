"""VS Code itself, with the extension and nothing else, as somebody sees it who writes templates."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from clients import BIN, EXAMPLE, Shown, known
from vscode import PROBLEM, STATUS, Code, require_vscode, started

pytestmark = [pytest.mark.client, pytest.mark.second_tier]
TRUSTING = {"security.workspace.trust.enabled": False}
SYSTEM = "/usr/bin:/bin"
SERVER = "cfn-upc-language-server"
TOAST = ".notification-toast"
BUTTON = f"{TOAST} .monaco-button"


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Return a folder with a template that has mistakes; skip the test where there is no VS Code."""
    require_vscode()
    folder = tmp_path / "shop"
    folder.mkdir()
    shutil.copy(EXAMPLE, folder / "template.yaml")
    return folder


def runs(code: Code, origin: str) -> None:
    """Wait until the status item says which server runs."""
    code.see(f"{STATUS}[aria-label*={origin!r}]" if "'" not in origin else f'{STATUS}[aria-label*="{origin}"]')


def test_a_template_is_written(shop: Path, tmp_path: Path) -> None:
    """Found, typed, mended, hovered over, ignored, mended as a whole, set otherwise."""
    (shop / ".venv").symlink_to(BIN.parent)
    template = shop / "template.yaml"
    on_saving = {"editor.codeActionsOnSave": {"source.fixAll.cfn-upc-rules": "explicit"}}
    with started(shop, tmp_path / "home", SYSTEM, {**TRUSTING, **on_saving}) as code:
        code.open("template.yaml")
        code.press("Control+Shift+m")
        code.see_problems(known())
        runs(code, "in the workspace's .venv")

        # A mistake is found while it is typed: nothing is saved.
        code.press("Control+1")
        code.go_to(34, 19)
        code.press("Shift+End")
        code.type("!GetAtt CustomerPool.Arn")
        code.see_problems([Shown(34, 7, "E9610", "error"), *known()])
        assert template.read_bytes() == EXAMPLE.read_bytes()

        # It is mended by keys alone.
        code.press("Escape")
        code.see_actions("Set UserPoolId to !Ref CustomerPool (E9610)")
        code.press("Enter")
        code.see_no(PROBLEM, "Ln 34, Col 7")
        code.see(".view-line", "UserPoolId: !Ref CustomerPool")

        # Its rule's page.
        code.go_to(50, 8)
        code.press("Control+k", "Control+i")
        hover = code.see(".monaco-hover", "Why it matters").inner_text()
        assert "is attached to client 'StorefrontClient'" in hover
        assert "W9604" in hover

        # It is ignored for one resource.
        code.press("Escape")
        code.see_actions("Ignore W9604 for 'StorefrontClientAdminBranding'").click()
        code.see_no(PROBLEM, "W9604")

        # All that can be mended safely, on saving.
        assert template.read_bytes() == EXAMPLE.read_bytes()
        code.press("Control+s")
        code.see_no(PROBLEM, "E9610")
        code.see_no(".tab.dirty")
        ignored = "    Metadata:\n      cfn-lint:\n        config:\n          ignore_checks: [W9604]\n"
        expected = EXAMPLE.read_text(encoding="utf-8").replace("!GetAtt CustomerPool.Arn", "!Ref CustomerPool")
        expected = expected.replace(
            "      UseCognitoProvidedValues: true\n", f"      UseCognitoProvidedValues: true\n{ignored}"
        )
        assert template.read_text(encoding="utf-8") == expected

        # A setting counts at once.
        code.see(PROBLEM, "W9621")
        settings = shop / ".vscode" / "settings.json"
        settings.parent.mkdir()
        settings.write_text('{"cfn-upc-rules.ignoreChecks": ["W9621"]}', encoding="utf-8")
        code.see_no(PROBLEM, "W9621")
        code.see(PROBLEM, "W9620")


def trap(program: Path, fallen: Path) -> None:
    """Put a server into a folder that says when it is run, and is the real one."""
    program.parent.mkdir(parents=True)
    program.write_text(
        f'#!/bin/sh\necho {program.parent.name} >>{fallen}\nexec {BIN / SERVER} "$@"\n', encoding="utf-8"
    )
    program.chmod(0o755)


def test_a_folder_that_is_not_trusted(shop: Path, tmp_path: Path) -> None:
    """Nothing of it is run or loaded, and findings come; all of it as soon as it is trusted."""
    fallen = tmp_path / "fallen"
    for folder in ("setting", "relative", "within", ".venv/bin"):
        trap(shop / folder / SERVER, fallen)
    (shop / "rules").mkdir()
    (shop / "rules" / "Trap.py").write_text(f"open({str(fallen)!r}, 'a').write('rules\\n')\n", encoding="utf-8")
    (shop / ".cfnlintrc").write_text(f"append_rules: [{shop / 'rules'}]\n", encoding="utf-8")
    (shop / ".vscode").mkdir()
    setting = f'{{"cfn-upc-rules.server.path": "${{workspaceFolder}}/setting/{SERVER}"}}'
    (shop / ".vscode" / "settings.json").write_text(setting, encoding="utf-8")
    path = f"relative:{shop / 'within'}:{BIN}:{SYSTEM}"
    with started(shop, tmp_path / "home", path, {"cfn-upc-rules.rules": "all", "git.enabled": False}) as code:
        code.open("template.yaml")
        code.press("Control+Shift+m")
        code.see_problems(known())
        runs(code, "on PATH, restricted: the folder is not trusted")
        assert not fallen.exists()

        code.click(".statusbar-item", "Restricted Mode")
        code.click(".workspace-trust-buttons-row .monaco-button", "Trust")
        code.see_no(".statusbar-item", "Restricted Mode")
        runs(code, "by the setting")
        code.press("Escape")
        code.see_problems(known())
        assert set(fallen.read_text(encoding="utf-8").split()) == {"setting", "rules"}


def test_no_server_is_installed(shop: Path, tmp_path: Path) -> None:
    """One notification says so; its buttons copy the command, and install the server that the extension carries."""
    # A Python, and nothing that is installed with it.
    base = subprocess.run(
        [sys.executable, "-c", "import sys; print(sys._base_executable)"], capture_output=True, text=True, check=True
    ).stdout.strip()
    python = tmp_path / "bin" / "python3"
    python.parent.mkdir()
    python.write_text(f'#!/bin/sh\nexec {base} "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    home = tmp_path / "home"
    with started(shop, home, f"{python.parent}:{SYSTEM}", TRUSTING) as code:
        code.open("template.yaml")
        code.see(TOAST, "No language server for Cognito User Pool Clients was found")
        runs(code, "no server")
        code.click(BUTTON, "Copy Command")
        code.see_no(TOAST)
        copied = code.copied("pip install")
        wheel = re.fullmatch(r'pip install "(.*\.whl)\[lsp\]"', copied)
        assert wheel
        assert Path(wheel[1]).is_file()

        code.run("cfn-upc-rules: Restart the Server")
        code.click(BUTTON, "Install")
        code.press("Control+Shift+m")
        code.see_problems(known())
        runs(code, "installed by this extension")
