"""The base version of a template: what git holds of the same file."""

from __future__ import annotations

import os
import stat
from collections import Counter

from cfn_upc_rules._history.git import BaseUnavailableError, Git, Object, find_program
from cfn_upc_rules._history.worktree import name_in, top_of

TYPE_CHECKING = False  # `cfn-upc-lint` imports this for files without a client: not typing, not pathlib
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Final

DEFAULT_BASE: Final = "HEAD"

# What has a fate: a client, a pool's domain.
_SUBJECTS: Final = (b"AWS::Cognito::UserPoolClient", b"AWS::Cognito::UserPoolDomain")
# CloudFormation takes templates up to 1 MB; comments and SAM may make a file larger.
_LARGEST: Final = 4 * 1024 * 1024
# How much of the larger file both must have for the one to be the other under a new name: git's own measure.
_SIMILAR: Final = 0.5
_MOST_CANDIDATES: Final = 20
# How many characters of names go on one command line: Windows takes 32,000, with all the rest.
_AT_ONCE: Final = 20_000
_SUFFIXES: Final = (".yaml", ".yml", ".json", ".template")


def base_version(filename: str | None, base: str, *, has_subject: bool, text: bytes | None = None) -> bytes | None:
    """Return what a template was in the base, where that may tell anything of a client or a domain.

    That is the file at the same path, else the file that is gone from there and most like this one.

    Args:
        filename: the template, as cfn-lint got it; None for standard input.
        base: a revision: compared is the commit in which `HEAD` left its history. "" for none.
        has_subject: whether the template has a client or a domain; only then is a moved file looked for.
        text: what an editor holds of the file; by default what the file holds.

    Returns:
        The old text, where it had one of them and differs from the file; that of an editor is not compared. None in
        all other cases, among them: no git, no repository, a file that the base doesn't have.

    Raises:
        BaseUnavailableError: the base is not the default, and git can't read it.
    """
    if not base or not filename:
        return None
    try:
        path = os.path.realpath(filename)
        top = top_of(path) if stat.S_ISREG(os.stat(path).st_mode) else None
        program = find_program()
        if top is None or program is None:
            return None
        name = name_in(top, path)
        if "\n" in name:
            return None  # git is asked line by line
        file = _File(Git(program, top), top, name)
        revision = base if base == DEFAULT_BASE else fork(file.git, base)
        is_open = text is not None
        if text is None:
            with open(path, "rb") as source:
                text = source.read()
        return _find(file, revision, text, has_subject=has_subject, is_open=is_open)
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
    """Return those of some files that had a client, or a domain, in the base, where they lie at the same path.

    Args:
        trees: the files, as `by_working_tree` gives them.
        base: a revision, as for `base_version`; one that git can't read has none.
    """
    program = find_program() if base else None
    if program is None:
        return []
    return [filename for top, names in trees.items() for filename in _had_client_in(Git(program, top), names, base)]


def _had_client_in(git: Git, names: Mapping[str, str], base: str) -> list[str]:
    try:
        revision = base if base == DEFAULT_BASE else fork(git, base)
        found = {name for some in _batches(names.values()) for name in git.holding(_SUBJECTS, revision, some)}
    except (BaseUnavailableError, OSError, ValueError):
        return []
    return [filename for filename, name in names.items() if name in found]


def fork(git: Git, base: str) -> str:
    """Return the commit in which `HEAD` left the history of a revision.

    Raises:
        BaseUnavailableError: git doesn't know the revision.
    """
    [commit] = git.describe(f"{base}^{{commit}}")
    if commit is None:
        message = f"git knows no revision '{base}'"
        raise BaseUnavailableError(message)
    return git.fork(commit.id)


def _readable(blob: Object) -> bool:
    """Return whether it is a file, of a size for templates."""
    return blob.kind == "blob" and blob.size <= _LARGEST


def _has_subject(text: bytes) -> bool:
    return any(subject in text for subject in _SUBJECTS)


class _File:
    """A file of a working tree: its repository, the top of the tree, and git's name for the file."""

    def __init__(self, git: Git, top: str, name: str) -> None:
        self.git = git
        self.top = top
        self.name = name


def _find(file: _File, revision: str, text: bytes, *, has_subject: bool, is_open: bool = False) -> bytes | None:
    commit, blob = file.git.describe(f"{revision}^{{commit}}", f"{revision}:{file.name}")
    if commit is None:
        return None
    if blob is None:
        return _moved(file, commit.id, text) if has_subject else None
    if not _readable(blob) or (blob.id == blob_id(text, blob.id) and not is_open):
        return None
    old = file.git.read(blob)
    return old if _has_subject(old) else None


def _moved(file: _File, commit: str, text: bytes) -> bytes | None:
    """Return what the file was under another name, which is gone from the working tree."""
    suffixes = (*_SUFFIXES, os.path.splitext(file.name)[1] or "\0")
    gone = {
        other: blob
        for blob, other in file.git.files(commit)
        if other.endswith(suffixes) and not os.path.lexists(os.path.join(file.top, other))
    }
    known = zip(gone, file.git.describe(*gone.values()), strict=True)
    candidates = [(other, blob) for other, blob in known if blob and _may_be_like(blob.size, len(text))]
    candidates.sort(
        key=lambda found: (os.path.basename(found[0]) != os.path.basename(file.name), abs(found[1].size - len(text)))
    )
    best, best_name, likeness = b"", "", 0.0
    for other, blob in candidates[:_MOST_CANDIDATES]:
        old = file.git.read(blob)
        if (like := _likeness(old, text)) > likeness:
            best, best_name, likeness = old, other, like
    if likeness < _SIMILAR or not _has_subject(best) or best == text or file.git.left_out(best_name):
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


def blob_id(text: bytes, like: str) -> str:
    """Return the ID that git gives a text, in the hash of another ID."""
    import hashlib  # noqa: PLC0415 - loads OpenSSL, which files without a client don't need

    name = "sha1" if len(like) == 40 else "sha256"  # noqa: PLR2004
    return hashlib.new(name, b"blob %d\0" % len(text) + text, usedforsecurity=False).hexdigest()
