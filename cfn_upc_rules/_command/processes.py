"""Lints files in several processes."""

from __future__ import annotations

import signal
import sys
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

# Loading the rules in another process pays off from about so many files on.
FEW = 8
_Result = TypeVar("_Result")


def in_parallel(
    names: Sequence[str], jobs: int, start: Callable[[Any], None], argument: Any, work: Callable[[str], _Result]
) -> Iterator[_Result]:
    """Yield what the work gives for each name, in their order.

    Args:
        names: the files.
        jobs: how many processes.
        start: prepares a process; a function of a module.
        argument: what it is called with.
        work: does the work on one file, in such a process; a function of a module.
    """
    import multiprocessing  # noqa: PLC0415 - one process is enough for a few files
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

    size = max(1, min(16, len(names) // jobs // 4))
    with ProcessPoolExecutor(jobs, initializer=start, initargs=(argument,)) as pool:
        # Ctrl-C reaches all processes of a terminal: only this one answers.
        answer = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            parts = [pool.submit(_each, work, names[at : at + size]) for at in range(0, len(names), size)]
        finally:
            signal.signal(signal.SIGINT, answer)
        try:
            for part in parts:
                yield from part.result()
        except BaseException:
            for worker in multiprocessing.active_children():
                worker.terminate()
            raise


def _each(work: Callable[[str], _Result], names: Sequence[str]) -> list[_Result]:
    return [work(name) for name in names]


def with_progress(results: Iterable[_Result], count: int) -> Iterator[_Result]:
    """Yield the results; say on a terminal how many there are."""
    shown = sys.stderr is not None and sys.stderr.isatty() and count > FEW
    try:
        for done, result in enumerate(results, 1):
            if shown:
                print(f"\r{done}/{count} files", end="", file=sys.stderr, flush=True)  # noqa: T201
            yield result
    finally:
        if shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)  # noqa: T201
