"""Asks git about the objects of a repository.

The repository is untrusted. git is asked for objects only, never for a file of the working tree: so no filter, no text
conversion, no hook and no other program of the repository's configuration runs.
Names reach git through its standard input, or behind `--`, where none can be taken for an option.

https://git-scm.com/docs/git-cat-file
"""

from __future__ import annotations

import os

from cfn_upc_rules._history.stream import TooMuchError, run

TYPE_CHECKING = False  # see `cfn_upc_rules/__init__.py`
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Final

_SECONDS: Final = 5
# What git may print: the names of half a million files. 220 KB of trees can name a hundred million.
_MOST: Final = 64 * 1024 * 1024
# What git may take at once to look into a file: 200 KB can hold a file of 200 MB.
_LARGEST_LOOKED_INTO: Final = "64m"

# Whatever else begins with GIT_ may come from a hook and speak of another repository or index.
_KEPT: Final = (
    "GIT_CONFIG_COUNT",
    "GIT_CONFIG_GLOBAL",
    "GIT_CONFIG_KEY_",
    "GIT_CONFIG_NOSYSTEM",
    "GIT_CONFIG_SYSTEM",
    "GIT_CONFIG_VALUE_",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    "GIT_EXEC_PATH",
)
_LITERALLY: Final = "--literal-pathspecs"
_OPTIONS: Final = (
    "--no-pager",
    "--no-replace-objects",
    _LITERALLY,
    "--no-optional-locks",
    *("-c", "core.fsmonitor=false"),
    *("-c", f"core.hooksPath={os.devnull}"),
    *("-c", "safe.bareRepository=explicit"),
)

_SEARCH: Final = (
    *("--no-recurse-submodules", "--no-textconv", "--no-color", "--text", "--full-name", "--name-only", "-z"),
    "--threads=1",  # more take longer to begin than so few files take
)


class BaseUnavailableError(Exception):
    """A base that the user configured can't be read; says why."""


class Object:
    """An object of the repository, as `git cat-file` describes it."""

    def __init__(self, id_: str, kind: str, size: int) -> None:
        """Take what git says."""
        self.id = id_
        self.kind = kind
        self.size = size


