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
from cfn_upc_rules._command.files import read_bytes
from cfn_upc_rules._command.linter import PluginRunner
from cfn_upc_rules._command.mending import mend, plain_newlines, text_from
from cfn_upc_rules._command.replacing import replace
from cfn_upc_rules._command.wire import Outcome
from cfn_upc_rules._template.printable import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfnlint.config import ConfigMixIn
    from cfnlint.match import Match

    from cfn_upc_rules._command.arguments import Arguments

_WRITABLE: Final = 0o222
_NO_NEWLINE: Final = "\\ No newline at end of file\n"


class FixingRunner(PluginRunner):
    """A runner that mends what it lints.

    Args:
        arguments: our own options, and cfn-lint's arguments.
        config: cfn-lint's configuration, with the files to lint.
        piped: what standard input holds, where that is linted.
    """

    def __init__(self, arguments: Arguments, config: ConfigMixIn, piped: bytes | None = None) -> None:
        """Load the rules."""
        if config.deployment_files or config.parameter_files:
            message = "--fix and --diff mend templates: they take no deployment files and no parameter files"
            raise UsageError(message)
        self._piped = piped
        self._fixed = self._offered = self._files = 0
        self._failed = False
        super().__init__(arguments, config)

    def run(self) -> Iterator[Match]:
        """Yield the findings that are left in all files, or in standard input."""
        if self._piped is None:
            yield from super().run()
        else:
            found = self._mended(None, self._piped)
            self.settle()
            if found is None and not self.arguments.diff:
                _write(self._piped)
            yield from super().run() if found is None else found

    def findings(self, name: str, config: ConfigMixIn) -> list[Match]:
        """Return the findings that are left in a file."""
        self.outcome = None
        held = read_bytes(name)
        whole, self.config = self.config, config
        try:
            found = None if held is None else self._mended(name, held)
        finally:
            self.config = whole
        return super().findings(name, config) if found is None else found

    def _mended(self, name: str | None, held: bytes) -> list[Match] | None:
        """Return the findings that are left in a text; None where it is none that can be read."""
        text = text_from(held)
        if text is None or decode_str(plain_newlines(text))[0] is None:
            return None
        done = mend(text, partial(self._lint, name), is_unsafe=self.arguments.unsafe_fixes)
        new = done.text.encode("utf-8")
        self.outcome = Outcome(name or "", held, new, done.fixed, done.offered, tuple(map(str, done.not_fixed)))
        return done.left

    def _lint(self, name: str | None, text: str) -> list[Match]:
        template, problems = decode_str(plain_newlines(text))
        if problems:
            return list(problems)
        return list(_run_template(name, template, self.config, self.rules))

    def settle(self) -> None:
        """Write a file that was mended, or show the difference."""
        done = self.outcome
        if done is None:
            return
        for note in done.notes:
            _say(note)
        if done.old != done.new:
            if self.arguments.diff:
                _write(difference(done))
            elif done.name and (problem := self._not_written(done)):
                self._failed = True
                _say(f"{done.name} is not fixed: {problem}")
                return
        if not (done.name or self.arguments.diff):
            _write(done.new)
        self._files += done.old != done.new
        self._fixed += done.fixed
        self._offered += done.offered

    @staticmethod
    def _not_written(done: Outcome) -> str:
        """Write a file; return why that can't be done."""
        now = read_bytes(done.name)
        if now == done.new:
            return ""  # it has two names
        if now != done.old:
            return "it has changed since it was read"
        try:
            if not os.access(done.name, os.W_OK) or not os.stat(done.name).st_mode & _WRITABLE:
                return "it is read-only; make it writable"
            replace(done.name, done.new)
        except OSError as error:
            return f"it can't be written: {error.strerror or error}"
        return ""

    def _cli_output(self, matches: list[Match]) -> None:
        """Report what is left, and how much was mended.

        Raises:
            SystemExit: with cfn-lint's exit code; of `--diff` 1 where something would change, else 0.
        """
        said = self._summary()
        if self.arguments.diff:
            _say(*said)
            sys.exit(int(self._files > 0))
        try:
            if self._piped is None:
                super()._cli_output(matches)
            else:
                with redirect_stdout(sys.stderr):  # the mended text has standard output
                    super()._cli_output(matches)
        except SystemExit as end:
            _say(*said)
            sys.exit(1 if self._failed else end.code)

    def _summary(self) -> list[str]:
        done = "would be fixed" if self.arguments.diff else "fixed"
        more = f"{self._offered} more with --unsafe-fixes" if self._offered else ""
        if self._fixed:
            counted = f"{_counted(self._fixed, 'finding')} {done} in {_counted(self._files, 'file')}"
            return [f"{counted} ({more})" if more else counted]
        return [f"no finding {done} ({more})"] if more else []


def difference(done: Outcome) -> bytes:
    """Return the unified difference of a file, as `patch` takes it."""
    name = done.name or "-"
    lines = difflib.unified_diff(_lines(done.old), _lines(done.new), name, name)
    return "".join(line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}" for line in lines).encode("utf-8")


def _lines(content: bytes) -> list[str]:
    """Return lines that end with a newline: `splitlines` takes other letters for ends, too."""
    *lines, last = content.decode("utf-8").split("\n")
    return [f"{line}\n" for line in lines] + [last] * bool(last)


def _write(content: bytes) -> None:
    """Write to standard output, byte by byte where it takes bytes."""
    buffer = getattr(sys.stdout, "buffer", None)
    sys.stdout.flush()
    if buffer is None or sys.stdout.isatty():
        text = content.decode("utf-8")
        sys.stdout.write("\n".join(map(printable, text.split("\n"))) if sys.stdout.isatty() else text)
    else:
        buffer.write(content)
    sys.stdout.flush()


def _say(*sentences: str) -> None:
    if sys.stderr is not None:
        for sentence in sentences:
            print(f"cfn-upc-lint: {printable(sentence)}", file=sys.stderr)  # noqa: T201


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
