"""Runs cfn-lint with this plugin's rules, for the command `cfn-upc-lint`."""

from __future__ import annotations

import glob
import io
import logging
import os
import signal
import sys
from typing import TYPE_CHECKING, Any, NamedTuple

import cfnlint.version
import yaml
from cfnlint.config import ConfigMixIn
from cfnlint.exceptions import CfnLintExitException
from cfnlint.match import Match
from cfnlint.rules import CloudFormationLintRule, RuleMatch, Rules
from cfnlint.rules.errors import RuleError
from cfnlint.runner import Runner

from cfn_upc_rules import __version__
from cfn_upc_rules._cli import UsageError, had_client, may_have_client, sort_out
from cfn_upc_rules._rule import UpcRule
from cfn_upc_rules._template_files import is_template, is_template_text
from cfn_upc_rules._values import mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._cli import Own

_HELP = f"""cfn-upc-lint {__version__}: cfn-lint with the rules of cfn-upc-rules always loaded.
It takes all of cfn-lint's arguments, shown below, and two of its own:
  --plugin-only    run the rules of cfn-upc-rules alone, and pass over files without a User Pool Client
  --jobs N         lint N files at a time (default: one for a few files, all processors for more)
"""
# Loading the rules in another process pays off from about so many files on.
_FEW = 8
_EXTRAS = {"sarif", "junit"}