class Git:
    """Asks git about one repository.

    Args:
        program: the full path of git.
        top: the top of the working tree.
        of_anybody: whether the repository is read also where it belongs to another user.
    """

    def __init__(self, program: str, top: str, *, of_anybody: bool = False) -> None:
        """Leave out of the environment what speaks of another repository, and allow no network."""
        self._program = program
        self._top = top
        self._owner = ("-c", f"safe.directory={top}") if of_anybody else ()
        self._environment = {
            **{
                name: value
                for name, value in os.environ.items()
                if not name.startswith("GIT_") or name.startswith(_KEPT)
            },
            "GIT_CEILING_DIRECTORIES": os.path.dirname(top),
            "GIT_WORK_TREE": top,  # whatever the repository's configuration says
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_ALLOW_PROTOCOL": "none",  # no lazy fetch for versions before 2.44 either
            "GIT_TERMINAL_PROMPT": "0",
            "LC_ALL": "C",
        }

    def describe(self, *names: str) -> list[Object | None]:
        """Return the object of each name, None where there is none.

        Raises:
            BaseUnavailableError: git can't read the repository.
        """
        if not names:
            return []
        lines = b"".join(os.fsencode(name) + b"\n" for name in names)
        found: list[Object | None] = []
        for line in self._run(lines, "cat-file", "--batch-check").splitlines():
            fields = line.decode("ascii", "replace").split(" ")
            found.append(Object(fields[0], fields[1], int(fields[2])) if _describes(fields) else None)
        return found if len(found) == len(names) else [None] * len(names)

    def read(self, blob: Object) -> bytes:
        """Return what a blob holds, as it is stored; `describe` has told its size."""
        return self._run(b"", "cat-file", "blob", blob.id, most=blob.size)

    def fork(self, commit: str) -> str:
        """Return where `HEAD` left the history of a commit: the commit itself where that is not known."""
        return self.merge_base(commit) or commit

    def merge_base(self, commit: str) -> str | None:
        """Return the newest commit that `HEAD` and a commit have in common; None where that is not known."""
        try:
            return self._run(b"", "merge-base", commit, "HEAD").decode("ascii").strip() or None
        except BaseUnavailableError:
            return None

    def files(self, commit: str) -> Iterator[tuple[str, str]]:
        """Yield object ID and path of the regular files of a commit."""
        for line in self._run(b"", "ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
            fields, _, name = line.partition(b"\t")
            if fields.startswith(b"100"):
                yield fields.split(b" ")[2].decode("ascii"), os.fsdecode(name)

    def holding(self, texts: Sequence[bytes], commit: str, names: Sequence[str]) -> set[str]:
        """Return those of some files of a commit that hold one of some texts, as they are stored.

        Where git can't tell (a partial clone lacks a file, one is too large, there is no commit yet), all of them.
        """
        self._environment["GIT_ALLOC_LIMIT"] = _LARGEST_LOOKED_INTO
        patterns = [argument for text in texts for argument in ("-e", text.decode("ascii"))]
        try:
            said = self._run(b"", "grep", *_SEARCH, "--fixed-strings", *patterns, commit, "--", *names, fine=(0, 1))
        except BaseUnavailableError:
            return set(names)
        finally:
            del self._environment["GIT_ALLOC_LIMIT"]
        return {os.fsdecode(name).removeprefix(f"{commit}:") for name in said.split(b"\0") if name}

    def left_out(self, name: str) -> bool:
        """Return whether a sparse checkout leaves the file out of the working tree."""
        return self._run(b"", "ls-files", "-t", "-z", "--", name).startswith(b"S ")

    def tracked(self, folder: str, patterns: Sequence[str]) -> list[str]:
        """Return the files below a folder that git tracks, relative to it, and that fit one of git's pathspecs.

        Raises:
            BaseUnavailableError: git can't read the repository.
        """
        said = self._run(b"", "ls-files", "-z", "--", *patterns, folder=folder)
        return [os.fsdecode(name) for name in said.split(b"\0") if name]

    def _run(
        self,
        stdin: bytes,
        *arguments: str,
        fine: tuple[int, ...] = (0,),
        most: int = _MOST,
        folder: str | None = None,
    ) -> bytes:
        options = _OPTIONS if folder is None else tuple(option for option in _OPTIONS if option != _LITERALLY)
        command = [self._program, *options, *self._owner, *arguments]
        try:
            done = run(
                command, stdin, most=most, seconds=_SECONDS, folder=folder or self._top, environment=self._environment
            )
        except TimeoutError:
            message = f"git took longer than {_SECONDS} seconds"
            raise BaseUnavailableError(message) from None
        except TooMuchError:
            message = f"git printed more than {most} bytes"
            raise BaseUnavailableError(message) from None
        except OSError as error:
            raise BaseUnavailableError(str(error.strerror)) from error
        if done.code not in fine:
            said = done.errors.decode("utf-8", "replace").split("\n", 1)[0]
            message = "git says: " + "".join(letter for letter in said if letter.isprintable())[:200]
            raise BaseUnavailableError(message)
        return done.output


def find_program() -> str | None:
    """Return where git is, unless that is the current directory, or depends on it.

    (`shutil.which` would do, and costs as much as git takes for its answer: it imports every compression.)
    """
    name = "git.exe" if os.name == "nt" else "git"
    try:
        here: os.stat_result | None = os.stat(os.curdir)
    except OSError:  # somebody removed it
        here = None
    for folder in os.get_exec_path():
        program = os.path.join(folder, name)
        if not os.path.isabs(folder) or not os.path.isfile(program) or not os.access(program, os.X_OK):
            continue
        # However PATH spells it: with a slash at the end, a dot, through a link.
        if here is None or not os.path.samestat(os.stat(folder), here):
            return program
    return None


def _describes(fields: Sequence[str]) -> bool:
    return len(fields) == 3 and fields[2].isdigit()  # noqa: PLR2004
