"""Runs a program and reads what it prints as a stream, with a bound in bytes and in seconds."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from contextlib import suppress

from cfn_upc_rules._history.ending import Ending, Held, watch

TYPE_CHECKING = False  # see `cfn_upc_rules/__init__.py`
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import IO, Final

_AT_ONCE: Final = 65_536
_MOST_ERRORS: Final = 10_000


class TooMuchError(Exception):
    """The program prints more than it may."""


class Done:
    """What a program printed, and how it ended."""

    def __init__(self, code: int, output: bytes, errors: bytes) -> None:
        """Take it."""
        self.code = code
        self.output = output
        self.errors = errors


def run(  # noqa: PLR0913 - each is a bound or a part of the environment
    command: Sequence[str], stdin: bytes, *, most: int, seconds: float, folder: str, environment: dict[str, str]
) -> Done:
    """Run a program to its end; it and whatever it started are ended where it goes beyond a bound.

    Args:
        command: the program's full path, and its arguments; there is no shell.
        stdin: what it gets on its standard input.
        most: how many bytes it may print.
        seconds: how long it may take.
        folder: the directory to run it in.
        environment: all of its environment.

    Raises:
        TooMuchError: it printed more.
        TimeoutError: it took longer.
        OSError: it can't be run.
    """
    deadline = time.monotonic() + seconds
    watch()
    with Held():
        process = subprocess.Popen(  # noqa: S603 - see `command`
            command,
            stdin=subprocess.PIPE if stdin else subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            env=environment,
            start_new_session=True,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        end = _Ender(process)
        Ending.steps.append(end)
    try:
        output, errors = _Reader(process.stdout, most, end), _Reader(process.stderr, _MOST_ERRORS, None)
        threads = [output.thread, errors.thread]
        if stdin:
            threads.append(_started(_write, process.stdin, stdin))
        late = not _over(process, threads, deadline)
    finally:
        end()
        process.wait()
        Ending.steps.remove(end)
    for thread in threads:
        thread.join(1)
        if thread.is_alive():  # somebody else holds the pipe: it is left to that thread
            raise TimeoutError
    for pipe in (process.stdout, process.stderr):
        if pipe is not None:
            pipe.close()
    if output.is_full:
        raise TooMuchError
    if late:
        raise TimeoutError
    return Done(process.returncode, b"".join(output.chunks), b"".join(errors.chunks))


def _over(process: subprocess.Popen[bytes], threads: Sequence[threading.Thread], deadline: float) -> bool:
    """Wait for a program and what it prints; return whether that was in time."""
    for thread in threads:
        thread.join(max(0, deadline - time.monotonic()))
        if thread.is_alive():
            return False
    try:
        process.wait(max(0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return False
    return True


class _Reader:
    """Reads a pipe in a thread of its own; keeps at most some bytes, and ends the program that prints more."""

    def __init__(self, pipe: IO[bytes] | None, most: int, end: Callable[[], None] | None) -> None:
        """Begin to read."""
        self.chunks: list[bytes] = []
        self.is_full = False
        self._left = most
        self._end = end
        self.thread = _started(self._read, pipe)

    def _read(self, pipe: IO[bytes]) -> None:
        while chunk := os.read(pipe.fileno(), _AT_ONCE):
            self.is_full = len(chunk) > self._left
            if self.is_full and self._end is not None:
                self._end()
                return
            self.chunks.append(chunk[: self._left])
            self._left -= len(self.chunks[-1])


def _started(work: Callable[..., None], *arguments: object) -> threading.Thread:
    thread = threading.Thread(target=work, args=arguments, daemon=True)
    thread.start()
    return thread


def _write(pipe: IO[bytes], text: bytes) -> None:
    with suppress(OSError), pipe:  # whoever ends early reads no further
        pipe.write(text)


class _Ender:
    """Ends a program, with whatever it started."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        """Take the program."""
        self._process = process

    def __call__(self) -> None:
        """End it; nothing happens where it is gone."""
        if self._process.returncode is not None:
            return
        with suppress(OSError):
            if os.name == "nt":
                self._process.kill()
            else:
                os.killpg(self._process.pid, signal.SIGKILL)
