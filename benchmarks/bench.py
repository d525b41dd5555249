"""Measures what the plugin costs beside cfn-lint, and says which of its targets that meets; it fails for none.

usage: bench.py [--quick] [--repeat N] [--peers] [--write]

Whole processes are compared in pairs: each round runs every command once, in turn forwards and backwards, and
a ratio is the median of the rounds' own ratios. Compared is processor time (of the process and its children),
which others on the machine disturb least.
"""

from __future__ import annotations

import argparse
import datetime as dt
import importlib.metadata
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import templates
import upstream

sys.path.append(str(Path(__file__).parent.parent / "tools"))
from blocks import filled

from cfn_upc_rules.rules import rules

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "performance.md"
README = ROOT / "README.md"
BIN = Path(sys.executable).parent
SIZES = (25, 100, 500)
MANY = 200
PEERS = ("cfn-lint-serverless", "checkov")
FLOOR = "import sys, cfnlint.runner, cfnlint.template, cfnlint.decode; decoded, _ = cfnlint.decode.decode(sys.argv[1])"
# What cfn-lint does before the first rule of any plugin.
READY = f"{FLOOR}; cfnlint.template.Template(sys.argv[1], decoded, ['us-east-1']).transform()"

Command = list[str]


class Spent(NamedTuple):
    """What a process took, in seconds."""

    wall: float
    cpu: float


class Target(NamedTuple):
    """What is to be reached: a ratio, and its measured value."""

    what: str
    most: float
    value: float

    @property
    def line(self) -> str:
        """The line of the table."""
        return (
            f"| {self.what} | {self.most:.3g} | {self.value:.3f} | {'met' if self.value <= self.most else 'missed'} |"
        )


Rounds = dict[str, list[Spent]]
_NO_TEMPLATE = {"services": {"web": {"image": "nginx", "ports": ["80:80"]}}}

_NOTHING = """\
from cfnlint.rules import CloudFormationLintRule


class Rule{number}(CloudFormationLintRule):
    id = "E{number}"

    def match(self, cfn):
        return ()

    def matchall_resource_properties(self, *_):
        return ()
"""

_READ = """\
Two whole processes of seconds differ by several percent from run to run, as the quartiles below show; where a target is
closer than that, the counts of instructions and the time inside the process decide. Where `--plugin-only` is above its
target, most of the excess is what cfn-lint does before any rule runs: see *ready* under Instructions."""
_WHOLE = """\
Processor time in seconds: median, and the range of all rounds. *Adds*: with the plugin over without, the median of the
rounds' ratios and their quartiles; *Above floor*: likewise `--plugin-only` over the floor, which starts Python, imports
`cfnlint.runner` and decodes the file; *Above ready*: over that and cfn-lint's own `Template` and its `transform`, which
cfn-lint makes before the first rule runs. Templates of up to 100 resources have twice as many rounds."""
_INSIDE = """\
Processor time in milliseconds: median and range. *Rules*: ours, as cfn-lint runs them, with building the stack.
*Counted*: loading our rules and running them, over the rest of the process from its start; it checks *Adds* above
without the noise of pairs. What several rules share is made when the first asks, and counts there."""

_WITHOUT = """\
Processor time in milliseconds, and the ratio to a bare `python -c pass`. The files are templates of 5 to 24 resources,
but for the last row; in a repository git is asked whether they had a client in `HEAD`. Its time counts."""
_COUNTED = """\
Executed instructions in millions, as valgrind's callgrind counts them (of Python alone, without git). They are the same
in every run, whatever else the machine does, and decide what a few percent of processor time can't. *Nothing*: with
as many rules as ours that do nothing, one a file: what cfn-lint spends on any plugin of that size."""

_EDITS = """\
Processor time in milliseconds (median and range) that the language server takes to lint a text that was edited, beside
that of the command as a process, which editors start on save. *Ratio* is that of the medians."""
# What an edit may take of a process, by resources.
_MOST_OF_A_PROCESS = {100: 1 / 20, 500: 1 / 6}

_UPSTREAM = """\
What of it is cfn-lint's own: *ready* is what it does before the first rule of a plugin runs. Its runner builds that, so
no plugin can leave it out. Four changes to cfn-lint 1.58, made in memory by `benchmarks/upstream.py`, show where it
goes, and how much of `--plugin-only` each would save."""


