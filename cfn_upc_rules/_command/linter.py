"""cfn-lint's runner with this plugin's rules: over all files, in one process or several, to a whole report."""

from __future__ import annotations

import os
import sys
from functools import partial
from typing import TYPE_CHECKING

import cfnlint.rules.errors
from cfnlint.exceptions import CfnLintExitException
from cfnlint.match import Match
from cfnlint.rules import CloudFormationLintRule, Rules
from cfnlint.runner import Runner

from cfn_upc_rules._application.exports import Run
from cfn_upc_rules._command import report
from cfn_upc_rules._command.arguments import UsageError
from cfn_upc_rules._command.baseline import Baseline
from cfn_upc_rules._command.configuration import configuration, is_debugging
from cfn_upc_rules._command.exporting import exports_among, importing
from cfn_upc_rules._command.formats import FORMATS, formatter_for
from cfn_upc_rules._command.hiding import hide, note
from cfn_upc_rules._command.hint import hint
from cfn_upc_rules._command.processes import FEW, in_parallel, with_progress
from cfn_upc_rules._command.wire import Outcome, Refusal, Result, WireMatch
from cfn_upc_rules._rule import UpcRule
from cfn_upc_rules._template.printable import printable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cfnlint.config import ConfigMixIn

    from cfn_upc_rules._application.exports import Key
    from cfn_upc_rules._command.arguments import Arguments

# The formats that write what commands a terminal, or GitHub, in another way, and need the files' own names.
_ESCAPING = ("json", *FORMATS)
# The formats for people, those that editors show as they are, and the one that has a place for fixes.
_SHOW_FIXES = ("pretty", "parseable", "sarif")
# Those that nothing but people reads; None is cfn-lint's default.
_FOR_PEOPLE = (None, "pretty")


class PluginRunner(Runner):
    """cfn-lint's runner, with our rules loaded exactly once, whatever else names them.

    Args:
        arguments: our own options, and cfn-lint's arguments.
        config: cfn-lint's configuration, with the files to lint.
        names: all files of the run, where there are more than those to lint: they may export something, too.
    """

    def __init__(self, arguments: Arguments, config: ConfigMixIn, names: list[str] | None = None) -> None:
        """Load the rules."""
        self.arguments = arguments
        self.outcome: Outcome | None = None
        _see_that_no_report_is_written_to(arguments.baseline or arguments.write_baseline, arguments, config)
        self.baseline = None if arguments.baseline is None else Baseline.read(arguments.baseline)
        if arguments.write_baseline is not None:
            Baseline.see_that_nothing_is_lost(arguments.write_baseline)
        self._names = names
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
        with importing(exports_among(self._names or names)):
            yield from self._run(names)

    def _run(self, names: list[str]) -> Iterator[Match]:
        if not names or self.config.deployment_files or self.config.parameter_files:
            yield from super().run()
            return
        jobs = min(self.arguments.jobs or (1 if len(names) <= FEW else os.cpu_count() or 1), len(names))
        results: Iterator[list[Match]]
        start = partial(_start_worker, type(self), self.arguments, Run.exports)
        if jobs > 1:
            results = map(self._matches, in_parallel(names, jobs, start, _lost))
        elif len(names) > 1:
            results = (self.findings(name, configuration(self.arguments, [name])) for name in names)
        else:
            results = iter([self.findings(names[0], self.config)])
        for found in with_progress(results, len(names)):
            yield from self.settled(found)

    def settled(self, found: list[Match]) -> list[Match]:
        """Do what is to be done with the outcome of a file, in their order; return the findings that it has now."""
        return found

    def _cli_output(self, matches: list[Match]) -> None:
        """Write the report; unlike cfn-lint's it holds no commands for a terminal, and is written whole or not at all.

        Raises:
            SystemExit: with cfn-lint's exit code.
            UsageError: the report can't be written.
        """
        matches.sort(key=lambda match: (match.filename or "", match.linenumber, match.rule.id))
        matches = self._new(matches)
        said = matches if self.config.format in _ESCAPING else [report.shown(match) for match in matches]
        shows_fixes = self.config.format in _SHOW_FIXES and any(hasattr(match, "edit") for match in matches)
        if shows_fixes:
            from cfn_upc_rules._command import marks, sarif_fixes  # noqa: PLC0415 - few runs have something to show

            if self.config.format != "sarif":
                said = marks.marked(said, matches, is_unsafe=self.arguments.unsafe_fixes)
        text = formatter_for(self.config).print_matches(said, self.rules, config=self.config)
        if shows_fixes and self.config.format == "sarif":
            text = sarif_fixes.added(text, matches)
        elif self.config.format == "json" and matches:
            from cfn_upc_rules._command import advice  # noqa: PLC0415 - few runs ask for it

            text = advice.added(text, matches)
        if text:
            report.write(text, self.config.output_file)
        if self.arguments.summary is not None:
            from cfn_upc_rules._command.summary import add_summary  # noqa: PLC0415 - few runs are GitHub's

            add_summary(matches, self.arguments.summary)
        self._name_a_page(matches)
        self._exit(matches)

    def _new(self, matches: list[Match]) -> list[Match]:
        """Return the findings that are not noted; with `--write-baseline` all of them are, from now on."""
        if self.arguments.write_baseline is not None:
            return note(matches, self.arguments.write_baseline)
        if self.baseline is None:
            return matches
        linted = {self.baseline.template(name) for name in self._names or self._templates()}
        return hide(matches, self.baseline, lambda place: place.template in linted and self._is_run(place.rule))

    def _templates(self) -> list[str]:
        """Return the files to lint; none where one of them is not there, which cfn-lint reports."""
        try:
            return self.config.templates or []
        except ValueError:
            return []

    def _is_run(self, rule_id: str) -> bool:
        """Return whether a rule would find something in each of the files."""
        rule = self.rules.get(rule_id)
        # Files without Cognito are passed over where our rules run alone, with whatever else is wrong in them.
        if rule is None or (self.arguments.plugin_only and not isinstance(rule, UpcRule)):
            return False
        if isinstance(rule, UpcRule) and rule.looks_beyond:
            return False
        return self.rules.is_rule_enabled(rule, self.config)

    def _name_a_page(self, matches: list[Match]) -> None:
        """Say once how a finding is explained, where somebody reads findings on a terminal.

        Programs read the other formats, and editors whatever the command prints; so nothing is said to a pipe.
        """
        said = hint(matches)
        is_read = self.config.format in _FOR_PEOPLE and not self.config.output_file
        if said and is_read and sys.stdout.isatty() and sys.stderr is not None and sys.stderr.isatty():
            print(said, file=sys.stderr)  # noqa: T201

    def findings(self, name: str, config: ConfigMixIn) -> list[Match]:
        """Return the findings of one file; where cfn-lint fails for it, that is one, and the others still count."""
        self.outcome = None
        if not _is_unicode(name):
            return [_failed(name, f"its name is no {sys.getfilesystemencoding().upper()}")]
        whole, self.config = self.config, config
        try:
            return self.findings_of(name)
        except CfnLintExitException:
            raise
        except Exception as error:
            if is_debugging():
                raise
            self.outcome = None
            return [_failed(name, f"{described(error)} (--debug shows where)")]
        finally:
            self.config = whole  # formatters count its templates

    def findings_of(self, name: str) -> list[Match]:  # noqa: ARG002 - who overrides it needs the name
        """Return the findings of the one file that the configuration names; may raise whatever cfn-lint raises."""
        return list(super().run())

    def _matches(self, result: Result | Refusal) -> list[Match]:
        """Return what a worker found, and note the rules that it ran: some formatters list them.

        Raises:
            CfnLintExitException: the worker could not go on.
        """
        if isinstance(result, Refusal):
            raise CfnLintExitException(result.message, result.exit_code)
        self.rules.used_rules.update({rule: self.rules[rule] for rule in result.used})
        self.outcome = result.outcome
        return [found.match(self.rules) for found in result.matches]


