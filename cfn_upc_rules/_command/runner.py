"""Runs cfn-lint with this plugin's rules, for the command `cfn-upc-lint`."""

from __future__ import annotations

import io
import os
import sys
from typing import TYPE_CHECKING

import cfnlint.rules.errors
import cfnlint.version
from cfnlint.exceptions import CfnLintExitException
from cfnlint.match import Match
from cfnlint.rules import CloudFormationLintRule, Rules
from cfnlint.runner import Runner

from cfn_upc_rules import __version__
from cfn_upc_rules._command.arguments import UsageError
from cfn_upc_rules._command.configuration import configuration, is_debugging
from cfn_upc_rules._command.files import had_client, may_have_subject, sort_out
from cfn_upc_rules._command.processes import FEW, in_parallel, with_progress
from cfn_upc_rules._command.template_files import is_template, is_template_text
from cfn_upc_rules._command.wire import Refusal, Result, WireMatch
from cfn_upc_rules._rule import UpcRule
from cfn_upc_rules._template.values import mapping

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfnlint.config import ConfigMixIn

    from cfn_upc_rules._command.arguments import Arguments

_HELP = f"""cfn-upc-lint {__version__}: cfn-lint with the rules of cfn-upc-rules always loaded.
It takes all of cfn-lint's arguments, shown below, and two of its own:
  --plugin-only    run the rules of cfn-upc-rules alone, and pass over files without Cognito
  --jobs N         lint N files at a time (default: one for a few files, all processors for more)
"""
_EXTRAS = {"sarif", "junit"}


class PluginRunner(Runner):
    """cfn-lint's runner, with our rules loaded exactly once, whatever else names them.

    Args:
        arguments: our own options, and cfn-lint's arguments.
        config: cfn-lint's configuration, with the files to lint.
    """

    def __init__(self, arguments: Arguments, config: ConfigMixIn) -> None:
        """Load the rules."""
        self.arguments = arguments
        super().__init__(config)

    def _get_rules(self) -> None:
        self.rules = Rules()
        for path in self.config.append_rules:
            if os.path.isfile(path):
                message = (
                    f"--append-rules takes folders and modules, and took the file '{path}': write -- before templates"
                )
                raise UsageError(message)
        if self.arguments.plugin_only:
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
        jobs = min(self.arguments.jobs or (1 if len(names) <= FEW else os.cpu_count() or 1), len(names))
        results: Iterator[list[Match]]
        if jobs > 1:
            results = map(self._matches, in_parallel(names, jobs, _start_worker, self.arguments, _work_on))
        elif len(names) > 1:
            results = (self.findings(name, configuration(self.arguments.rest, [name])) for name in names)
        else:
            results = iter([self.findings(names[0], self.config)])
        for found in with_progress(results, len(names)):
            yield from found

    def findings(self, name: str, config: ConfigMixIn) -> list[Match]:
        """Return the findings of one file; where cfn-lint fails for it, that is one, and the others still count."""
        whole, self.config = self.config, config
        try:
            return list(super().run())
        except CfnLintExitException:
            raise
        except Exception as error:
            if is_debugging():
                raise
            message = f"cfn-lint can't lint this file: {_described(error)} (--debug shows where)"
            return [Match.create(message=message, filename=name, rule=cfnlint.rules.errors.RuleError())]
        finally:
            self.config = whole  # formatters count its templates

    def _matches(self, result: Result | Refusal) -> list[Match]:
        """Return what a worker found, and note the rules that it ran: some formatters list them.

        Raises:
            CfnLintExitException: the worker could not go on.
        """
        if isinstance(result, Refusal):
            raise CfnLintExitException(result.message, result.exit_code)
        self.rules.used_rules.update({rule: self.rules[rule] for rule in result.used})
        return [found.match(self.rules) for found in result.matches]


def run(arguments: Arguments) -> int:
    """Run cfn-lint.

    Args:
        arguments: our own options, and cfn-lint's arguments.

    Returns:
        The exit code.

    Raises:
        UsageError: the arguments or the configuration can't be used.
    """
    try:
        if {"-h", "--help"} & set(arguments.rest):
            print(_HELP)  # noqa: T201
        if {"-v", "--version"} & set(arguments.rest):
            print(f"cfn-upc-lint {__version__}\ncfn-lint {cfnlint.version.__version__}")  # noqa: T201
            return 0
        _run(arguments)
    except SystemExit as error:
        if error.code is None or isinstance(error.code, int):
            return error.code or 0
        raise UsageError(str(error.code)) from error
    except (UsageError, BrokenPipeError):
        raise
    except Exception as error:
        if is_debugging():
            raise
        message = f"cfn-lint stopped: {_described(error)} (--debug shows where)"
        raise UsageError(message) from error
    return 0


def _described(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"


def _home(rule: CloudFormationLintRule) -> str:
    return f"{type(rule).__module__}.{type(rule).__qualname__}"


def _run(arguments: Arguments) -> None:
    """Let cfn-lint lint and report; it ends by SystemExit."""
    config = configuration(arguments.rest)
    try:
        asks = config.listrules or config.update_specs or config.update_documentation  # not about templates
        if arguments.plugin_only and not config.deployment_files and not asks:
            wanted = _wanted(config)
            if wanted == []:
                PluginRunner(arguments, config)._cli_output([])  # noqa: SLF001 - an empty report is a report, too
            config = configuration(arguments.rest, wanted)
        PluginRunner(arguments, config).cli()
    except ImportError as error:
        if config.format not in _EXTRAS:
            raise
        message = f"the format '{config.format}' needs an extra of cfn-lint: pip install 'cfn-lint[{config.format}]'"
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
    read = text.encode("utf-8", "surrogateescape")
    return None if may_have_subject(read) and is_template_text(read) else []


_worker: list[PluginRunner] = []


def _start_worker(arguments: Arguments) -> None:
    _worker[:] = [PluginRunner(arguments, configuration(arguments.rest, []))]


def _work_on(name: str) -> Result | Refusal:
    runner = _worker[0]
    try:
        matches = [WireMatch.of(match) for match in runner.findings(name, configuration(runner.arguments.rest, [name]))]
    except CfnLintExitException as error:
        return Refusal(str(error), error.exit_code)
    return Result(matches, tuple(runner.rules.used_rules))


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
