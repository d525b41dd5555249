"""Lints files in several processes."""

from __future__ import annotations

import sys
import time
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

from cfn_upc_rules._history.ending import Ending, Held, begin_anew

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from multiprocessing.connection import Connection

# Loading the rules in another process pays off from about so many files on.
FEW = 8
# How long a process that is told to end may take.
_SECONDS = 1.0
_Result = TypeVar("_Result")


def in_parallel(
    names: Sequence[str],
    jobs: int,
    start: Callable[[], Callable[[str], _Result]],
    lost: Callable[[str, int], _Result],
) -> Iterator[_Result]:
    """Yield what the work gives for each name, in their order.

    A process has one name at a time. So one that is killed loses that name only, and another takes its place.

    Args:
        names: the files.
        jobs: how many processes.
        start: prepares a process and returns the work; can be pickled.
        lost: gives the result for a name whose process ended over it, with exit code (negative: a signal).
    """
    from multiprocessing.connection import wait  # noqa: PLC0415 - one process is enough for a few files

    waiting = deque(enumerate(names))
    done: dict[int, _Result] = {}
    workers: dict[Any, _Worker] = {}  # by their pipes
    end = _Ender(workers)
    Ending.steps.append(end)
    try:
        for at in range(len(names)):
            while at not in done:
                while waiting and len(workers) < jobs:
                    with Held():
                        worker = _Worker(start)
                        workers[worker.pipe] = worker
                    worker.take(*waiting.popleft())
                for pipe in wait(list(workers)):
                    worker = workers[pipe]
                    try:
                        done[worker.at] = worker.pipe.recv()
                    except (EOFError, OSError):
                        with Held():
                            del workers[pipe]
                        done[worker.at] = lost(worker.name, worker.end())
                        continue
                    if waiting:
                        worker.take(*waiting.popleft())
                    else:
                        with Held():
                            del workers[pipe]
                        worker.end()
            yield done.pop(at)
    finally:
        end()
        Ending.steps.remove(end)


class _Worker:
    """A process that lints one file after the other, and what it is about.

    Attributes:
        pipe: where it gets names and answers.
        at: the place of its file.
        name: its file.
    """

    def __init__(self, start: Callable[[], Callable[[str], Any]]) -> None:
        """Start the process."""
        import multiprocessing  # noqa: PLC0415

        self.pipe, other = multiprocessing.Pipe()
        self.at, self.name = -1, ""
        self.process = multiprocessing.Process(target=_serve, args=(other, start), daemon=True)
        self.process.start()
        other.close()

    def take(self, at: int, name: str) -> None:
        """Give it a file; where it is gone, its pipe says so soon."""
        self.at, self.name = at, name
        with suppress(OSError):
            self.pipe.send(name)

    def end(self) -> int:
        """Let it end, and return its exit code."""
        with suppress(OSError):
            self.pipe.send("")  # closing is not enough: processes forked later hold this end, too
        self.pipe.close()
        self.process.join(_SECONDS)
        if self.process.exitcode is None:
            self.process.kill()
            self.process.join()
        return self.process.exitcode or 0


class _Ender:
    """Ends processes: tells them to, so that they end what they have begun, and waits no longer than a second."""

    def __init__(self, workers: dict[Any, _Worker]) -> None:
        """Take the processes that there are, and will be."""
        self._workers = workers

    def __call__(self) -> None:
        """End all of them."""
        processes = [worker.process for worker in self._workers.values()]
        for process in processes:
            process.terminate()
        deadline = time.monotonic() + _SECONDS
        for process in processes:
            process.join(max(0, deadline - time.monotonic()))
            process.kill()


def _serve(pipe: Connection[Any, Any], start: Callable[[], Callable[[str], Any]]) -> None:
    """Work on the names that come, until there are no more or the process above is gone."""
    import multiprocessing  # noqa: PLC0415
    from multiprocessing.connection import wait  # noqa: PLC0415

    begin_anew()
    work = start()
    above = multiprocessing.parent_process()
    ready: list[Any] = [pipe] if above is None else [pipe, above.sentinel]
    with suppress(EOFError, BrokenPipeError):
        while pipe in wait(ready) and (name := pipe.recv()):
            pipe.send(work(name))


def with_progress(results: Iterable[_Result], count: int) -> Iterator[_Result]:
    """Yield the results; say on a terminal how many of them are there."""
    shown = sys.stderr is not None and sys.stderr.isatty() and count > FEW
    if shown:
        Ending.steps.append(_clear)
    try:
        for done, result in enumerate(results, 1):
            if shown:
                print(f"\r{done}/{count} files", end="", file=sys.stderr, flush=True)  # noqa: T201
            yield result
    finally:
        if shown:
            Ending.steps.remove(_clear)
            _clear()


def _clear() -> None:
    print("\r\033[K", end="", file=sys.stderr, flush=True)  # noqa: T201
