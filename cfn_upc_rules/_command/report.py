"""Reports: what is shown of findings, and how a report gets where it belongs, whole or not at all."""

from __future__ import annotations

import contextlib
import copy
import errno
import io
import os
import stat
import sys
from typing import TYPE_CHECKING, NoReturn

from cfn_upc_rules._command.arguments import UsageError
from cfn_upc_rules._command.replacing import replace
from cfn_upc_rules._template.printable import printable

if TYPE_CHECKING:
    from cfnlint.match import Match


def shown(match: Match) -> Match:
    """Return a finding without a character that commands a terminal."""
    clean = copy.copy(match)
    object.__setattr__(clean, "message", printable(str(match.message)))  # it is frozen
    object.__setattr__(clean, "filename", match.filename and printable(match.filename))
    return clean


def say(*sentences: str) -> None:
    """Tell whoever runs the command something that is no part of the report."""
    if sys.stderr is not None:
        for sentence in sentences:
            print(f"cfn-upc-lint: {printable(sentence)}", file=sys.stderr)  # noqa: T201


def in_plain_words(message: str) -> str:
    """Return what cfn-lint says of a name that no file has in words that say so; any other message as it is."""
    name, is_missing, _ = message.partition(" could not be processed by glob.glob")
    return f"there is no file '{name}'" if is_missing else message


def counted(number: int, noun: str) -> str:
    """Return a number with what it counts."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def write(report: str, name: str | None) -> None:
    """Write a report to a file, or to standard output where none is named.

    Raises:
        UsageError: it can't be written.
    """
    try:
        if name:
            _to_file(report, name)
        else:
            print(report)  # noqa: T201
            sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        message = f"the report can't be written to {name or 'standard output'}: {error.strerror or error}"
        raise UsageError(message) from error


def _to_file(report: str, name: str) -> None:
    text = report.encode("utf-8", "backslashreplace")
    if os.path.exists(name) and not stat.S_ISREG(os.stat(name).st_mode):
        with open(name, "wb") as file:  # a pipe, a device
            file.write(text)
    else:
        replace(name, text)


def mend_streams() -> None:
    """Make standard output say when it can't take a text, and take any letter."""
    if sys.stdout is None:
        sys.stdout = _Closed()
    elif isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def give_up_stdout() -> None:
    """Write nothing more to standard output, and let Python not try so at its end."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)


class _Closed(io.TextIOBase):
    """In place of a standard output that is closed, which Python writes to without a word."""

    def write(self, _: str) -> NoReturn:
        """Say that it is closed."""
        raise OSError(errno.EBADF, "it is closed")
