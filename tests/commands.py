"""Runs the command `cfn-upc-lint` as its users do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from support import FIXTURES

COMMAND = Path(sys.executable).parent / "cfn-upc-lint"
FAILING = FIXTURES / "E9610-cases.fail.yaml"
PASSING = FIXTURES / "E9610-links.pass.yaml"


def run(*arguments: str | Path, cwd: Path | None = None, **how: Any) -> subprocess.CompletedProcess[str]:
    """Run the command away from this repository's own settings."""
    how.setdefault("stdin", subprocess.DEVNULL)
    if "input" in how:
        del how["stdin"]
    done = subprocess.run(
        [str(COMMAND), *map(str, arguments)], capture_output=True, text=True, check=False, cwd=cwd or "/", **how
    )
    assert "Traceback" not in done.stdout + done.stderr, done.stderr
    return done


def ids(done: subprocess.CompletedProcess[str]) -> set[str]:
    """Return the IDs of findings in the parseable format."""
    return {line.split(":")[5] for line in done.stdout.splitlines() if line.count(":") > 5}
