"""The command line: our own options, what is left for cfn-lint, and which arguments are files.

Nothing of cfn-lint is imported: that alone takes longer than reading a few hundred files.
"""

from __future__ import annotations

import os

# cfn-lint's options that take several files or folders, and those that take one value, of any kind.
_TAKE_FILES = (
    *("-t", "--template", "--ignore-templates", "--deployment-files", "--parameter-files"),
    *("-a", "--append-rules", "-s", "--registry-schemas"),
)
_GRAPHS = ("mermaid", "dot")
_TAKE_ONE = (
    *("-z", "--custom-rules", "-o", "--override-spec", "--output-file", "--config-file"),
    *("-f", "--format", "--non-zero-exit-code"),
)

_SWITCHES = frozenset({"--plugin-only", "--tracked", "--fix", "--diff", "--unsafe-fixes"})


class Arguments:
    """The options of our own, and the arguments left for cfn-lint.

    Attributes:
        plugin_only: whether our rules run alone.
        graph: the format of the picture that is drawn instead of a report, None for none.
        tracked: whether what stands behind `--` are git's pathspecs of files to lint.
        fix: whether what can be mended is mended.
        diff: whether what would be mended is shown, and nothing is written.
        unsafe_fixes: whether unsafe edits count, too.
        jobs: how many processes lint, None where that is left to us.
        rest: cfn-lint's arguments.
    """

    def __init__(
        self,
        rest: list[str],
        jobs: int | None = None,
        switches: frozenset[str] = frozenset(),
        graph: str | None = None,
    ) -> None:
        """Take the options."""
        self.plugin_only = "--plugin-only" in switches
        self.tracked = "--tracked" in switches
        self.fix = "--fix" in switches
        self.diff = "--diff" in switches
        self.unsafe_fixes = "--unsafe-fixes" in switches
        self.graph = graph
        self.jobs = jobs
        self.rest = rest


class UsageError(Exception):
    """An argument that can't be used; says what to write instead."""


def parse(arguments: list[str]) -> Arguments:
    """Take our own options out of the arguments, and mark where the file names begin.

    cfn-lint's options take any number of values, so that in `-c I a.yaml`, which is what pre-commit makes of
    `args: [-c, I]`, the file would be one more value. `--` is put in front of the files at the end. A `-` alone,
    which is how other programs are told to read standard input, goes: cfn-lint reads it where no file is named.

    Raises:
        UsageError: `--jobs` without a number, `--graph` without a format or beside `--fix`, or a file that looks like
            an option.
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    ahead, behind = list(arguments[:end]), arguments[end:]
    for argument in ahead:
        if argument.startswith("-") and os.path.lexists(argument):
            message = f"there is a file '{argument}', which looks like an option: write ./{argument} to lint it"
            raise UsageError(message)
    switches = _SWITCHES.intersection(ahead)
    ahead = [argument for argument in ahead if argument not in switches]
    mends = switches & {"--fix", "--diff"}
    jobs: int | None = None
    graph: str | None = None
    rest: list[str] = []
    while ahead:
        argument = ahead.pop(0)
        name, equals, value = argument.partition("=")
        if name not in ("--jobs", "--graph"):
            rest.append(argument)
            continue
        if not equals:
            value = ahead.pop(0) if ahead else ""
        if name == "--graph":
            graph = _graph_format(value)
        else:
            jobs = _number(value)
    if graph is not None and mends:
        message = f"--graph draws and fixes nothing: leave out {' and '.join(sorted(mends))}, or --graph"
        raise UsageError(message)
    if not behind:
        _mark_files(rest)
    rest = [argument for argument in rest + behind if argument != "-"]
    rest = rest[:-1] if rest[-1:] == ["--"] else rest
    return Arguments(rest, jobs, switches, graph)


def _mark_files(rest: list[str]) -> None:
    """Put `--` in front of the files at the end."""
    at = len(rest)
    while at and not rest[at - 1].startswith("-") and named_files(rest[at - 1]):
        at -= 1
    before = rest[at - 1] if at else ""
    if before in _TAKE_ONE:
        at += 1
    if at < len(rest) and before.partition("=")[0] not in _TAKE_FILES:
        rest.insert(at, "--")


def _number(value: str) -> int:
    if not (value.isascii() and value.isdigit() and int(value)):
        message = f"--jobs takes the number of processes, from 1 up, not '{value}'"
        raise UsageError(message)
    return int(value)


def _graph_format(value: str) -> str:
    if value not in _GRAPHS:
        message = f"--graph takes {' or '.join(_GRAPHS)}, not '{value}'"
        raise UsageError(message)
    return value


def named_files(argument: str) -> list[str]:
    """Return the file of this name, else those that it names as a pattern, as cfn-lint expands it."""
    if argument not in LOOKED_UP:
        LOOKED_UP[argument] = [argument] if os.path.isfile(argument) else _matching(argument)
    return LOOKED_UP[argument]


def _matching(pattern: str) -> list[str]:
    if not any(letter in pattern for letter in "*?["):
        return []
    import glob  # noqa: PLC0415 - few arguments are patterns

    return [name for name in glob.glob(pattern, recursive=True) if os.path.isfile(name)]


# Every argument is asked for twice: where the files begin, and which they are.
LOOKED_UP: dict[str, list[str]] = {}
