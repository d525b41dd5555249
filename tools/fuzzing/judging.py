"""Lints a template, and says what of it is a failure of ours."""

from __future__ import annotations

import io
import json
import re
import time
import traceback
from collections import Counter
from contextlib import redirect_stderr, redirect_stdout, suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple
from unittest import mock

from fuzzing.templates import written
from repositories import Repository
from support import found_by, lint, of_cfn_lint, ours

from cfn_upc_rules._command import cli
from cfn_upc_rules._rule import UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfnlint.rules import RuleMatch
    from cfnlint.template import Template as Template_
    from fuzzing.templates import Template
    from support import Found

# In seconds: what is quicker is not compared, for cfn-lint takes about as long to start.
SLOW: Final = 1.0
# How many times its own time cfn-lint may take with our rules.
MOST: Final = 2.0
_REPEATS: Final = 2
FORMATS: Final = ("parseable", "pretty", "quiet", "json", "junit", "sarif")
# Control characters, and what turns the direction of writing; a report has line breaks and tabs.
_COMMANDS: Final = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]")


class Failure(NamedTuple):
    """What is wrong.

    Attributes:
        kind: the same for failures that may have one cause.
        detail: what was seen.
    """

    kind: str
    detail: str


class Verdict(NamedTuple):
    """What linting a mutant came to.

    Attributes:
        failure: None where all is well.
        note: what else to count: how far cfn-lint came, what was compared.
    """

    failure: Failure | None
    note: str


class Desk:
    """A folder to lint in."""

    def __init__(self, folder: Path) -> None:
        """Take the folder."""
        self.folder = folder

    def write(self, template: Template, style: str, name: str = "template") -> Path:
        """Write a template and return the file."""
        path = self.folder / f"{name}.{'json' if style == 'json' else 'yaml'}"
        path.write_text(written(template, style), encoding="utf-8", errors="surrogatepass")
        return path

    def findings(self, template: Template, style: str = "json", *, core: bool = False) -> list[tuple[str, str]]:
        """Return our findings of a template, places aside."""
        return sorted(
            (found.id, found.message) for found in ours(lint(self.write(template, style), core=core, include=("I",)))
        )


def plain(desk: Desk, template: Template, style: str) -> Verdict:
    """Lint a template as cfn-lint does with our rules alone; compare the time where it takes long."""
    return of_file(desk.write(template, style))


def mended(desk: Desk, template: Template, style: str) -> Verdict:
    """Make all fixes of a template, twice: what comes of it is no worse, and the second time changes nothing."""
    path = desk.write(template, style)
    failure, note = linted(path)
    if failure is not None or note != "rules ran":
        return Verdict(failure, note)
    old, before = path.read_bytes(), _wrong(path)
    _fix(path)
    text, after = path.read_bytes(), _wrong(path)
    _fix(path)
    if new := sorted((after - before).elements()):
        return Verdict(Failure("a fix brings", ", ".join(new)), note)
    if path.read_bytes() != text:
        return Verdict(Failure("fixes come to no end", "the second time changes something"), note)
    return Verdict(None, "nothing to fix" if text == old else "fixed twice")


def _fix(path: Path) -> None:
    with redirect_stderr(io.StringIO()):
        command("--plugin-only", "--fix", "--unsafe-fixes", "-c", "I", "-x", "W9670:base=", "--", str(path))


def _wrong(path: Path) -> Counter[str]:
    """Return the errors and warnings of a file, cfn-lint's own of a broken file among them."""
    return Counter(found.id for found in lint(path) if found.id[0] != "I")


def of_file(path: Path) -> Verdict:
    """Return what is wrong with the way we lint a file."""
    with Clock() as clock:
        failure, note = linted(path)
    if failure is None and clock.seconds > SLOW:
        note = f"{note}, time compared"
        ratio = min(_ratios(path, clock.seconds))
        if ratio > MOST:
            return Verdict(
                Failure("slow", f"{ratio:.1f} times cfn-lint's own time, ours is {clock.seconds:.1f} s"), note
            )
    return Verdict(failure, note)


