"""The runner of `--fix` and `--diff`: mends each file, writes it or shows the difference, says how much was done."""

from __future__ import annotations

import difflib
import os
import sys
from contextlib import redirect_stdout
from functools import partial
from typing import TYPE_CHECKING, Final

from cfnlint.decode import decode_str
from cfnlint.runner.template.runner import _run_template

from cfn_upc_rules._command.arguments import UsageError
from cfn_upc_rules._command.configuration import configuration
from cfn_upc_rules._command.files import read_bytes
from cfn_upc_rules._command.linter import PluginRunner
from cfn_upc_rules._command.mending import decoded, mend
from cfn_upc_rules._command.replacing import replace
from cfn_upc_rules._command.report import counted, in_plain_words, say
from cfn_upc_rules._command.texts import plain_newlines, text_from
from cfn_upc_rules._command.wire import Outcome
from cfn_upc_rules._template.printable import printable
from cfn_upc_rules._template.unsaved import in_place_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfnlint.config import ConfigMixIn
    from cfnlint.match import Match

    from cfn_upc_rules._command.arguments import Arguments

# What can't be read, or found.
_UNREAD: Final = ("E0000", "E0003")
_EXIT_ERROR: Final = 2
_WRITABLE: Final = 0o222
_NO_NEWLINE: Final = "\\ No newline at end of file\n"


class FixingRunner(PluginRunner):
    """A runner that mends what it lints.

    Args:
        arguments: our own options, and cfn-lint's arguments.
        config: cfn-lint's configuration, with the files to lint.
        names: all files of the run, as for `PluginRunner`.
        piped: what standard input holds, where that is linted.
    """

    def __init__(
        self,
        arguments: Arguments,
        config: ConfigMixIn,
        names: list[str] | None = None,
        piped: bytes | None = None,
    ) -> None:
        """Load the rules."""
        if config.deployment_files or config.parameter_files:
            message = "--fix and --diff mend templates: they take no deployment files and no parameter files"
            raise UsageError(message)
        self._piped = piped
        self._fixed = self._offered = self._files = 0
        self._failed = False
        self._mends = True
        self._settled: set[tuple[int, int]] = set()
        super().__init__(arguments, config, names)

    def run(self) -> Iterator[Match]:
        """Yield the findings that are left in all files, or in standard input."""
        if self._piped is None:
            yield from super().run()
        else:
            found = self._mended(None, self._piped)
            if found is None and not self.arguments.diff:
                _write(self._piped)
            yield from super().run() if found is None else self.settled(found)

    def findings_of(self, name: str) -> list[Match]:
        """Return the findings that are left in a file."""
        held = read_bytes(name) if self._mends else None
        found = None if held is None else self._mended(name, held)
        return super().findings_of(name) if found is None else found

    def _mended(self, name: str | None, held: bytes) -> list[Match] | None:
        """Return the findings that are left in a text; None where it is none that can be read."""
        text = text_from(held)
        if text is None or decoded(text) is None:
            return None
        done = mend(text, partial(self._lint, name), is_unsafe=self.arguments.unsafe_fixes)
        new = done.text.encode("utf-8")
        self.outcome = Outcome(name or "", held, new, done.fixed, done.offered, tuple(map(str, done.not_fixed)))
        return done.left

    def _lint(self, name: str | None, text: str) -> list[Match]:
        text = plain_newlines(text)
        template, problems = decode_str(text)
        if problems:
            return list(problems)
        with in_place_of(name or "", text):
            found = list(_run_template(name, template, self.config, self.rules))
        for match in [] if self.baseline is None else self.baseline.hidden(found)[0]:
            object.__setattr__(match, "edit", None)  # it is frozen; what is hidden stays as it is
        return found

    def settled(self, found: list[Match]) -> list[Match]:
        """Write a file that was mended, or show the difference; return the findings that it has now."""
        done = self.outcome
        if done is None:
            return found
        if self._is_settled(done.name):
            return self._as_it_stands(done.name)
        if done.old != done.new:
            if self.arguments.diff:
                _write(difference(done))
            elif done.name and (problem := _not_written(done)):
                self._failed = True
                say(f"{done.name} is not fixed: {problem}")
                return self._as_it_stands(done.name)
            self._is_settled(done.name)  # it is another file now
        for note in done.notes:
            say(note)
        if not (done.name or self.arguments.diff):
            _write(done.new)
        self._files += done.old != done.new
        self._fixed += done.fixed
        self._offered += done.offered
        return found

    def _is_settled(self, name: str) -> bool:
        """Return whether a file was settled already, by this name or another one; from now on it is."""
        try:
            held = os.stat(name)
        except OSError:
            return False
        file = (held.st_dev, held.st_ino)
        is_known = file in self._settled
        self._settled.add(file)
        return is_known

    def _as_it_stands(self, name: str) -> list[Match]:
        """Return the findings of a file that could not be written, or has another name, by which it was settled."""
        self._mends = False
        try:
            return self.findings(name, configuration(self.arguments, [name]))
        finally:
            self._mends = True

    def _cli_output(self, matches: list[Match]) -> None:
        """Report what is left, and how much was mended.

        Raises:
            SystemExit: with cfn-lint's exit code; of `--diff` 1 where something would change, 2 where a file can't be
                read, else 0.
        """
        said = self._summary()
        if self.arguments.diff:
            unread = [_why_unread(match) for match in matches if match.rule.id in _UNREAD]
            say(*unread, *said)
            sys.exit(1 if self._files else _EXIT_ERROR * bool(unread))
        try:
            if self._piped is None:
                super()._cli_output(matches)
            else:
                with redirect_stdout(sys.stderr):  # the mended text has standard output
                    super()._cli_output(matches)
        except SystemExit as end:
            say(*said)
            sys.exit(1 if self._failed else end.code)

    def _summary(self) -> list[str]:
        done = "would be fixed" if self.arguments.diff else "fixed"
        more = f"{self._offered} more with --unsafe-fixes" if self._offered else ""
        if self._fixed:
            said = f"{counted(self._fixed, 'finding')} {done} in {counted(self._files, 'file')}"
            return [f"{said} ({more})" if more else said]
        return [f"no finding {done} ({more})"] if more else []