class Bench:
    """The templates in a repository of their own, and what was measured.

    Args:
        folder: an empty folder.
        repeat: how often everything is measured.
        quick: whether only the smallest template is measured.
    """

    def __init__(self, folder: Path, repeat: int, *, quick: bool) -> None:
        """Write the templates, and commit them: that is how people lint theirs."""
        self.folder = folder
        self.repeat = repeat
        self.quick = quick
        self.lines: list[str] = []
        self.targets: list[Target] = []
        self.quoted: dict[str, list[float]] = {}
        self.environment = dict(os.environ)
        # Byte code is there already for whoever lints for the second time; nothing is written beside the sources.
        self.environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.environment["PYTHONPYCACHEPREFIX"] = str(folder / "pycache")
        self.repository = folder / "repository"
        self.repository.mkdir()
        self.counts: dict[str, int] = {}
        self.mixed = [self._file(f"{n} mixed", n, templates.mixed(n)) for n in (SIZES[:1] if quick else SIZES)]
        self.hard = [] if quick else [self._file(name, n, make()) for name, (n, make) in templates.HARD.items()]
        self.counted = [
            self._file(f"{n} {name}", n, make(n))
            for n in ([] if quick else SIZES[:2])
            for name, make in (
                ("without Cognito", templates.without_client),
                ("mixed, ten conditions", templates.ten_conditions),
            )
        ]
        self.twins = {
            name: self._file(f"{self.counts[name]} mixed", self.counts[name], templates.mixed(self.counts[name]))
            for name in self.hard
        }
        few = 3 if quick else MANY
        self.many = self._folder("many", [templates.mixed(5 + number % 20) for number in range(few)])
        self.others = self._folder("others", [templates.without_client(5 + number % 20) for number in range(few)])
        self.plain = self._folder("plain", [_NO_TEMPLATE] * few)
        self.outside = self._folder("../outside", [templates.without_client(5 + number % 20) for number in range(few)])
        if git := shutil.which("git"):
            for arguments in (
                ["init", "--quiet"],
                ["add", "--all"],
                ["-c", "user.name=bench", "-c", "user.email=bench@localhost", "commit", "--quiet", "-m", "Templates"],
                ["gc", "--quiet"],  # a clone has its objects in one pack, too
            ):
                subprocess.run([git, *arguments], cwd=self.repository, check=True)

    def _file(self, name: str, count: int, template: templates.Template) -> str:
        self.counts[name] = count
        self.path(name).write_text(templates.text(template), encoding="utf-8")
        return name

    def _folder(self, name: str, made: list[templates.Template]) -> list[str]:
        folder = self.repository / name
        folder.mkdir()
        for number, template in enumerate(made):
            (folder / f"{number}.yaml").write_text(templates.text(template), encoding="utf-8")
        return sorted(map(str, folder.iterdir()))

    def path(self, name: str) -> Path:
        """Return the file of a template."""
        return self.repository / f"{name.replace(' ', '-').replace(':', '')}.yaml"

    # -- measuring ---------------------------------------------------------------------------------

    def spend(self, command: Command) -> Spent:
        """Run a command, and return what it took.

        Raises:
            RuntimeError: it failed otherwise than by findings.
        """
        begin = time.perf_counter()
        with tempfile.TemporaryFile() as said:
            child = subprocess.Popen(
                command, cwd=self.repository, env=self.environment, stdout=subprocess.DEVNULL, stderr=said
            )
            _, status, usage = os.wait4(child.pid, 0)
            wall = time.perf_counter() - begin
            child.returncode = os.waitstatus_to_exitcode(status)
            said.seek(0)
            # cfn-lint's codes for findings are sums of 2, 4, 8; checkov's is 1. A traceback is a failure.
            text = said.read().decode(errors="replace")
        if "Traceback" in text or child.returncode not in range(15):
            message = f"{' '.join(command)[:200]} failed: {text[-500:]}"
            raise RuntimeError(message)
        return Spent(wall, usage.ru_utime + usage.ru_stime)

    def rounds(self, commands: dict[str, Command], repeat: int | None = None, *, warm: bool = True) -> Rounds:
        """Run every command once unmeasured, then again and again in turn."""
        measured: Rounds = {name: [] for name in commands}
        for command in commands.values() if warm and not self.quick else ():
            self.spend(command)
        for number in range(repeat or self.repeat):
            for name in reversed(commands) if number % 2 else commands:
                measured[name].append(self.spend(commands[name]))
            print(".", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        return measured

    def warm_up(self) -> None:
        """Have the byte code of everything written."""
        for name in ("cfn-lint", "cfn-upc-lint"):
            self.spend([str(BIN / name), "--append-rules=cfn_upc_rules", "--", str(self.path(self.mixed[0]))])
        self.spend([str(BIN / "cfn-upc-lint"), "--plugin-only", self.others[0]])

    def show(self, section: Callable[[], None]) -> None:
        """Measure a section, and print it."""
        done = len(self.lines)
        section()
        print("\n".join(self.lines[done:]), flush=True)

    def whole(self) -> None:
        """Measure whole processes, template by template."""
        self.lines += [
            "## Whole processes",
            "",
            _WHOLE,
            "",
            "| Template | cfn-lint | with the plugin | Adds | `--plugin-only` | floor | Above floor | Above ready |",
            "|---|---|---|---|---|---|---|---|",
        ]
        for name in (*self.mixed, *self.hard):
            print(name, end=" ", file=sys.stderr, flush=True)
            file = str(self.path(name))
            few = self.counts[name] <= SIZES[1]
            spent = self.rounds(_commands(file), self.repeat * (2 if few and not self.quick else 1))
            adds, above = _ratios(spent, "plugin", "core"), _ratios(spent, "only", "floor")
            self.lines.append(
                f"| {name} | {_seconds(spent['core'])} | {_seconds(spent['plugin'])} | {_spread(adds)} | "
                f"{_seconds(spent['only'])} | {_seconds(spent['floor'])} | {_spread(above)} | "
                f"{_spread(_ratios(spent, 'only', 'ready'))} |"
            )
            hard = name in self.hard
            if not hard:
                only = _ratios(spent, "only", "core")
                self.quoted[name] = [statistics.median(ratios) for ratios in (adds, only)]
            self.targets.append(
                Target(f"with the plugin / without, {name}", 1.05 if hard else 1.02, statistics.median(adds))
            )
            if not hard:
                self.targets.append(Target(f"`--plugin-only` / floor, {name}", 1.15, statistics.median(above)))
        self.lines.append("")

    def instructions(self) -> None:
        """Count instructions; a whole run over the largest template would take a quarter of an hour."""
        if self.quick:
            return
        self.lines += ["## Instructions", "", _COUNTED, ""]
        valgrind = shutil.which("valgrind")
        if valgrind is None:
            self.lines += ["Not counted: valgrind is not installed.", ""]
            return
        nothing = self.nothing()
        counts = {}
        for name in (*self.mixed, *self.counted):
            commands = _commands(str(self.path(name))) | {"nothing": [*nothing, str(self.path(name))]}
            if name == self.mixed[-1]:
                del commands["core"], commands["plugin"], commands["nothing"]
            counts[name] = self.count(valgrind, name, commands)
        self.lines += [
            (
                "| Template | cfn-lint | with the plugin | Adds | Nothing adds | `--plugin-only` | floor | Above floor "
                "| ready | Above ready |"
            ),
            "|---|---|---|---|---|---|---|---|---|---|",
        ]
        for name, of in counts.items():
            full = ["", "", "", ""]
            if "core" in of:
                adds = of["plugin"] / of["core"]
                full = [
                    f"{of['core'] / 1e6:.0f}",
                    f"{of['plugin'] / 1e6:.0f}",
                    f"{adds:.3f}",
                    f"{of['nothing'] / of['core']:.3f}",
                ]
                self.targets.append(Target(f"with the plugin / without, {name}, instructions", 1.02, adds))
            self.lines.append(
                f"| {name} | {' | '.join(full)} | {of['only'] / 1e6:.0f} | {of['floor'] / 1e6:.0f} | "
                f"{of['only'] / of['floor']:.3f} | {of['ready'] / 1e6:.0f} | {of['only'] / of['ready']:.3f} |"
            )
            if name in self.mixed:
                self.targets.append(
                    Target(f"`--plugin-only` / floor, {name}, instructions", 1.15, of["only"] / of["floor"])
                )
        self.lines.append("")
        self.upstream(valgrind, counts)

    def upstream(self, valgrind: str, counts: dict[str, dict[str, int]]) -> None:
        """Count what changes to cfn-lint would save, beside the instructions of each template."""
        self.lines += [_UPSTREAM, ""]
        self.lines += [f"| Change | {' | '.join(self.mixed)} |", f"|---{'|---' * len(self.mixed)}|"]
        every = {name: [name] for name in upstream.CHANGES} | {"": list(upstream.CHANGES)}
        rows: dict[str, list[str]] = {name: [] for name in every}
        for name, of in ((name, counts[name]) for name in self.mixed):
            script = [sys.executable, str(Path(__file__).parent / "upstream.py")]
            file = str(self.path(name))
            done = self.count(
                valgrind,
                f"{name}, changed",
                {"none": [*script, "none", file]} | {key: [*script, ",".join(every[key]), file] for key in every},
            )
            for key, row in rows.items():
                saved = done["none"] - done[key]
                row.append(
                    f"{100 * saved / of['only']:.1f} %"
                    if key
                    else f"{(of['only'] - saved) / of['floor']:.3f} of the floor"
                )
        for key, row in rows.items():
            what = upstream.CHANGES[key][0] if key else "All of them: `--plugin-only` takes"
            self.lines.append(f"| {what} | {' | '.join(row)} |")
        self.lines.append("")

    def nothing(self) -> Command:
        """Write a plugin of as many rules as ours that do nothing; return cfn-lint's command with it."""
        package = self.folder / "nothing"
        package.mkdir()
        numbers = range(9800, 9800 + len(rules()))
        for number in numbers:
            text = _NOTHING.format(number=number)
            (package / f"rule{number}.py").write_text(text, encoding="utf-8")
        text = "".join(f"from nothing.rule{number} import Rule{number}\n" for number in numbers)
        (package / "__init__.py").write_text(text, encoding="utf-8")
        self.environment["PYTHONPATH"] = str(self.folder)
        command = [str(BIN / "cfn-lint"), "--append-rules=nothing", "--"]
        self.spend([*command, str(self.path(self.mixed[0]))])
        return command

    def count(self, valgrind: str, name: str, commands: dict[str, Command]) -> dict[str, int]:
        """Return how many instructions each command executes."""
        print(name, "counted", file=sys.stderr, flush=True)

        def run(command: Command) -> int:
            python = [] if command[0] == sys.executable else [sys.executable]
            done = subprocess.run(
                [valgrind, "--tool=callgrind", "--callgrind-out-file=/dev/null", *python, *command],
                cwd=self.repository,
                env={**self.environment, "PYTHONHASHSEED": "0"},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                text=True,
                check=False,
            )
            [line] = [line for line in done.stderr.splitlines() if "Collected" in line]
            return int(line.rpartition(":")[2])

        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return dict(zip(commands, pool.map(run, commands.values()), strict=True))

    def inside(self) -> None:
        """Measure our rules, and cfn-lint's, inside the process."""
        kib = 1024
        found = {}
        for name in dict.fromkeys((*self.mixed, *self.hard, *self.twins.values())):
            print(name, "inside", file=sys.stderr, flush=True)
            command = [sys.executable, str(Path(__file__).parent / "inside.py"), str(self.path(name))]
            done = subprocess.run(
                [*command, str(self.repeat), str(int(name in (*self.mixed, *self.hard)))],
                cwd=self.repository,
                env=self.environment,
                stdout=subprocess.PIPE,
                check=True,
            )
            found[name] = json.loads(done.stdout)
        self.lines += [
            "## Inside the process",
            "",
            _INSIDE,
            "",
            (
                "| Template | Rules | Stack | Slowest of ours | cfn-lint's rules | Slowest of cfn-lint's | Counted "
                "| Memory held, at most |"
            ),
            "|---|---|---|---|---|---|---|---|",
        ]
        loads = [one["load"][0] for one in found.values()]
        load = statistics.median(loads)
        for name in (*self.mixed, *self.hard):
            one = found[name]
            rules = {key: statistics.median(values) for key, values in one["rules"].items()}
            own = sorted((key for key in rules if key[1:].isdigit()), key=lambda key: -rules[key])[:3]
            core = dict(one["core"])
            before, every = one["start"] + core.pop("before"), core.pop("all rules")
            ours = statistics.median(one["run"])
            theirs = sorted(core, key=lambda key: -core[key])[:3]
            share = (ours + load) / (before + every - ours)
            self.lines.append(
                f"| {name} | {_milli(one['run'])} | {1000 * rules['the stack']:.1f} | "
                f"{', '.join(f'{key} {1000 * rules[key]:.1f}' for key in own)} | {1000 * (every - ours):.0f} | "
                f"{', '.join(f'{key} {1000 * core[key]:.0f}' for key in theirs)} | {1 + share:.3f} | "
                f"{one['kept'] / kib:.0f}, {one['peak'] / kib:.0f} KiB |"
            )
        self.lines += ["", f"Loading our rules, once a process: {_milli(loads)} ms.", ""]
        largest = found[self.mixed[-1]]
        times = {key: values for key, values in largest["rules"].items() if statistics.median(values) >= 0.0005}  # noqa: PLR2004
        self.lines += [
            f"Every rule of ours that takes half a millisecond or more of {self.mixed[-1]} resources:",
            "",
            ", ".join(
                f"{key} {1000 * statistics.median(values):.1f}"
                for key, values in sorted(times.items(), key=lambda item: -statistics.median(item[1]))
            ),
            "",
        ]
        cost = {name: statistics.median(one["run"]) for name, one in found.items()}
        if not self.quick:
            self.targets.append(
                Target("rule time, 500 / 100 mixed resources", 6, cost["500 mixed"] / cost["100 mixed"])
            )
        self.targets += [
            Target(f"rule time, {name} / {twin}", 3, cost[name] / cost[twin]) for name, twin in self.twins.items()
        ]

    def without_client(self) -> None:
        """Measure passing over files without Cognito."""
        print("without Cognito", end=" ", file=sys.stderr, flush=True)
        only = [str(BIN / "cfn-upc-lint"), "--plugin-only"]
        cases = {
            "one file": [*only, self.outside[0]],
            f"{len(self.outside)} files": [*only, *self.outside],
            "one file, in a repository": [*only, self.others[0]],
            f"{len(self.others)} files, in a repository": [*only, *self.others],
            f"{len(self.plain)} that are no templates": [*only, *self.plain],
        }
        # A round takes a fraction of a second, and differs from the next by as many milliseconds as others take.
        repeat = self.repeat * (1 if self.quick else 8)
        spent = self.rounds({"bare": [sys.executable, "-c", "pass"], **cases}, repeat)
        self.lines += [
            "## Files without Cognito",
            "",
            _WITHOUT,
            "",
            "| Files | `--plugin-only` | Ratio |",
            "|---|---|---|",
            f"| none: `python -c pass` | {_milli([one.cpu for one in spent['bare']])} | |",
        ]
        for name in cases:
            ratios = _ratios(spent, name, "bare")
            self.lines.append(f"| {name} | {_milli([one.cpu for one in spent[name]])} | {_spread(ratios)} |")
            self.quoted[f"without Cognito, {name}"] = [statistics.median(ratios)]
            self.targets.append(Target(f"without Cognito, {name} / `python -c pass`", 3, statistics.median(ratios)))
        self.lines.append("")

    def in_one_go(self) -> None:
        """Measure many templates in one process."""
        print(len(self.many), "in one go", end=" ", file=sys.stderr, flush=True)
        ours = str(BIN / "cfn-upc-lint")
        cases = {
            "cfn-lint": [str(BIN / "cfn-lint"), "--", *self.many],
            "cfn-lint with the plugin": [str(BIN / "cfn-lint"), "--append-rules=cfn_upc_rules", "--", *self.many],
            "`cfn-upc-lint --jobs 1`": [ours, "--jobs", "1", *self.many],
            "`cfn-upc-lint --jobs 2`": [ours, "--jobs", "2", *self.many],
            "`cfn-upc-lint --plugin-only --jobs 1`": [ours, "--plugin-only", "--jobs", "1", *self.many],
            "`cfn-upc-lint --plugin-only --jobs 2`": [ours, "--plugin-only", "--jobs", "2", *self.many],
        }
        spent = self.rounds(cases, min(self.repeat, 2), warm=False)
        self.lines += [
            f"## {len(self.many)} templates in one go",
            "",
            "Of 5 to 24 resources, each with a client. Seconds: median and range; here the wall clock counts too.",
            "",
            "| Command | Wall clock | Processor time | Processor time beside cfn-lint |",
            "|---|---|---|---|",
        ]
        for name, times in spent.items():
            wall = [one.wall for one in times]
            self.lines.append(
                f"| {name} | {statistics.median(wall):.2f} ({min(wall):.2f}–{max(wall):.2f}) | {_seconds(times)} | "
                f"{_spread(_ratios(spent, name, 'cfn-lint'))} |"
            )
        self.lines.append("")

    def edits(self) -> None:
        """Measure what the language server takes for an edit, beside the command as a process."""
        self.lines += [
            "## An edit in the language server",
            "",
            _EDITS,
            "",
            "| Template | an edit | `cfn-upc-lint --plugin-only` | Ratio |",
            "|---|---|---|---|",
        ]
        for name in self.mixed:
            print(name, "edits", end=" ", file=sys.stderr, flush=True)
            file = str(self.path(name))
            script = [sys.executable, str(Path(__file__).parent / "edits.py"), file, str(5 * self.repeat)]
            done = subprocess.run(script, cwd=self.repository, env=self.environment, stdout=subprocess.PIPE, check=True)
            edits: list[float] = json.loads(done.stdout)
            command = [str(BIN / "cfn-upc-lint"), "--plugin-only", file]
            whole = [spent.cpu for spent in self.rounds({"whole": command})["whole"]]
            ratio = statistics.median(edits) / statistics.median(whole)
            self.lines.append(f"| {name} | {_milli(edits)} | {_milli(whole)} | {ratio:.3f} |")
            if most := _MOST_OF_A_PROCESS.get(self.counts[name]):
                self.targets.append(Target(f"an edit / `--plugin-only`, {name}", most, ratio))
        self.lines.append("")

    def peers(self) -> None:
        """Measure other linters, in an environment of their own with the same cfn-lint."""
        place = self.folder / "peers"
        self.lines += ["## Peers", ""]
        venv.create(place, with_pip=True)
        python, version = place / "bin" / "python", importlib.metadata.version("cfn-lint")
        print("installing", *PEERS, file=sys.stderr, flush=True)
        done = subprocess.run(
            [str(python), "-m", "pip", "install", "-qq", f"cfn-lint=={version}", *PEERS],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            check=False,
        )
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
            self.lines += [f"`pip install cfn-lint=={version} {' '.join(PEERS)}` failed: {' '.join(said)}", ""]
            return
        listed = [str(python), "-c", f"from importlib.metadata import version as v; print(*map(v, {PEERS!r}))"]
        versions = subprocess.run(listed, stdout=subprocess.PIPE, check=True).stdout.decode().split()
        named = " and ".join(f"{name} {number}" for name, number in zip(PEERS, versions, strict=True))
        self.lines += [
            (
                f"{named}, beside cfn-lint {version} in their own environment. Seconds of processor time, and the "
                "ratio to cfn-lint there."
            ),
            "",
            "| Template | cfn-lint | with cfn-lint-serverless | Ratio | checkov's CloudFormation runner | Ratio |",
            "|---|---|---|---|---|---|",
        ]
        checkov = [str(place / "bin" / "checkov"), "--framework", "cloudformation", "--skip-download", "--quiet"]
        linter = str(place / "bin" / "cfn-lint")
        for name in self.mixed:
            print(name, "peers", end=" ", file=sys.stderr, flush=True)
            file = str(self.path(name))
            try:
                spent = self.rounds(
                    {
                        "core": [linter, "--", file],
                        "serverless": [linter, "--append-rules=cfn_lint_serverless.rules", "--", file],
                        "checkov": [*checkov, "--compact", "--file", file],
                    },
                    min(self.repeat, 5),
                )
            except RuntimeError as error:
                self.lines.append(f"| {name} | {str(error).splitlines()[0]} | | | | |")
                continue
            self.lines.append(
                f"| {name} | {_seconds(spent['core'])} | {_seconds(spent['serverless'])} | "
                f"{_spread(_ratios(spent, 'serverless', 'core'))} | {_seconds(spent['checkov'])} | "
                f"{_spread(_ratios(spent, 'checkov', 'core'))} |"
            )
        self.lines.append("")

    def summary(self) -> str:
        """Return what the README quotes: ratios only."""
        columns = [self.quoted[name] for name in self.mixed]
        alone = self.quoted[f"without Cognito, {len(self.others)} files, in a repository"][0]
        sizes = [name.split()[0] for name in self.mixed]
        rows = ("cfn-lint with these rules / cfn-lint", "`cfn-upc-lint --plugin-only` / cfn-lint")
        return "\n".join(
            [
                f"| Processor time, on a template of | {' | '.join(sizes)} resources |",
                f"|---{'|---' * len(self.mixed)}|",
                *(
                    f"| {row} | {' | '.join(f'{column[index]:.2f}' for column in columns)} |"
                    for index, row in enumerate(rows)
                ),
                "",
                f"Passing over {len(self.others)} templates without Cognito: {alone:.1f} times `python -c pass`.",
                "",
            ]
        )

    def text(self) -> str:
        """Return the page."""
        return "\n".join(
            [
                "# Performance",
                "",
                "What the plugin costs beside cfn-lint. Written by `benchmarks/bench.py --write`: change it there.",
                "",
                *_machine(self.repeat),
                "",
                "## Targets",
                "",
                "Ratios of this run.",
                "",
                "| Ratio | At most | Measured | |",
                "|---|---|---|---|",
                *(target.line for target in self.targets),
                "",
                _READ,
                "",
                *self.lines,
            ]
        )


def main(arguments: list[str] | None = None) -> int:
    """Measure, print the page, and write it where that is asked for; return the exit code."""
    parser = argparse.ArgumentParser(description="Measure what the plugin costs beside cfn-lint.")
    parser.add_argument("--quick", action="store_true", help="the smallest template, once; writes nothing")
    parser.add_argument("--repeat", type=int, default=7, help="how many rounds (default: 7)")
    parser.add_argument("--peers", action="store_true", help=f"measure {' and '.join(PEERS)} too; installs them")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.relative_to(ROOT)} and the README's ratios")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="cfn-upc-bench-") as folder:
        bench = Bench(Path(folder), 1 if chosen.quick else max(1, chosen.repeat), quick=chosen.quick)
        for section in (
            bench.warm_up,
            bench.without_client,
            bench.instructions,
            bench.inside,
            bench.whole,
            bench.in_one_go,
            bench.edits,
        ):
            bench.show(section)
        if chosen.peers:
            bench.show(bench.peers)
        text, summary = bench.text(), bench.summary()
    print("\n## ".join(text.split("\n## ")[:2]))
    if chosen.write and not chosen.quick:
        PAGE.write_text(text, encoding="utf-8")
        README.write_text(filled(README, performance=summary), encoding="utf-8")
    return 0