def linted(path: Path, base: str | None = "") -> tuple[Failure | None, str]:
    """Return what is wrong with linting a file with our rules alone, and how far cfn-lint came."""
    try:
        found = lint(path, include=("I",), base=base)
    except Exception as error:  # noqa: BLE001 - whatever it is, the question is whose
        return blamed(error), "cfn-lint fails itself"
    return _crash(found), "cfn-lint refuses it" if any(f.id == "E0000" for f in found) else "rules ran"


def blamed(error: Exception) -> Failure | None:
    """Return whether an exception is of our code; None where it is cfn-lint's own.

    Raises:
        Exception: it is neither's.
    """
    frames = traceback.extract_tb(error.__traceback__)
    our_frames = [frame for frame in frames if "cfn_upc_rules" in frame.filename]
    if our_frames:
        return Failure(f"{type(error).__name__} in {Path(our_frames[-1].filename).name}", str(error)[:300])
    if not any("cfnlint" in frame.filename for frame in frames):
        raise error
    return None


def _crash(found: list[Found]) -> Failure | None:
    for finding in ours(found):
        if finding.id == "E0002":
            return Failure(
                re.sub(r"[^:]*rule ([EWI]\d+): ?['\"]?(.{,30}).*", r"E0002 of \1: \2", finding.message),
                finding.message[:300],
            )
    return None


class Clock:
    """Counts the processor time that our rules take, as a context.

    Attributes:
        seconds: what they took.
    """

    def __enter__(self) -> Clock:  # noqa: PYI034 - Python 3.10 has no Self
        """Begin."""
        self.seconds = 0.0
        match = UpcRule.match

        def counted(rule: UpcRule, cfn: Template_) -> list[RuleMatch]:
            begin = time.process_time()
            try:
                return match(rule, cfn)
            finally:
                self.seconds += time.process_time() - begin

        self._patch = mock.patch.object(UpcRule, "match", counted)
        self._patch.start()
        return self

    def __exit__(self, *_: object) -> None:
        """End."""
        self._patch.stop()


_of_cfn_lint = cache(of_cfn_lint)


def time_of_cfn_lint(path: Path) -> float:
    """Return the processor time that linting a file takes with cfn-lint's own rules alone."""
    rules = _of_cfn_lint()  # loading them is not counted
    begin = time.process_time()
    with suppress(Exception):  # of its own; until then it took its time
        found_by(rules, ["--template", str(path), "--include-checks", "I"])
    return time.process_time() - begin


def _ratios(path: Path, ours: float) -> Iterator[float]:
    """Yield how many times its own time cfn-lint takes with our rules, until once that is not too much."""
    for again in range(1 + _REPEATS):
        if again:
            with Clock() as clock:
                linted(path)
            ours = clock.seconds
        own = time_of_cfn_lint(path)
        ratio = (own + ours) / own
        yield ratio
        if ratio <= MOST:
            return


def against_git(desk: Desk, old: Template, new: Template, style: str) -> Verdict:
    """Lint a template whose committed version is another one."""
    with TemporaryDirectory(dir=desk.folder) as folder:
        repository = Repository(Path(folder))
        path = Desk(repository.folder).write(old, style)
        repository.git("add", "--all")
        repository.git("commit", "--quiet", "--message", "Base")
        Desk(repository.folder).write(new, style).replace(path)
        failure, note = linted(path, base=None)
        return Verdict(failure, f"{note}, against git")


def reported(desk: Desk, template: Template, style: str, kind: str) -> Verdict:
    """Run the command with a format: it ends well, and what it prints commands no terminal."""
    path = desk.write(template, style)
    note = f"reported as {kind}"
    try:
        text = command("--plugin-only", "-f", kind, "-c", "I", "-x", "W9670:base=", "--", str(path))
        if kind in ("json", "sarif") and text.strip():
            json.loads(text)
        text.encode("utf-8")
    except Exception as error:  # noqa: BLE001 - the command has no traceback
        return Verdict(Failure(f"{type(error).__name__} in a report as {kind}", traceback.format_exc()[-600:]), note)
    if kind != "json" and (found := _COMMANDS.search(text)):
        return Verdict(
            Failure(f"a control character in a report as {kind}", repr(text[max(0, found.start() - 80) :][:200])), note
        )
    return Verdict(None, note)


def command(*arguments: str) -> str:
    """Return what the command prints; it is run in this process."""
    stream = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with redirect_stdout(stream):
        cli.main(list(arguments))
    stream.seek(0)
    return stream.read()