class PluginRunner(Runner):
    """cfn-lint's runner, with our rules loaded exactly once, whatever else names them.

    Args:
        own: our own options, and cfn-lint's arguments.
        config: cfn-lint's configuration, with the files to lint.
    """

    def __init__(self, own: Own, config: ConfigMixIn) -> None:
        """Load the rules."""
        self.own = own
        super().__init__(config)

    def _get_rules(self) -> None:
        self.rules = Rules()
        for path in self.config.append_rules:
            if os.path.isfile(path):
                message = (
                    f"--append-rules takes folders and modules, and took the file '{path}': write -- before templates"
                )
                raise UsageError(message)
        if self.own.plugin_only:
            # Crashes and broken files are reported by these.
            self._register(Rules.create_from_module("cfnlint.rules.errors"))
        else:
            for path in self.config.append_rules:
                self._register(_appended(path))
            self._register(Rules.create_from_custom_rules_file(self.config.custom_rules))
        self._register(Rules.create_from_module("cfn_upc_rules"))

    def _register(self, rules: Rules) -> None:
        for rule in rules.values():
            known = self.rules.get(rule.id)
            if known is None:
                self.rules.register(rule)
            elif not (isinstance(rule, UpcRule) and isinstance(known, UpcRule)):
                message = f"there are two rules {rule.id}: {_home(known)} and {_home(rule)} (--append-rules)"
                raise UsageError(message)

    def run(self) -> Iterator[Match]:
        """Yield the findings of all files; those of each file are together, in the order of the files."""
        names = self.config.templates or []
        if not names or self.config.deployment_files or self.config.parameter_files:
            yield from super().run()
            return
        jobs = min(self.own.jobs or (1 if len(names) <= _FEW else os.cpu_count() or 1), len(names))
        if jobs > 1:
            results = self._in_parallel(names, jobs)
        elif len(names) > 1:
            results = (self.findings(name, _config(self.own.rest, [name])) for name in names)
        else:
            results = iter([self.findings(names[0], self.config)])
        for found in _with_progress(results, len(names)):
            yield from found

    def findings(self, name: str, config: ConfigMixIn) -> list[Match]:
        """Return the findings of one file; where cfn-lint fails for it, that is one, and the others still count."""
        whole, self.config = self.config, config
        try:
            return list(super().run())
        except CfnLintExitException:
            raise
        except Exception as error:
            if _debugging():
                raise
            message = f"cfn-lint can't lint this file: {_said(error)} (--debug shows where)"
            return [Match.create(message=message, filename=name, rule=RuleError())]
        finally:
            self.config = whole  # formatters count its templates

    def _in_parallel(self, names: list[str], jobs: int) -> Iterator[list[Match]]:
        import multiprocessing  # noqa: PLC0415 - one process is enough for a few files
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

        size = max(1, min(16, len(names) // jobs // 4))
        with ProcessPoolExecutor(jobs, initializer=_start_worker, initargs=(self.own,)) as pool:
            # Ctrl-C reaches all processes of a terminal: only this one answers.
            answer = signal.signal(signal.SIGINT, signal.SIG_IGN)
            try:
                parts = [pool.submit(_work, names[at : at + size]) for at in range(0, len(names), size)]
            finally:
                signal.signal(signal.SIGINT, answer)
            try:
                for part in parts:
                    yield from map(self._matches, part.result())
            except BaseException:
                for worker in multiprocessing.active_children():
                    worker.terminate()
                raise

    def _matches(self, result: Result | Refusal) -> list[Match]:
        """Return what a worker found, and note the rules that it ran: some formatters list them.

        Raises:
            CfnLintExitException: the worker could not go on.
        """
        if isinstance(result, Refusal):
            raise CfnLintExitException(result.message, result.exit_code)
        self.rules.used_rules.update({rule: self.rules[rule] for rule in result.used})
        return [said.match(self.rules) for said in result.said]


def run(own: Own) -> int:
    """Run cfn-lint.

    Args:
        own: our own options, and cfn-lint's arguments.

    Returns:
        The exit code.

    Raises:
        UsageError: the arguments or the configuration can't be used.
    """
    try:
        if {"-h", "--help"} & set(own.rest):
            print(_HELP)  # noqa: T201
        if {"-v", "--version"} & set(own.rest):
            print(f"cfn-upc-lint {__version__}\ncfn-lint {cfnlint.version.__version__}")  # noqa: T201
            return 0
        _run(own)
    except SystemExit as error:
        if error.code is None or isinstance(error.code, int):
            return error.code or 0
        raise UsageError(str(error.code)) from error
    except (UsageError, BrokenPipeError):
        raise
    except Exception as error:
        if _debugging():
            raise
        message = f"cfn-lint stopped: {_said(error)} (--debug shows where)"
        raise UsageError(message) from error
    return 0


def _debugging() -> bool:
    return logging.getLogger("cfnlint").isEnabledFor(logging.DEBUG)


def _said(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _home(rule: CloudFormationLintRule) -> str:
    return f"{type(rule).__module__}.{type(rule).__qualname__}"


def _run(own: Own) -> None:
    """Let cfn-lint lint and report; it ends by SystemExit."""
    config = _config(own.rest)
    try:
        asks = config.listrules or config.update_specs or config.update_documentation  # not about templates
        if own.plugin_only and not config.deployment_files and not asks:
            wanted = _wanted(config)
            if wanted == []:
                PluginRunner(own, config)._cli_output([])  # noqa: SLF001 - an empty report is a report, too
            config = _config(own.rest, wanted)
        PluginRunner(own, config).cli()
    except ImportError as error:
        if config.format not in _EXTRAS:
            raise
        message = f"the format '{config.format}' needs an extra of cfn-lint: pip install 'cfn-lint[{config.format}]'"
        raise UsageError(message) from error


def _config(rest: list[str], names: list[str] | None = None) -> ConfigMixIn:
    """Return cfn-lint's configuration, for other files than the arguments name where `names` is given.

    Raises:
        UsageError: a configuration file is missing or no YAML.
    """
    try:
        if names is None:
            config = ConfigMixIn(list(_by_name(rest)))
        else:
            config = ConfigMixIn(rest, templates=[glob.escape(name) for name in names])
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark
        where = "" if at is None else f" (line {at.line + 1}, column {at.column + 1})"
        problem = error.problem or error.context or "it can't be read"
        message = f"the configuration is no YAML: {problem}{where}; mend .cfnlintrc, or what --config-file names"
        raise UsageError(message) from error
    except UnicodeError as error:
        message = "the configuration is no UTF-8: mend .cfnlintrc, or what --config-file names"
        raise UsageError(message) from error
    if config.config_file and not os.path.isfile(config.config_file):
        message = f"there is no file '{config.config_file}' (--config-file)"
        raise UsageError(message)
    return config


def _by_name(rest: list[str]) -> Iterator[str]:
    """Yield the arguments; `pages/[id].json` is a file to whoever names it, and a pattern to cfn-lint."""
    option = ""
    for argument in rest:
        if option != "--" and argument.startswith("-"):
            option = argument
        is_file = option in ("--", "-t", "--template") and os.path.isfile(argument)
        yield glob.escape(argument) if is_file else argument


def _appended(path: str) -> Rules:
    """Return the rules of a directory or module.

    Raises:
        UsageError: they can't be loaded.
    """
    try:
        if path and os.path.isdir(os.path.expanduser(path)):
            return Rules.create_from_directory(path)
        return Rules.create_from_module(path)
    except (OSError, ImportError, ValueError) as error:
        message = f"the rules '{path}' (--append-rules) can't be loaded: {error}"
        raise UsageError(message) from error


def _wanted(config: ConfigMixIn) -> list[str] | None:
    """Return the files that our rules have something to say of; None where cfn-lint must find out itself."""
    try:
        names = config.templates
    except ValueError:
        return None  # a file that isn't there: cfn-lint reports it
    if names:
        base = mapping(config.configure_rules.get("W9670")).get("base")
        present, without = sort_out(names)
        concerned = {*present, *had_client(without, base)}
        return [name for name in names if name in concerned and is_template(name)]
    if sys.stdin.isatty():
        return None
    text = sys.stdin.read()
    sys.stdin = io.StringIO(text)  # cfn-lint reads it again
    held = text.encode("utf-8", "surrogateescape")
    return None if may_have_client(held) and is_template_text(held) else []


class Refusal(NamedTuple):
    """Why a worker could not go on."""

    message: str
    exit_code: int


class Result(NamedTuple):
    """What a worker found in a file, and which rules it has run so far."""

    said: list[Said]
    used: tuple[str, ...]


class Said(NamedTuple):
    """A finding as it travels between processes: rules of cfn-lint's own can't."""

    rule: str
    message: str
    filename: str
    place: tuple[int, int, int, int]
    extra: dict[str, Any] | None
    parent: str | None

    @classmethod
    def of(cls, match: Match) -> Said:
        """Take a finding apart."""
        path = getattr(match, "path", None)
        # str() and list() make plain values of cfn-lint's nodes, which can't travel.
        keys = None if path is None else [str(key) if isinstance(key, str) else key for key in path]
        extra = None if keys is None else {"path": keys, "message": str(match.message)}
        place = (match.linenumber, match.columnnumber, match.linenumberend, match.columnnumberend)
        return cls(match.rule.id, str(match.message), str(match.filename or ""), place, extra, match.parent_id)

    def match(self, rules: Rules) -> Match:
        """Put the finding together again."""
        rule = rules.get(self.rule)
        if rule is None:
            rule = CloudFormationLintRule()
            rule.id = self.rule
        return Match.create(
            self.message,
            self.filename,
            rule,
            *self.place,
            rulematch_obj=None if self.extra is None else RuleMatch(**self.extra),
            parent_id=self.parent,
        )


_worker: list[PluginRunner] = []


def _start_worker(own: Own) -> None:
    _worker[:] = [PluginRunner(own, _config(own.rest, []))]


def _work(names: list[str]) -> list[Result | Refusal]:
    return [_work_on(name) for name in names]


def _work_on(name: str) -> Result | Refusal:
    runner = _worker[0]
    try:
        said = [Said.of(match) for match in runner.findings(name, _config(runner.own.rest, [name]))]
    except CfnLintExitException as error:
        return Refusal(str(error), error.exit_code)
    return Result(said, tuple(runner.rules.used_rules))


def _with_progress(results: Any, count: int) -> Iterator[Any]:  # noqa: ANN401
    """Yield the results; say on a terminal how many there are."""
    shown = sys.stderr is not None and sys.stderr.isatty() and count > _FEW
    try:
        for done, result in enumerate(results, 1):
            if shown:
                print(f"\r{done}/{count} files", end="", file=sys.stderr, flush=True)  # noqa: T201
            yield result
    finally:
        if shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)  # noqa: T201
