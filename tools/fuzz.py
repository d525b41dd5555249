"""Lints mutants of the fixtures and of published templates, and compares templates that must have the same findings.

usage: fuzz.py [--seed TEXT] [--mutants N] [--relations N] [--seconds N] [--jobs N] [--first] [CASE ...]

A case is `mutant/17` or `relation/17`: what it is made of follows from its name and the seed. A failure is shown with
the command that repeats it, and its input, made as small as possible, is written to .fuzz/. Exit code 1 where there is
one.
"""

from __future__ import annotations

import argparse
import logging
import resource
import signal
import sys
import time
from collections import Counter
from copy import deepcopy
from functools import partial
from itertools import takewhile
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final, NamedTuple

from fuzzing.judging import FORMATS, Desk, Failure, Verdict, against_git, blamed, mended, plain, reported
from fuzzing.mutations import mutate, part_of_another, removed
from fuzzing.relations import RELATIONS
from fuzzing.shrinking import shrunk
from fuzzing.templates import ROOT, STYLES, any_template

from cfn_upc_rules._command.processes import in_parallel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fuzzing.relations import Difference
    from fuzzing.templates import Template

_FOLDER: Final = ROOT / ".fuzz"
# What a case may take, in seconds of processor time and of the clock, and in bytes.
_PROCESSOR: Final = 120
_CLOCK: Final = 600
_MEMORY: Final = 4 << 30
# How long to look for a smaller input.
_SHRINKING: Final = 60
# When nothing is said about how many: so many mutants for each relation.
_MUTANTS_PER_RELATION: Final = 7


class Outcome(NamedTuple):
    """What came of a case.

    Attributes:
        case: its name.
        counted: what it was, by what is counted.
        failure: None where all is well.
    """

    case: str
    counted: list[tuple[str, str]]
    failure: Failure | None


class Made(NamedTuple):
    """A case, ready to be judged; the template may be replaced by a smaller one."""

    template: Template
    counted: list[tuple[str, str]]
    judge: Callable[[Template, Desk], Verdict]
    style: str


def made(seed: str, case: str) -> Made:
    """Return the case of that name."""
    rng = Random(f"{seed}/{case}")  # noqa: S311 - it has to be the same again
    return _mutant(rng) if case.startswith("mutant/") else _relation(rng)


def _mutant(rng: Random) -> Made:
    template = any_template(rng)
    before = deepcopy(template)
    kinds = mutate(rng, template)
    # JSON of a long list is read sooner.
    style = "json" if "long" in kinds else rng.choice(STYLES)
    way = rng.random()
    if way < 0.05:  # noqa: PLR2004
        kind = rng.choice(FORMATS)
        judge = lambda template, desk: reported(desk, template, style, kind)  # noqa: E731
    elif way < 0.08:  # noqa: PLR2004
        mutant_is_old = rng.random() < 0.5  # noqa: PLR2004
        judge = lambda template, desk: against_git(  # noqa: E731
            desk, template if mutant_is_old else before, before if mutant_is_old else template, style
        )
    elif way < 0.13:  # noqa: PLR2004
        judge = lambda template, desk: mended(desk, template, style)  # noqa: E731
    else:
        judge = lambda template, desk: plain(desk, template, style)  # noqa: E731
    return Made(template, [("mutation", kind) for kind in kinds], judge, style)


def _relation(rng: Random) -> Made:
    template = any_template(rng)
    for _ in range(rng.choice((0, 0, 1, 2))):
        rng.choice((removed, part_of_another))(rng, template)
    name = rng.choices(list(RELATIONS), [weight for _, weight in RELATIONS.values()])[0]
    chance = rng.random()

    def judge(template: Template, desk: Desk) -> Verdict:
        try:
            difference: Difference | None = RELATIONS[name][0](Random(chance), template, desk)  # noqa: S311
        except Exception as error:  # noqa: BLE001 - whatever it is, the question is whose
            return Verdict(blamed(error), "cfn-lint fails itself")
        if difference is None:
            return Verdict(None, "the relation has nothing to change")
        if not difference:
            return Verdict(None, "compared")
        ids = sorted({rule for rule, _ in (*difference.more, *difference.fewer)})
        if difference.twin is not None:
            desk.write(difference.twin, "block", "twin")
        return Verdict(
            Failure(f"{name}: {', '.join(ids)}", f"more: {difference.more}; fewer: {difference.fewer}"), "compared"
        )

    return Made(template, [("relation", name)], judge, "block")


# -- running -----------------------------------------------------------------------------------------------


