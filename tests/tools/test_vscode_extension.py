"""The VS Code extension and the package belong together."""

from __future__ import annotations

import json
import re

from support import ROOT

from cfn_upc_rules import __version__
from cfn_upc_rules._server.settings import Settings, read_settings

EXTENSION = ROOT / "editors" / "vscode"
MANIFEST = json.loads((EXTENSION / "package.json").read_text(encoding="utf-8"))
SETTINGS = MANIFEST["contributes"]["configuration"]["properties"]


def test_it_has_the_version_of_the_package() -> None:
    """Whose wheel it carries, by name."""
    lock = json.loads((EXTENSION / "package-lock.json").read_text(encoding="utf-8"))
    assert {MANIFEST["version"], lock["version"], lock["packages"][""]["version"]} == {__version__}
    assert f"cfn-upc-rules-{__version__}.vsix" in (ROOT / "docs" / "editors.md").read_text(encoding="utf-8")


def test_no_lock_names_a_host() -> None:
    assert '"resolved"' not in (EXTENSION / "package-lock.json").read_text(encoding="utf-8")


def test_its_settings_are_those_of_the_server() -> None:
    """With the same defaults, which the server takes."""
    ours = {name.removeprefix("cfn-upc-rules."): value["default"] for name, value in SETTINGS.items()}
    assert all(value.get("description") or value.get("markdownDescription") for value in SETTINGS.values())
    del ours["server.path"]  # what starts the server
    assert read_settings({**ours, "trustWorkspace": False}, Settings(rules="all"), at_start=True) == (Settings(), [])
    sent = re.search(r"OF_THE_SERVER = \[(.*)\]", (EXTENSION / "src" / "editor.ts").read_text(encoding="utf-8"))
    assert sent
    assert set(re.findall(r"'(\w+)'", sent[1])) == set(ours)


def test_a_folder_that_is_not_trusted_names_no_program() -> None:
    trust = MANIFEST["capabilities"]["untrustedWorkspaces"]
    assert trust["supported"] == "limited"
    assert trust["restrictedConfigurations"] == ["cfn-upc-rules.server.path"]
