"""See whether pip finds a wheel of all that the built package needs, for each supported Python on the usual systems.

usage: wheels.py

About a requirement with a marker (`python_version < "3.11"`) pip decides by the Python that it runs on.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import versions
from matrix import PYTHONS

ROOT = Path(__file__).parent.parent
# By pip's names of platforms; what runs on an older one is asked for by its own.
SYSTEMS = {
    "Linux": ("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64"),
    "macOS": ("macosx_14_0_arm64",),
    "Windows": ("win_amd64",),
}


def main() -> int:
    """Print a line for each Python; return the exit code."""
    wheel = ROOT / "dist" / f"cfn_upc_rules-{versions.current(ROOT)}-py3-none-any.whl"
    missing = False
    for python in PYTHONS:
        answers = {system: _answer(f"{wheel}[lsp]", python, platforms) for system, platforms in SYSTEMS.items()}
        print(f"Python {python}: " + ", ".join(f"{system} {answer}" for system, answer in answers.items()), flush=True)
        missing |= set(answers.values()) != {"yes"}
    return int(missing)


def _answer(requirement: str, python: str, platforms: tuple[str, ...]) -> str:
    """Return "yes", or what pip says is missing."""
    with TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--dest", folder]
        command += ["--only-binary=:all:", "--python-version", python, "--implementation", "cp"]
        for platform in platforms:
            command += ["--platform", platform]
        done = subprocess.run([*command, requirement], capture_output=True, text=True, check=False)
    lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or ["no reason given"]
    return f"no ({lines[-1]})" if done.returncode else "yes"


if __name__ == "__main__":
    sys.exit(main())
