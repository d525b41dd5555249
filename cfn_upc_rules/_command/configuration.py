"""cfn-lint's configuration, of the command line and `.cfnlintrc`."""

from __future__ import annotations

import glob
import logging
import os
from typing import TYPE_CHECKING

import yaml
from cfnlint.config import ConfigMixIn

from cfn_upc_rules._command.arguments import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator


def configuration(rest: list[str], names: list[str] | None = None) -> ConfigMixIn:
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


def is_debugging() -> bool:
    """Return whether the user asks where something failed (`--debug`)."""
    return logging.getLogger("cfnlint").isEnabledFor(logging.DEBUG)
