"""The command line: our own options, what is left for cfn-lint, and which arguments are files.

Nothing of cfn-lint is imported: that alone takes longer than reading a few hundred files.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False  # see `cfn_upc_rules/__init__.py`
if TYPE_CHECKING:
    from typing import NoReturn

# cfn-lint's options that take several files or folders, and those that take one value, of any kind.
_TAKE_FILES = (
    *("-t", "--template", "--ignore-templates", "--deployment-files", "--parameter-files"),
    *("-a", "--append-rules", "-s", "--registry-schemas"),
)
_TAKE_ONE = (
    *("-z", "--custom-rules", "-o", "--override-spec", "--output-file", "--config-file"),
    *("-f", "--format", "--non-zero-exit-code"),
)

_GRAPHS = ("mermaid", "dot")
_SWITCHES = frozenset(
    {"--plugin-only", "--tracked", "--changed", "--pull-request", "--fix", "--diff", "--unsafe-fixes"}
)
# What makes no sense where a picture is drawn.
_NOT_DRAWN = {"--fix", "--diff", "--baseline", "--write-baseline", "--summary"}
# Our options that take a value, and what that is.
_VALUES = {
    "--jobs": "the number of processes, from 1 up",
    "--graph": " or ".join(_GRAPHS),
    "--since": "a git revision",
    "--baseline": "a file",
    "--write-baseline": "a file",
    "--summary": "a file",
}


class Arguments:
    """The options of our own, and the arguments left for cfn-lint.

    Attributes:
        plugin_only: whether our rules run alone.
        graph: the format of the picture that is drawn instead of a report, None for none.
        tracked: whether what stands behind `--` are git's pathspecs of files to lint.
        changed: whether only those of them are linted that have changed, and their parents.
        pull_request: whether GitHub's environment says what a pull request is merged into.
        since: the git revision that change safety compares with where no other is configured, None for its default.
        fix: whether what can be mended is mended.
        diff: whether what would be mended is shown, and nothing is written.
        unsafe_fixes: whether unsafe edits count, too.
        jobs: how many processes lint, None where that is left to us.
        baseline: the file of the findings that are hidden, None for none.
        write_baseline: the file that the findings are noted in, None for none.
        summary: the file that a table of the findings is added to, None for none.
        rest: cfn-lint's arguments.
    """

    def __init__(self, rest: list[str], switches: frozenset[str], values: dict[str, str]) -> None:
        """Take the options.

        Raises:
            UsageError: the value of an option can't be used.
        """
        self.plugin_only = "--plugin-only" in switches
        self.changed = "--changed" in switches
        self.tracked = "--tracked" in switches or self.changed
        self.pull_request = "--pull-request" in switches
        self.fix = "--fix" in switches
        self.diff = "--diff" in switches
        self.unsafe_fixes = "--unsafe-fixes" in switches
        self.graph = values.get("--graph")
        self.jobs = _number(values["--jobs"]) if "--jobs" in values else None
        self.since = values.get("--since")
        self.baseline = values.get("--baseline")
        self.write_baseline = values.get("--write-baseline")
        self.summary = values.get("--summary")
        self.rest = rest
        if self.graph not in (None, *_GRAPHS):
            _refuse("--graph", str(self.graph))

    @property
    def writes_always(self) -> bool:
        """Whether there is something to do even where nothing is linted."""
        return bool(self.graph or self.baseline or self.write_baseline or self.summary)


class UsageError(Exception):
    """An argument that can't be used; says what to write instead."""


def parse(arguments: list[str]) -> Arguments:
    """Take our own options out of the arguments, and mark where the file names begin.

    cfn-lint's options take any number of values, so that in `-c I a.yaml`, which is what pre-commit makes of
    `args: [-c, I]`, the file would be one more value. `--` is put in front of the files at the end. A `-` alone,
    which is how other programs are told to read standard input, goes: cfn-lint reads it where no file is named.

    Raises:
        UsageError: an option without its value, two that exclude each other, or a file that looks like an option.
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    ahead, behind = list(arguments[:end]), arguments[end:]
    for argument in ahead:
        if argument.startswith("-") and os.path.lexists(argument):
            message = f"there is a file '{argument}', which looks like an option: write ./{argument} to lint it"
            raise UsageError(message)
    ahead, values = _values_in(ahead)
    switches = _SWITCHES.intersection(ahead)
    rest = [argument for argument in ahead if argument not in switches]
    _see_to_what_excludes(switches, values)
    if not behind:
        _mark_files(rest)
    rest = [argument for argument in rest + behind if argument != "-"]
    rest = rest[:-1] if rest[-1:] == ["--"] else rest
    return Arguments(rest, switches, values)


def _values_in(ahead: list[str]) -> tuple[list[str], dict[str, str]]:
    """Return the arguments without our options that take a value, and the values of these."""
    rest: list[str] = []
    values: dict[str, str] = {}
    while ahead:
        argument = ahead.pop(0)
        name, equals, value = argument.partition("=")
        if name not in _VALUES:
            rest.append(argument)
            continue
        if not equals:
            value = ahead.pop(0) if ahead else ""
        if not value or (value.startswith("-") and not equals):
            _refuse(name, value)
        values[name] = value
    return rest, values


def _refuse(name: str, value: str) -> NoReturn:
    message = f"{name} takes {_VALUES[name]}, not '{value}'"
    raise UsageError(message)


def _see_to_what_excludes(switches: frozenset[str], values: dict[str, str]) -> None:
    """See that no two options are given of which only one can be meant."""
    others = sorted(_NOT_DRAWN & {*switches, *values})
    if "--graph" in values and others:
        message = f"--graph draws, and does nothing else: leave out {' and '.join(others)}, or --graph"
        raise UsageError(message)
    if "--baseline" in values and "--write-baseline" in values:
        message = "--write-baseline notes all findings anew: leave out --baseline"
        raise UsageError(message)
    if "--diff" in switches and "--write-baseline" in values:
        message = "--diff writes nothing: leave out --write-baseline, or --diff"
        raise UsageError(message)


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
        _refuse("--jobs", value)
    return int(value)


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