def _why_unread(match: Match) -> str:
    message = in_plain_words(match.message)
    return f"{match.filename}: {message}" if match.filename else message


def _not_written(done: Outcome) -> str:
    """Write a file; return why that can't be done."""
    if read_bytes(done.name) != done.old:
        return "it has changed since it was read"
    try:
        held = os.stat(done.name)
        if not os.access(done.name, os.W_OK) or not held.st_mode & _WRITABLE:
            return "it is read-only; make it writable"
        if held.st_nlink > 1:
            return "it is a hard link: under its other names it would stay as it is; make it a file of its own"
        replace(done.name, done.new)
    except OSError as error:
        return f"it can't be written: {error.strerror or error}"
    return ""


def difference(done: Outcome) -> bytes:
    """Return the unified difference of a file, as `patch` takes it."""
    name = _in_header(done.name or "-")
    lines = difflib.unified_diff(_lines(done.old), _lines(done.new), name, name)
    return "".join(line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}" for line in lines).encode("utf-8")


def _in_header(name: str) -> str:
    """Return a name as git writes it in a header: a tab ends one with blanks, one with control characters is quoted."""
    if name.isprintable() and not name.startswith('"'):
        return f"{name}\t" if " " in name else name
    letters = (
        letter if letter.isprintable() and letter not in '"\\' else "".join(f"\\{byte:03o}" for byte in letter.encode())
        for letter in name
    )
    return f'"{"".join(letters)}"'


def _lines(content: bytes) -> list[str]:
    """Return lines that end with a newline: `splitlines` takes other letters for ends, too."""
    *lines, last = content.decode("utf-8").split("\n")
    return [f"{line}\n" for line in lines] + [last] * bool(last)


def _write(content: bytes) -> None:
    """Write to standard output, byte by byte where it takes bytes."""
    buffer = getattr(sys.stdout, "buffer", None)
    sys.stdout.flush()
    if buffer is None or sys.stdout.isatty():
        text = content.decode("utf-8", "backslashreplace")  # what is no UTF-8 is shown as it was
        sys.stdout.write("\n".join(map(printable, text.split("\n"))) if sys.stdout.isatty() else text)
    else:
        buffer.write(content)
    sys.stdout.flush()
