"""Prints what our rules take beside cfn-lint's own, in processor time, on families of templates that grow.

usage: stress.py [--jobs N] [FAMILY or FILE ...]
"""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from fuzzing.families import FAMILIES
from fuzzing.judging import MOST, SLOW, Clock, Desk, Failure, linted, time_of_cfn_lint

from cfn_upc_rules._command.processes import in_parallel

if TYPE_CHECKING:
    from collections.abc import Callable

_SECONDS = 300


class Measured(NamedTuple):
    """What one template took, in seconds; None where that was too long."""

    name: str
    ours: float | None
    own: float | None
    failure: Failure | None


def _start() -> Callable[[str], Measured]:
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    return _measured


def _measured(name: str) -> Measured:
    """Measure a case: `ours` or `cfn-lint`, then a file, or a family and a size."""
    signal.setitimer(signal.ITIMER_PROF, _SECONDS)
    who, of, size = name.split("|")
    with TemporaryDirectory() as folder:
        path = Desk(Path(folder)).write(FAMILIES[of].make(int(size)), "json") if size else Path(of)
        if who == "cfn-lint":
            return Measured(name, None, time_of_cfn_lint(path), None)
        linted(path)  # once unmeasured
        with Clock() as clock:
            failure, _ = linted(path)
        return Measured(name, clock.seconds, None, failure)


def main() -> int:
    """Measure; return 1 where something takes too long."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("names", nargs="*", help="; ".join(FAMILIES))
    asked = parser.parse_args()
    cases = []
    for name in asked.names or FAMILIES:
        sizes = [str(size) for size in FAMILIES[name].sizes] if name in FAMILIES else [""]
        cases += [f"{who}|{name}|{size}" for size in sizes for who in ("cfn-lint", "ours")]
    print("| Family | Size | cfn-lint | Ours | With / without |\n|---|---|---|---|---|", flush=True)
    bad = 0
    results = in_parallel(cases, asked.jobs, _start, lambda name, _: Measured(name, None, None, None))
    for own, ours in zip(results, results, strict=True):  # in pairs
        _, name, size = own.name.split("|")
        ratio = (own.own + ours.ours) / own.own if own.own and ours.ours is not None else None
        too_long = ours.ours is None or (ours.ours > SLOW and ratio is not None and ratio > MOST)
        bad += too_long or ours.failure is not None
        row = (name, size, _shown(own.own), _shown(ours.ours), "" if ratio is None else f"{ratio:.2f}")
        print(f"| {' | '.join(row)} |{' too long' if too_long else ''}{ours.failure or ''}", flush=True)
    return int(bool(bad))


def _shown(seconds: float | None) -> str:
    return f"more than {_SECONDS}" if seconds is None else f"{seconds:.2f}"


if __name__ == "__main__":
    sys.exit(main())
