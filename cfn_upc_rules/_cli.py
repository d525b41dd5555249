"""The command `cfn-upc-lint`: cfn-lint with this plugin's rules.

This module decides whether there is anything to do at all, and imports nothing of cfn-lint: that alone takes
longer than reading a few hundred files. What there is to do is done by `_runner.py`.
"""

from __future__ import annotations

import gc
import os
import stat
import sys

from cfn_upc_rules._worktree import by_working_tree

CLIENT_TYPE = b"AWS::Cognito::UserPoolClient"

# cfn-lint's options that take several files or folders, and those that take one value, of any kind.
_TAKE_FILES = (
    *("-t", "--template", "--ignore-templates", "--deployment-files", "--parameter-files"),
    *("-a", "--append-rules", "-s", "--registry-schemas"),
)
_TAKE_ONE = (
    *("-z", "--custom-rules", "-o", "--override-spec", "--output-file", "--config-file"),
    *("-f", "--format", "--non-zero-exit-code"),
)
# Options that only choose among findings: where there are none, they change nothing. Any value will do.
_CHOOSE = ("-i", "--ignore-checks", "-c", "--include-checks", "-m", "--mandatory-checks")
_CHOOSE_ALONE = (
    *("-e", "--include-experimental"),
    *(f"--non-zero-exit-code={level}" for level in ("informational", "warning", "error", "none")),
)
# Keys of cfn-lint's configuration that do so, too.
_HARMLESS = {
    *(b"append_rules", b"configure_rules", b"ignore_checks", b"include_checks", b"include_experimental"),
    *(b"mandatory_checks", b"non_zero_exit_code"),
}
_EXIT_USAGE = 1
# Importing cfn-lint and decoding a template makes objects by the hundred thousand, and next to none is garbage.
_GARBAGE = 200_000


class Own:
    """The options of our own, and the arguments left for cfn-lint.

    Attributes:
        plugin_only: whether our rules run alone.
        jobs: how many processes lint, None where that is left to us.
        rest: cfn-lint's arguments.
    """

    def __init__(self, rest: list[str], jobs: int | None = None, *, plugin_only: bool = False) -> None:
        """Take the options."""
        self.plugin_only = plugin_only
        self.jobs = jobs
        self.rest = rest


class UsageError(Exception):
    """An argument that can't be used; says what to write instead."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: the command line without the program's name, by default that of the process.

    Returns:
        cfn-lint's exit code: 0 without findings, else a sum of 2 (errors), 4 (warnings), 8 (informational);
        1 where the arguments or the configuration can't be used.
    """
    try:
        gc.set_threshold(_GARBAGE)
        _looked_up.clear()
        own = parse(sys.argv[1:] if arguments is None else arguments)
        if own.plugin_only and nothing_to_do(own.rest):
            return 0
        if sys.stdin is None:  # cfn-lint looks at it
            sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115
        from cfn_upc_rules import _runner  # noqa: PLC0415 - imports cfn-lint

        return _runner.run(own)
    except UsageError as error:
        if sys.stderr is not None:
            print(f"cfn-upc-lint: {error}", file=sys.stderr)  # noqa: T201
        return _EXIT_USAGE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:  # the reader has seen enough, as `head` has
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115
        return _EXIT_USAGE


def parse(arguments: list[str]) -> Own:
    """Take our own options out of the arguments, and mark where the file names begin.

    cfn-lint's options take any number of values, so that in `-c I a.yaml`, which is what pre-commit makes of
    `args: [-c, I]`, the file would be one more value. `--` is put in front of the files at the end. A `-` alone,
    which is how other programs are told to read standard input, goes: cfn-lint reads it where no file is named.

    Raises:
        UsageError: `--jobs` without a number.
    """
    end = arguments.index("--") if "--" in arguments else len(arguments)
    ahead, behind = list(arguments[:end]), arguments[end:]
    plugin_only = "--plugin-only" in ahead
    ahead = [argument for argument in ahead if argument != "--plugin-only"]
    jobs: int | None = None
    rest: list[str] = []
    while ahead:
        argument = ahead.pop(0)
        if argument != "--jobs" and not argument.startswith("--jobs="):
            rest.append(argument)
            continue
        value = argument.partition("=")[2] if "=" in argument else (ahead.pop(0) if ahead else "")
        if not (value.isascii() and value.isdigit() and int(value)):
            message = f"--jobs takes the number of processes, from 1 up, not '{value}'"
            raise UsageError(message)
        jobs = int(value)
    if not behind:
        at = len(rest)
        while at and not rest[at - 1].startswith("-") and _files(rest[at - 1]):
            at -= 1
        before = rest[at - 1] if at else ""
        if before in _TAKE_ONE:
            at += 1
        if at < len(rest) and before.partition("=")[0] not in _TAKE_FILES:
            rest.insert(at, "--")
    rest = [argument for argument in rest + behind if argument != "-"]
    return Own(rest[:-1] if rest[-1:] == ["--"] else rest, jobs, plugin_only=plugin_only)