def _see_that_no_report_is_written_to(baseline: str | None, arguments: Arguments, config: ConfigMixIn) -> None:
    """See that a baseline is not overwritten as soon as it is written or read.

    Raises:
        UsageError: it is the file of a report, too.
    """
    for option, name in (("--output-file", config.output_file), ("--summary", arguments.summary)):
        if baseline and name and os.path.realpath(baseline) == os.path.realpath(name):
            message = f"'{name}' can't be the baseline and a report: give {option} another file"
            raise UsageError(message)


def described(error: Exception) -> str:
    """Return an error as a sentence names it."""
    return f"{type(error).__name__}: {error}"


def _is_unicode(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeError:
        return False
    return True


def _home(rule: CloudFormationLintRule) -> str:
    return f"{type(rule).__module__}.{type(rule).__qualname__}"


def _start_worker(
    kind: type[PluginRunner], arguments: Arguments, exports: dict[Key, tuple[str, str]]
) -> Callable[[str], Result | Refusal]:
    """Load the rules in a process, which gets the exports of the run; return what does the work on one file."""
    Run.exports = exports
    return partial(_work_on, kind(arguments, configuration(arguments, [])))


def _work_on(runner: PluginRunner, name: str) -> Result | Refusal:
    try:
        matches = [WireMatch.of(match) for match in runner.findings(name, configuration(runner.arguments, [name]))]
    except CfnLintExitException as error:
        return Refusal(str(error), error.exit_code)
    return Result(matches, tuple(runner.rules.used_rules), runner.outcome)


def _lost(name: str, code: int) -> Result:
    """Return the finding for a file whose process ended over it."""
    how = f"was killed (signal {-code}), often for want of memory" if code < 0 else f"ended with exit code {code}"
    return Result([WireMatch.of(_failed(name, f"its process {how}"))], ())


def _failed(name: str, why: str) -> Match:
    return Match.create(
        message=printable(f"cfn-lint can't lint this file: {why}"),
        filename=printable(name),
        rule=cfnlint.rules.errors.RuleError(),
    )


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