def _commands(file: str) -> dict[str, Command]:
    """Return what is compared for a template."""
    return {
        "core": [str(BIN / "cfn-lint"), "--", file],
        "plugin": [str(BIN / "cfn-lint"), "--append-rules=cfn_upc_rules", "--", file],
        "only": [str(BIN / "cfn-upc-lint"), "--plugin-only", file],
        "floor": [sys.executable, "-c", FLOOR, file],
        "ready": [sys.executable, "-c", READY, file],
    }


def _ratios(spent: Rounds, name: str, other: str) -> list[float]:
    """Return the ratio of each round."""
    return [one.cpu / two.cpu for one, two in zip(spent[name], spent[other], strict=True)]


def _spread(ratios: list[float]) -> str:
    """Return the median with the quartiles."""
    if len(ratios) == 1:
        return f"{ratios[0]:.3f}"
    low, middle, high = statistics.quantiles(ratios, n=4, method="inclusive")
    return f"{middle:.3f} ({low:.3f}–{high:.3f})"


def _seconds(times: list[Spent]) -> str:
    cpu = [one.cpu for one in times]
    return f"{statistics.median(cpu):.2f} ({min(cpu):.2f}–{max(cpu):.2f})"


def _milli(seconds: list[float]) -> str:
    low, middle, high = (1000 * value for value in (min(seconds), statistics.median(seconds), max(seconds)))
    return f"{middle:.1f} ({low:.1f}–{high:.1f})"


def _machine(repeat: int) -> list[str]:
    cpu = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line.partition(":")[2].strip() for line in info.read_text().splitlines() if "model name" in line]
        cpu = names[0] if names else cpu
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("cfn-lint", "cfn-upc-rules"))
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return [
        (
            f"Measured {dt.datetime.now(tz=dt.timezone.utc).date()} on {os.cpu_count()} processors ({cpu}), "
            f"{platform.system()} {platform.release()}, {platform.python_implementation()} "
            f"{platform.python_version()}, {versions}; {repeat} rounds; load at the end {load} (1, 5, 15 minutes)."
        )
    ]


if __name__ == "__main__":
    sys.exit(main())
