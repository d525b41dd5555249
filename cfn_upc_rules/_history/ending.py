"""What this process has begun and must not outlive it: other processes, half-written files.

A handler of signals that raises is lost wherever somebody catches everything. So `watch` ends all of it at
once, in the handler. Only the command calls it: within cfn-lint or an editor signals are not ours.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # see `cfn_upc_rules/__init__.py`
if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType
    from typing import Any, ClassVar

_SIGNALS = ("SIGTERM", "SIGHUP", "SIGINT")


class Ending:
    """The state of this process."""

    # Whether the process is the command's own, so that signals are its business.
    is_ours: ClassVar[bool] = False
    # What ends what was begun.
    steps: ClassVar[list[Callable[[], None]]] = []
    # Who had the signals before.
    before: ClassVar[dict[int, Any]] = {}
    # How many hold signals back, and the signal that came meanwhile.
    held: ClassVar[int] = 0
    waiting: ClassVar[int] = 0


def watch() -> None:
    """From now on a signal to end this process ends first what it has begun; the exit code is 128 and its number."""
    if not Ending.is_ours or Ending.before:
        return
    import signal  # noqa: PLC0415 - takes milliseconds, and files without a client and without git need none

    for name in _SIGNALS:
        number = getattr(signal, name, None)
        # What is ignored (`nohup`) stays so.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            try:
                Ending.before[number] = signal.signal(number, _end)
            except ValueError:  # another thread than the first: signals are the first one's
                return


def unwatch() -> None:
    """Give signals back to whoever had them."""
    import signal  # noqa: PLC0415

    for number, before in Ending.before.items():
        signal.signal(number, before)
    Ending.before.clear()


def begin_anew() -> None:
    """Forget what a process above has begun; only it answers to the user's signals and tells this one to end."""
    import signal  # noqa: PLC0415

    Ending.steps, Ending.held, Ending.waiting = [], 0, 0
    for name in _SIGNALS:
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _end if name == "SIGTERM" else signal.SIG_IGN)


class Held:
    """Holds signals back while something is begun or finished, as a context."""

    def __enter__(self) -> None:
        """Hold them back."""
        Ending.held += 1

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Let them in."""
        Ending.held -= 1
        if Ending.waiting and not Ending.held:
            _end(Ending.waiting, None)


def _end(number: int, _: object) -> None:
    if Ending.held:
        Ending.waiting = number
        return
    Ending.held = 1  # one is enough
    try:
        for step in Ending.steps[:]:
            step()
    finally:
        os._exit(128 + number)
