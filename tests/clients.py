"""What the tests of real clients (editors, pre-commit) share."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from repositories import ENVIRONMENT
from support import ROOT

sys.path.insert(0, str(ROOT / "tools"))

import address

EXAMPLE = ROOT / "examples" / "web-app.yaml"
BIN = Path(sys.executable).parent
# The clients find `cfn-lint` and `cfn-upc-lint` as they do with an activated environment.
ACTIVATED = {**ENVIRONMENT, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}


def require(program: str) -> str:
    """Return where a client is; skip the test where it is not installed.

    A skip is a failure where UPC_REQUIRE_CLIENTS=1 (tests/conftest.py).
    """
    found = shutil.which(program, path=ACTIVATED["PATH"])
    if found is None:
        pytest.skip(f"{program} is not installed: make clients")
    return found


def require_vim() -> str:
    """Return where Vim is; skip the test where it or ALE is not installed."""
    vim = require("vim")
    if not Path("/usr/share/vim-ale").is_dir():
        pytest.skip("ALE is not installed: make clients")
    return vim


def block(page: str, name: str) -> str:
    """Return the code block below `<!-- file: name -->` on a page, as it is without a public address."""
    text = address.plain(ROOT, ROOT / "docs" / page)
    pattern = rf"^ *<!-- file: {re.escape(name)} -->\n+ *```\w*\n(.*?)^ *```$"
    found = re.findall(pattern, text, re.DOTALL | re.MULTILINE)
    assert len(found) == 1, f"docs/{page} has {len(found)} blocks for {name}"
    return textwrap.dedent(str(found[0]))


def put(folder: Path, page: str, *names: str) -> None:
    """Write blocks of a page to the files they are for."""
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block(page, name), encoding="utf-8")


class Shown(NamedTuple):
    """What an editor shows of a finding; line and column from 1."""

    line: int
    column: int
    id: str
    severity: str


def known() -> list[Shown]:
    """Return what cfn-lint itself says of the example."""
    command = [str(BIN / "cfn-upc-lint"), "-x", "W9670:base=", "--format", "json", "--", str(EXAMPLE)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=BIN)
    found: list[dict[str, Any]] = json.loads(done.stdout)
    starts = [(match["Location"]["Start"], match["Rule"]["Id"], match["Level"]) for match in found]
    shown = [Shown(start["LineNumber"], start["ColumnNumber"], rule, level.lower()) for start, rule, level in starts]
    assert {"E9610", "W9604", "W9620", "E9622"} <= {match.id for match in shown}
    return sorted(shown)
