"""Copies of this checkout, and commands in them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from repositories import ENVIRONMENT, Repository
from support import ROOT


def known_files() -> list[str]:
    """Return the files that git tracks, and those it would."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(command, cwd=ROOT, env=ENVIRONMENT, capture_output=True, text=True, check=True)
    return [name for name in done.stdout.split("\0") if (ROOT / name).is_file()]


def clean_copy(folder: Path) -> Repository:
    """Return a repository with this checkout as the working tree has it, in one commit."""
    repository = Repository(folder)
    for name in known_files():
        copy = folder / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes((ROOT / name).read_bytes())
        copy.chmod((ROOT / name).stat().st_mode)
    link_environment(folder)
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message", "As it is")
    return repository


def link_environment(folder: Path) -> None:
    """Make the environment of this test the copy's .venv, so that none has to be installed."""
    (folder / ".venv").mkdir()
    for part in Path(sys.prefix).iterdir():
        if part.name != "ready":
            (folder / ".venv" / part.name).symlink_to(part)
    (folder / ".venv" / "ready").touch()


def run(folder: Path, *command: str) -> tuple[int, str]:
    """Return exit code and output of a command in the copy, whose package is the one imported."""
    # Coverage is of the checkout: a copy's files would count as further ones. The CDK does otherwise below pytest.
    left_out = ("MAKE", "MFLAGS", "COVERAGE", "PYTEST")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(left_out)}
    environment["PYTHONPATH"] = str(folder)
    environment["PYTHONDONTWRITEBYTECODE"] = "1"
    # Newer than pyproject.toml, whatever became of that: `make` must not install the copy into this test's environment.
    ready = folder / ".venv" / "ready"
    if folder != ROOT and ready.exists():
        ready.touch()
    done = subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stdout, done.stdout
    return done.returncode, done.stdout
