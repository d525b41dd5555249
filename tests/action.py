"""Plays GitHub: runs the action's step as a runner does, with the environment that it gives."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from clients import ACTIVATED
from commands import COMMAND
from support import ROOT

if TYPE_CHECKING:
    from repositories import Repository

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
_INSTALLED = 'printf \'%s\\n\' "$1" "$2" "$3" | cksum | tr \' \' -'


def run(project: Repository, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in a repository, with cfn-lint and the command on the path."""
    done = subprocess.run(
        command,
        cwd=project.folder,
        # Where these tests run on GitHub, too, that run is not the one that is played.
        env={**{key: value for key, value in ACTIVATED.items() if not key.startswith("GITHUB_")}, **environment},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return done


def act(
    project: Repository,
    runner: Path,
    *,
    stranger: bool = False,
    github: dict[str, str] | None = None,
    **inputs: str,
) -> subprocess.CompletedProcess[str]:
    """Run the action's only step.

    Args:
        project: the repository that is checked out.
        runner: the runner's own folder.
        stranger: whether the checkout belongs to another user.
        github: what GitHub's environment says of the run.
        inputs: the inputs that the workflow gives.
    """
    (step,) = ACTION["runs"]["steps"]
    assert step["shell"] == "bash"
    assert "${{" not in step["run"]  # an input would be taken for commands
    values = {name: inputs.pop(name.replace("-", "_"), given["default"]) for name, given in ACTION["inputs"].items()}
    assert not inputs
    environment = {
        name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: str(values[found[1]]), value)
        for name, value in step["env"].items()
    }
    script = runner / "step.sh"
    script.write_text(step["run"], encoding="utf-8")
    places = {"GITHUB_ACTION_PATH": str(ROOT), "RUNNER_TEMP": str(runner)}
    if stranger:
        places["GIT_TEST_ASSUME_DIFFERENT_OWNER"] = "1"
    places["PATH"] = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    # GitHub's own options for `shell: bash`.
    command = ("bash", "--noprofile", "--norc", "-eo", "pipefail", str(script))
    return run(project, *command, **environment, **places, **(github or {}))


class Annotation(NamedTuple):
    """An annotation, as GitHub's runner reads it."""

    command: str
    properties: dict[str, str]
    message: str


def annotated(text: str) -> list[Annotation]:
    """Return the annotations of a log; the runner takes what stands between commas, and turns escapes back."""
    found = re.findall(r"^::(error|warning|notice) ?(.*?)::(.*)$", text, re.MULTILINE)
    return [
        Annotation(
            command,
            {key: _back(value, ":,") for key, _, value in (item.partition("=") for item in given.split(","))},
            _back(message, ""),
        )
        for command, given, message in found
    ]


def _back(text: str, further: str) -> str:
    for letter in f"{further}\r\n%":
        text = text.replace(f"%{ord(letter):02X}", letter)
    return text


def installed(runner: Path) -> Path:
    """Put this environment's command where an earlier step of the job would have installed it."""
    defaults = {name: given["default"] for name, given in ACTION["inputs"].items()}
    given = (str(ROOT), defaults["python"], defaults["cfn-lint"])
    said = subprocess.run(("bash", "-c", _INSTALLED, "-", *given), capture_output=True, text=True, check=True)
    folder = runner / f"cfn-upc-rules-{said.stdout.strip()}" / "bin"
    folder.mkdir(parents=True)
    (folder / "cfn-upc-lint").symlink_to(COMMAND)
    return runner
