"""The base version of a template: what git holds of the same file.

The repository is untrusted. git is asked for objects only, never for a file of the working tree: so no filter, no text
conversion, no hook and no other program of the repository's configuration runs.
Names reach git through its standard input, or behind `--`, where none can be taken for an option.

https://git-scm.com/docs/git-cat-file
"""

from __future__ import annotations

import os
import stat
import subprocess
from collections import Counter

from cfn_upc_rules._worktree import name_in, top_of

TYPE_CHECKING = False  # `cfn-upc-lint` imports this for files without a client: not typing, not pathlib
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Final

DEFAULT_BASE: Final = "HEAD"

_CLIENT: Final = b"AWS::Cognito::UserPoolClient"
_SECONDS: Final = 5
# CloudFormation takes templates up to 1 MB; comments and SAM may make a file larger.
_LARGEST: Final = 4 * 1024 * 1024
# How much of the larger file both must have for the one to be the other under a new name: git's own measure.
_SIMILAR: Final = 0.5
_MOST_CANDIDATES: Final = 20
# How many characters of names go on one command line: Windows takes 32,000, with all the rest.
_AT_ONCE: Final = 20_000
_SUFFIXES: Final = (".yaml", ".yml", ".json", ".template")

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
_OPTIONS: Final = (
    "--no-pager",
    "--no-replace-objects",
    "--literal-pathspecs",
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


class _Object:
    """An object of the repository, as `git cat-file` describes it."""

    def __init__(self, id_: str, kind: str, size: int) -> None:
        """Take what git says."""
        self.id = id_
        self.kind = kind
        self.size = size


class _Git:
    """Asks git about one repository.

    Args:
        program: the full path of git.
        top: the top of the working tree.
    """

    def __init__(self, program: str, top: str) -> None:
        """Leave out of the environment what speaks of another repository, and allow no network."""
        self._program = program
        self._top = top
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

    def describe(self, *names: str) -> list[_Object | None]:
        """Return the object of each name, None where there is none.

        Raises:
            BaseUnavailableError: git can't read the repository.
        """
        if not names:
            return []
        lines = b"".join(os.fsencode(name) + b"\n" for name in names)
        found: list[_Object | None] = []
        for line in self._run(lines, "cat-file", "--batch-check").splitlines():
            fields = line.decode("ascii", "replace").split(" ")
            found.append(_Object(fields[0], fields[1], int(fields[2])) if _describes(fields) else None)
        return found if len(found) == len(names) else [None] * len(names)

    def read(self, blob: _Object) -> bytes:
        """Return what a blob holds, as it is stored."""
        return self._run(b"", "cat-file", "blob", blob.id)

    def fork(self, commit: str) -> str:
        """Return where `HEAD` left the history of a commit: the commit itself where that is not known."""
        try:
            return self._run(b"", "merge-base", commit, "HEAD").decode("ascii").strip() or commit
        except BaseUnavailableError:
            return commit

    def files(self, commit: str) -> Iterator[tuple[str, str]]:
        """Yield object ID and path of the regular files of a commit."""
        for line in self._run(b"", "ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
            fields, _, name = line.partition(b"\t")
            if fields.startswith(b"100"):
                yield fields.split(b" ")[2].decode("ascii"), os.fsdecode(name)

    def holding(self, text: bytes, commit: str, names: Sequence[str]) -> set[str]:
        """Return those of some files of a commit that hold a text, as they are stored.

        Where git can't tell (a partial clone lacks a file, there is no commit yet), all of them.
        """
        pattern = ("--fixed-strings", "-e", text.decode("ascii"))
        try:
            said = self._run(b"", "grep", *_SEARCH, *pattern, commit, "--", *names, fine=(0, 1))
        except BaseUnavailableError:
            return set(names)
        return {os.fsdecode(name).removeprefix(f"{commit}:") for name in said.split(b"\0") if name}

    def left_out(self, name: str) -> bool:
        """Return whether a sparse checkout leaves the file out of the working tree."""
        return self._run(b"", "ls-files", "-t", "-z", "--", name).startswith(b"S ")

    def _run(self, stdin: bytes, *arguments: str, fine: tuple[int, ...] = (0,)) -> bytes:
        try:
            done = subprocess.run(  # noqa: S603 - no shell, a full path, and nothing of others' ahead of `--`
                [self._program, *_OPTIONS, *arguments],
                input=stdin,
                capture_output=True,
                cwd=self._top,
                env=self._environment,
                timeout=_SECONDS,
                check=False,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except subprocess.TimeoutExpired:
            message = f"git took longer than {_SECONDS} seconds"
            raise BaseUnavailableError(message) from None
        except OSError as error:
            raise BaseUnavailableError(str(error.strerror)) from error
        if done.returncode not in fine:
            said = done.stderr.decode("utf-8", "replace").split("\n", 1)[0]
            message = "git says: " + "".join(letter for letter in said if letter.isprintable())[:200]
            raise BaseUnavailableError(message)
        return done.stdout


def base_version(filename: str | None, base: str, *, has_client: bool) -> bytes | None:
    """Return what a template was in the base, where that may tell anything of a client.

    That is the file at the same path, else the file that is gone from there and most like this one.

    Args:
        filename: the template, as cfn-lint got it; None for standard input.
        base: a revision: compared is the commit in which `HEAD` left its history. "" for none.
        has_client: whether the template has a client; only then is a moved file looked for.

    Returns:
        The old text, where it had a client and differs from the file. None in all other cases, among
        them: no git, no repository, a file that the base doesn't have.

    Raises:
        BaseUnavailableError: the base is not the default, and git can't read it.
    """
    if not base or not filename:
        return None
    try:
        path = os.path.realpath(filename)
        top = top_of(path) if stat.S_ISREG(os.stat(path).st_mode) else None
        program = _program()
        if top is None or program is None:
            return None
        name = name_in(top, path)
        if "\n" in name:
            return None  # git is asked line by line
        return _find(_Git(program, top), base, top, name, has_client=has_client)
    except BaseUnavailableError:
        if base == DEFAULT_BASE:
            return None
        raise
    except (OSError, ValueError):
        return None


def _batches(names: Iterable[str]) -> Iterator[list[str]]:
    """Yield the names, as many at a time as a command line takes."""
    some: list[str] = []
    size = 0
    for name in names:
        if some and size + len(name) > _AT_ONCE:
            yield some
            some, size = [], 0
        some.append(name)
        size += len(name) + 1
    if some:
        yield some


def had_client(trees: Mapping[str, Mapping[str, str]], base: str) -> list[str]:
    """Return those of some files that had a client in the base, where they lie at the same path.

    Args:
        trees: the files, as `by_working_tree` gives them.
        base: a revision, as for `base_version`; one that git can't read has no clients.
    """
    program = _program() if base else None
    if program is None:
        return []
    return [filename for top, names in trees.items() for filename in _had_client_in(_Git(program, top), names, base)]


def _had_client_in(git: _Git, names: Mapping[str, str], base: str) -> list[str]:
    try:
        revision = base if base == DEFAULT_BASE else _fork(git, base)
        found = {name for some in _batches(names.values()) for name in git.holding(_CLIENT, revision, some)}
    except (BaseUnavailableError, OSError, ValueError):
        return []
    return [filename for filename, name in names.items() if name in found]


def _program() -> str | None:
    """Return where git is, unless that is the current directory, or depends on it.

    (`shutil.which` would do, and costs as much as git takes for its answer: it imports every compression.)
    """
    name = "git.exe" if os.name == "nt" else "git"
    try:
        here = os.getcwd()
    except OSError:  # somebody removed it
        here = ""
    for folder in os.get_exec_path():
        program = os.path.join(folder, name)
        if os.path.isabs(folder) and folder != here and os.path.isfile(program) and os.access(program, os.X_OK):
            return program
    return None


def _fork(git: _Git, base: str) -> str:
    """Return the commit in which `HEAD` left the history of a revision.

    Raises:
        BaseUnavailableError: git doesn't know the revision.
    """
    [commit] = git.describe(f"{base}^{{commit}}")
    if commit is None:
        message = f"git knows no revision '{base}'"
        raise BaseUnavailableError(message)
    return git.fork(commit.id)


def _readable(blob: _Object) -> bool:
    """Return whether it is a file, of a size for templates."""
    return blob.kind == "blob" and blob.size <= _LARGEST


def _find(git: _Git, base: str, top: str, name: str, *, has_client: bool) -> bytes | None:
    if base != DEFAULT_BASE:
        base = _fork(git, base)
    commit, blob = git.describe(f"{base}^{{commit}}", f"{base}:{name}")
    if commit is None:
        return None
    with open(os.path.join(top, name), "rb") as file:
        text = file.read()
    if blob is None:
        return _moved(git, commit.id, top, name, text) if has_client else None
    if not _readable(blob) or blob.id == _blob_id(text, blob.id):
        return None
    old = git.read(blob)
    return old if _CLIENT in old else None


def _moved(git: _Git, commit: str, top: str, name: str, text: bytes) -> bytes | None:
    """Return what the file was under another name, which is gone from the working tree."""
    suffixes = (*_SUFFIXES, os.path.splitext(name)[1] or "\0")
    gone = {
        other: blob
        for blob, other in git.files(commit)
        if other.endswith(suffixes) and not os.path.lexists(os.path.join(top, other))
    }
    known = zip(gone, git.describe(*gone.values()), strict=True)
    candidates = [(other, blob) for other, blob in known if blob and _may_be_like(blob.size, len(text))]
    candidates.sort(
        key=lambda found: (os.path.basename(found[0]) != os.path.basename(name), abs(found[1].size - len(text)))
    )
    best, best_name, likeness = b"", "", 0.0
    for other, blob in candidates[:_MOST_CANDIDATES]:
        old = git.read(blob)
        if (like := _likeness(old, text)) > likeness:
            best, best_name, likeness = old, other, like
    if likeness < _SIMILAR or _CLIENT not in best or best == text or git.left_out(best_name):
        return None
    return best


def _may_be_like(size: int, other: int) -> bool:
    return size <= _LARGEST and min(size, other) >= _SIMILAR * max(size, other)


def _likeness(old: bytes, new: bytes) -> float:
    """Return how much of the larger text is in both, line by line, from 0 to 1."""
    lines, other_lines = (_lines(text) for text in (old, new))
    common = sum((lines & other_lines).values())
    return common / max(sum(lines.values()), sum(other_lines.values()), 1)


def _lines(text: bytes) -> Counter[bytes]:
    counted: Counter[bytes] = Counter()
    for line in text.splitlines():
        stripped = line.strip()
        counted[stripped] += len(stripped)
    return counted


def _blob_id(text: bytes, like: str) -> str:
    """Return the ID that git gives a text, in the hash of another ID."""
    import hashlib  # noqa: PLC0415 - loads OpenSSL, which files without a client don't need

    name = "sha1" if len(like) == 40 else "sha256"  # noqa: PLR2004
    return hashlib.new(name, b"blob %d\0" % len(text) + text, usedforsecurity=False).hexdigest()


def _describes(fields: Sequence[str]) -> bool:
    return len(fields) == 3 and fields[2].isdigit()  # noqa: PLR2004
