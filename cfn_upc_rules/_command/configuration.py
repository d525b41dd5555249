"""cfn-lint's configuration, of the command line and `.cfnlintrc`, with what is our own of it."""

from __future__ import annotations

import glob
import logging
import os
from typing import TYPE_CHECKING, Any

import yaml
from cfnlint.config import ConfigMixIn

from cfn_upc_rules._command.arguments import UsageError
from cfn_upc_rules._command.formats import FORMATS
from cfn_upc_rules._template.values import mapping

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from collections.abc import Iterator

    from cfn_upc_rules._command.arguments import Arguments

# The rule whose option `base` says what change safety compares with.
BASE_RULE = "W9670"


class Configuration(ConfigMixIn):
    """cfn-lint's configuration, with the formats of our own, and `--since` as the base where no other is configured.

    Attributes:
        since: the revision, None where the command was given none.
    """

    since: str | None = None

    def create_parser(self) -> ArgumentParser:
        """Return cfn-lint's parser of arguments, which takes our formats, too."""
        parser: ArgumentParser = super().create_parser()  # type: ignore[no-untyped-call]
        [option] = [action for action in parser._actions if action.dest == "format"]  # noqa: SLF001
        option.choices = [*(option.choices or ()), *FORMATS]
        return parser

    @property
    def configure_rules(self) -> Any:
        """The options of the rules."""
        configured = super().configure_rules
        if self.since is None:
            return configured
        options = mapping(configured.get(BASE_RULE))
        given = {"base": self.since}
        # A template takes the base away from nobody: W9670 says that the option is misplaced there.
        is_said_by_template = options == mapping(mapping(self.template_args.get("configure_rules")).get(BASE_RULE))
        return {**configured, BASE_RULE: {**options, **given} if is_said_by_template else {**given, **options}}


def configuration(arguments: Arguments, names: list[str] | None = None) -> Configuration:
    """Return cfn-lint's configuration, for other files than the arguments name where `names` is given.

    Raises:
        UsageError: a configuration file is missing or no YAML.
    """
    try:
        if names is None:
            config = Configuration(list(_by_name(arguments.rest)))
        else:
            config = Configuration(arguments.rest, templates=[glob.escape(name) for name in names])
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
    config.since = arguments.since
    return config


def _by_name(rest: list[str]) -> Iterator[str]:
    """Yield the arguments; `pages/[id].json` is a file to whoever names it, and a pattern to cfn-lint."""
    option = ""
    for argument in rest:
        if option != "--" and argument.startswith("-"):
            option = argument
        is_file = option in ("--", "-t", "--template") and os.path.isfile(argument)
        yield glob.escape(argument) if is_file else argument


def is_debugging() -> bool:
    """Return whether the user asks where something failed (`--debug`)."""
    return logging.getLogger("cfnlint").isEnabledFor(logging.DEBUG)
