"""Proves the fixes: puts mistakes into templates by their text, mends them, and compares byte by byte.

usage: fixes_proof.py [--show] [--sample PERCENT] [FOLDER ...]

FOLDER defaults to the fixtures and to ../shared/corpus, where that is there. Prints the figures, and each mistake that
is mended otherwise than it should be; with --show those that are declined, too. Exit code 1 where one differs, or where
too many are declined for other reasons than those that are meant.
"""

from __future__ import annotations

import argparse
import difflib
import os
import random
import re
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from proof import Verdict, forms, judged, templates  # noqa: E402 - found there

# The reasons that are meant; of all others together at most so many in a hundred.
MEANT = (
    "an alias",
    "a merge key",
    "keeps its empty lines",
    "in other cases",
    "a conditional value",
    "a branch of a condition",
    "Fn::ForEach",
    "Globals hold it",
    "nothing would be left",
    "a tool wrote this template",
    "is not the one on disk",
)
MOST_OTHERS = 5


def main() -> int:
    """Judge the mistakes in every form of every template; print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--sample", type=float, default=100.0)
    arguments = parser.parse_args()
    corpus = ROOT.parent / "shared" / "corpus" / "templates"
    folders = arguments.folders or [ROOT / "tests" / "fixtures", *([corpus] if corpus.exists() else [])]
    verdicts: Counter[tuple[str, str, str]] = Counter()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        work = partial(_work, sample=arguments.sample, show=arguments.show)
        for counted, shown in pool.map(work, templates(*folders)):
            verdicts.update(counted)
            print(*shown, sep="\n", end="\n" if shown else "", flush=True)
    return _figures(verdicts)


def _work(one: tuple[Path, str, Any], *, sample: float, show: bool) -> tuple[Counter[tuple[str, str, str]], list[str]]:
    """Return the verdicts on a template by kind of mistake and reason, and what is to be shown of them."""
    path, text, template = one
    chance = random.Random(path.name)  # noqa: S311 - a sample, the same in every run
    counted: Counter[tuple[str, str, str]] = Counter()
    shown = []
    for form, written in forms(text, template):
        for verdict in judged(written, template, lambda: chance.random() * 100 < sample):
            counted[verdict.mistake.kind, verdict.kind, re.sub(r"'[^']*'", "'…'", verdict.reason)] += 1
            if verdict.kind == "different" or (show and verdict.kind == "declined"):
                shown.append(f"{path.name} ({form}), {_said(verdict, written)}")
    return counted, shown


def _said(verdict: Verdict, text: str) -> str:
    said = f"{verdict.mistake.kind}: {verdict.kind} {verdict.reason}"
    if verdict.kind != "different":
        return said
    lines = difflib.unified_diff(text.splitlines(), verdict.mended.splitlines(), "was", "mended", n=1, lineterm="")
    return "\n".join([said, *(line[:300] for line in lines)])


def _figures(verdicts: Counter[tuple[str, str, str]]) -> int:
    kinds: Counter[str] = Counter()
    reasons: Counter[str] = Counter()
    for (_, kind, reason), count in verdicts.items():
        kinds[kind] += count
        reasons[reason] += count if kind == "declined" else 0
    for mistake in sorted({mistake for mistake, _, _ in verdicts}):
        counts: Counter[str] = Counter()
        for (name, kind, _), count in verdicts.items():
            counts[kind] += count if name == mistake else 0
        print(f"{mistake}: " + ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()) if count))
    print("\nDeclined:")
    for reason, count in reasons.most_common():
        print(f"{count:6d} {reason}" * bool(count), end="\n" * bool(count))
    others = sum(count for reason, count in reasons.items() if not any(meant in reason for meant in MEANT))
    found = sum(kinds.values()) - kinds["not found"]
    told = ", ".join(f"{kinds[kind]} {kind}" for kind in ("given back", "declined", "different"))
    print(f"\n{found} mistakes found: {told}; {kinds['not found']} of which no rule speaks there")
    print(f"declined for other reasons than those that are meant: {others} ({100 * others / max(found, 1):.1f} %)")
    return int(kinds["different"] > 0 or others * 100 > MOST_OTHERS * found)


if __name__ == "__main__":
    sys.exit(main())