def _start(seed: str, processor: int = _PROCESSOR) -> Callable[[str], Outcome]:
    """Prepare a process; return what judges a case in it."""
    logging.disable()  # cfn-lint looks for the files of nested stacks
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    return partial(_judged, seed, processor)


def _judged(seed: str, processor: int, case: str) -> Outcome:
    """Judge a case; the system ends this process where that takes too long."""
    signal.setitimer(signal.ITIMER_PROF, processor)
    signal.alarm(_CLOCK)
    of = made(seed, case)
    with TemporaryDirectory() as folder:
        verdict = of.judge(of.template, Desk(Path(folder)))
    return Outcome(case, [*of.counted, ("outcome", verdict.note)], verdict.failure)


def _lost(case: str, code: int) -> Outcome:
    why = {
        -signal.SIGPROF: f"takes more than {_PROCESSOR} s of processor time",
        -signal.SIGALRM: f"takes more than {_CLOCK} s",
    }
    return Outcome(case, [], Failure("hangs", why.get(code, f"its process ended with code {code}")))


def _cases(mutants: int, relations: int) -> Iterator[str]:
    """Yield the names of cases, relations among mutants."""
    each = max(1, round(mutants / relations)) if relations else 0
    done = 0
    for number in range(mutants):
        yield f"mutant/{number}"
        if each and number % each == 0 and done < relations:
            yield f"relation/{done}"
            done += 1
    yield from (f"relation/{number}" for number in range(done, relations))


# -- what failed ---------------------------------------------------------------------------------------------


def _show(seed: str, outcome: Outcome, failure: Failure) -> None:
    """Say how to repeat a failure, and write the smallest input that fails in the same way."""
    print(f"\nFAILED {outcome.case}: {failure.kind}\n  {failure.detail}")
    print(f"  again: make fuzz SEED={seed} CASES={outcome.case}", flush=True)
    of = made(seed, outcome.case)
    _FOLDER.mkdir(exist_ok=True)
    with TemporaryDirectory() as folder:
        desk = Desk(Path(folder))

        def fails(template: Template) -> bool:
            verdict = of.judge(template, desk)
            return verdict.failure is not None and verdict.failure.kind == failure.kind

        small = of.template
        if failure.kind != "hangs":
            small = shrunk(of.template, fails, _SHRINKING)
            of.judge(small, desk)
        name = f"{seed}-{outcome.case.replace('/', '-')}"
        target = Desk(_FOLDER).write(small, of.style, name)
        print(f"  input: {target.relative_to(ROOT)}")
        twin = Path(folder) / "twin.yaml"
        if twin.exists():
            print(f"  and:   {twin.replace(target.with_name(f'{name}-twin.yaml')).relative_to(ROOT)}", flush=True)


def main() -> int:
    """Run the cases; return 1 where one failed."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", default=str(int(time.time())), help="any text; by default the time")
    parser.add_argument("--mutants", type=int, default=2_000)
    parser.add_argument("--relations", type=int)
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after so many seconds")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--first", action="store_true", help="stop at the first failure")
    parser.add_argument("cases", nargs="*", help="such as mutant/17")
    asked = parser.parse_args()
    relations = asked.mutants // _MUTANTS_PER_RELATION if asked.relations is None else asked.relations
    cases = asked.cases or list(_cases(asked.mutants, relations))
    print(f"seed {asked.seed}", flush=True)
    begin = time.monotonic()
    counts: Counter[tuple[str, str]] = Counter()
    failed: list[Outcome] = []
    outcomes = in_parallel(cases, asked.jobs, partial(_start, asked.seed), _lost)
    in_time = takewhile(lambda _: time.monotonic() - begin < asked.seconds, outcomes)
    for number, outcome in enumerate(in_time, 1):
        counts.update([("case", outcome.case.partition("/")[0]), *outcome.counted])
        if outcome.failure is not None:
            failed.append(outcome)
            print(f"{outcome.case}: {outcome.failure.kind}", flush=True)
            if asked.first:
                break
        if number % 1000 == 0:
            print(f"{number} cases, {len(failed)} failed, {time.monotonic() - begin:.0f} s", flush=True)
    del in_time, outcomes  # the processes end
    for what, count in sorted(counts.items()):
        print(f"{count:7} {what[0]}: {what[1]}")
    kinds = Counter(outcome.failure.kind for outcome in failed if outcome.failure)
    first = {outcome.failure.kind: outcome for outcome in reversed(failed) if outcome.failure}
    for kind, outcome in first.items():
        _show(asked.seed, outcome, outcome.failure or Failure(kind, ""))
    print(f"\n{len(failed)} cases failed" + "".join(f"\n{count:7} {kind}" for kind, count in kinds.most_common()))
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