def nothing_to_do(rest: list[str]) -> bool:
    """Return whether it is certain that cfn-lint would find, print and do nothing with our rules alone.

    Certain means: all arguments are files, or options that choose among findings; there is at least one
    file; none has, or had, a client. In doubt cfn-lint decides.
    """
    files = _named_files(rest)
    if not files or _configured():
        return False
    present, without = sort_out(files)
    if present:
        from cfn_upc_rules._template_files import is_template  # noqa: PLC0415 - loads YAML

        if any(map(is_template, present)):
            return False
    return not had_client(without)


def _named_files(rest: list[str]) -> list[str]:
    """Return the files behind `--`; none where there is an argument of another kind, or a bad one."""
    if "--" not in rest:
        return []
    end = rest.index("--")
    choosing = waits = False
    for argument in rest[:end]:
        if not argument.startswith("-"):
            if not choosing:
                return []
            waits = False
        elif waits or not (argument in _CHOOSE_ALONE or argument.partition("=")[0] in _CHOOSE):
            return []
        else:
            choosing = waits = argument in _CHOOSE
    found = [_files(argument) for argument in rest[end + 1 :]]
    return [] if waits or not all(found) else [name for names in found for name in names]


def _files(argument: str) -> list[str]:
    """Return the file of this name, else those that it names as a pattern, as cfn-lint expands it."""
    if argument not in _looked_up:
        _looked_up[argument] = [argument] if os.path.isfile(argument) else _matching(argument)
    return _looked_up[argument]


def _matching(pattern: str) -> list[str]:
    if not any(letter in pattern for letter in "*?["):
        return []
    import glob  # noqa: PLC0415 - few arguments are patterns

    return [name for name in glob.glob(pattern, recursive=True) if os.path.isfile(name)]


# Every argument is asked for twice: where the files begin, and which they are.
_looked_up: dict[str, list[str]] = {}


def _configured() -> bool:
    """Return whether cfn-lint's configuration may do more than choose rules and findings, or is not easily read."""
    for folder in (".", os.path.expanduser("~")):
        for name in (".cfnlintrc", ".cfnlintrc.yaml", ".cfnlintrc.yml"):
            text = held(os.path.join(folder, name)) or b""
            keys = {line.partition(b":")[0] for line in text.splitlines() if line[:1] not in b" \t#-"}
            if b"W9670" in text or not keys.issubset(_HARMLESS):
                return True
    return False


def sort_out(filenames: list[str]) -> tuple[list[str], list[str]]:
    """Return the files that cfn-lint has to look at, and those without a client that may be templates."""
    present: list[str] = []
    without: list[str] = []
    for filename in filenames:
        text = held(filename)
        if text is None or may_have_client(text):
            present.append(filename)
        elif b"Resources" in text:
            without.append(filename)
    return present, without


def held(filename: str) -> bytes | None:
    """Return what a file holds; None for one that can't be read, or only once (a pipe): cfn-lint does that.

    Without the layers of `open`, which take most of the time for hundreds of small files.
    """
    try:
        known = os.stat(filename)
        if not stat.S_ISREG(known.st_mode):
            return None
        file = os.open(filename, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        try:
            text = os.read(file, known.st_size)
            # A large file comes in pieces.
            while len(text) < known.st_size and (more := os.read(file, known.st_size - len(text))):
                text += more
            return text
        finally:
            os.close(file)
    except OSError:
        return None


def may_have_client(text: bytes) -> bool:
    """Return whether a text names a client, may make one (in a loop, by an escape), or sets a base of its own."""
    if CLIENT_TYPE in text or b"W9670" in text:
        return True
    return (b"Fn::ForEach" in text or b"\\" in text) and (b"Cognito" in text or b"UserPoolClient" in text)


def had_client(without: list[str], base: str | None = None) -> list[str]:
    """Return those of some templates without a client that had one in the base (default: `HEAD`)."""
    trees = by_working_tree(without)
    if not trees:
        return []
    from cfn_upc_rules import _base_version  # noqa: PLC0415 - runs git: only where there is a repository

    return _base_version.had_client(trees, _base_version.DEFAULT_BASE if base is None else base)
