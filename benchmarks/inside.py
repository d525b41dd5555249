"""Lints one file inside this process, and prints as JSON what took how much time.

usage: inside.py FILE REPETITIONS CORE

Times are seconds of processor time, git's included, each a list with one entry a repetition. CORE is 1 to run
cfn-lint's own rules too.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import tracemalloc
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

import cfnlint
import cfnlint.runner
from cfnlint.config import ConfigMixIn
from cfnlint.decode import decode
from cfnlint.rules import Rules
from cfnlint.template import Template

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfnlint.match import Match


def clock() -> float:
    """Return the processor time of this process and of those it has waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def main() -> int:
    """Measure the file that the arguments name; return the exit code."""
    name, repetitions, core = sys.argv[1], int(sys.argv[2]), sys.argv[3] == "1"
    begin = start = clock()
    plugin = Rules.create_from_module("cfn_upc_rules")
    load = clock() - begin
    config = ConfigMixIn(["--template", name])
    runs = [_plugin(name, config, plugin) for _ in range(repetitions)]
    kept, peak = _memory(name, config, plugin)
    measured = {
        "load": [load],
        "rules": {key: [run[1][key] for run in runs] for key in runs[0][1]},
        "run": [run[0] for run in runs],
        "kept": kept,
        "peak": peak,
        "start": start,
        "core": _core(name, config, plugin) if core else {},
    }
    print(json.dumps(measured))
    return 0


def _template(name: str) -> Template:
    decoded, _ = decode(name)
    template = Template(name, decoded or {}, ["us-east-1"])
    template.transform()
    return template


def _plugin(name: str, config: ConfigMixIn, rules: Rules) -> tuple[float, dict[str, float]]:
    """Return the time of all our rules as cfn-lint runs them, and of each; the first key is the stack's."""
    from cfn_upc_rules._template.stack import Stack  # noqa: PLC0415 - its loading is measured before

    template = _template(name)
    times: dict[str, float] = {}
    begin = clock()
    for rule in rules.values():
        rule.configure({}, False)
        rule.initialize(template)
    times["configuration"] = clock() - begin
    begin = clock()
    Stack.of(template)
    times["the stack"] = clock() - begin
    for rule in rules.values():
        begin = clock()
        rule.match(template)
        times[rule.id] = clock() - begin

    template = _template(name)
    begin = clock()
    list(rules.run(name, template, config))
    return clock() - begin, times


def _memory(name: str, config: ConfigMixIn, rules: Rules) -> tuple[int, int]:
    """Return how many bytes our rules hold at the end, and at most."""
    template = _template(name)
    tracemalloc.start()
    list(rules.run(name, template, config))
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return kept, peak


class _Timed(Rules):
    """cfn-lint's rules, noting the time of each; rules that others call count there."""

    times: ClassVar[defaultdict[str, float]] = defaultdict(float)

    def run_check(self, check: Any, filename: Any, rule_id: str, *others: Any) -> Iterator[Match]:
        """Run a rule to its end before anybody looks at its findings."""
        begin = clock()
        found = list(super().run_check(check, filename, rule_id, *others))
        self.times[rule_id] += clock() - begin
        return iter(found)


def _core(name: str, config: ConfigMixIn, plugin: Rules) -> dict[str, float]:
    """Return the time of each rule of cfn-lint's own, with ours running among them."""
    rules = _Timed()
    begin = clock()
    rules.update(Rules.create_from_directory(str(Path(cfnlint.__file__).parent / "rules")))
    rules.update(plugin)
    template = _template(name)
    times = {"before": clock() - begin}
    begin = clock()
    list(rules.run(name, template, config))
    times["all rules"] = clock() - begin
    return times | {key: value for key, value in rules.times.items() if key not in plugin}


if __name__ == "__main__":
    sys.exit(main())
