"""Real git repositories for the tests of change safety."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

from contextlib import contextmanager

# Nothing of the machine's or the user's configuration, and the same commit IDs on every run.
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_DATE": "2024-01-01T00:00:00Z",
    "GIT_COMMITTER_DATE": "2024-01-01T00:00:00Z",
    **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "Test"),
    **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "test@example.com"),
}


class Repository:
    """A repository in a folder."""

    def __init__(self, folder: Path, *options: str) -> None:
        """Make it."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main", *options)

    def git(self, *arguments: str) -> str:
        """Run git in it and return what it says."""
        command = ["git", "-c", "protocol.file.allow=always", *arguments]
        done = subprocess.run(command, cwd=self.folder, env=ENVIRONMENT, check=True, capture_output=True, text=True)
        return done.stdout.strip()

    def write(self, name: str, text: str) -> Path:
        """Write a file and return it."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def commit(self, name: str, text: str) -> Path:
        """Write a file, commit everything, and return the file."""
        path = self.write(name, text)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "A change")
        return path


@contextmanager
def beside(base: Path, path: Path) -> Iterator[Path]:
    """Give a copy of a fixture, in a repository whose newest commit holds its base."""
    with TemporaryDirectory() as folder:
        repository = Repository(Path(folder))
        repository.commit(path.name, base.read_text(encoding="utf-8"))
        yield repository.write(path.name, path.read_text(encoding="utf-8"))
