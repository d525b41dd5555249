"""The formats of our own, which `--format` takes beside those of cfn-lint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfnlint.runner.cli import get_formatter

from cfn_upc_rules._command.github_format import GitHubFormatter
from cfn_upc_rules._command.gitlab_format import GitLabFormatter

if TYPE_CHECKING:
    from cfnlint.config import ConfigMixIn
    from cfnlint.formatters import BaseFormatter

FORMATS: dict[str, type[BaseFormatter]] = {"github": GitHubFormatter, "gitlab": GitLabFormatter}


def formatter_for(config: ConfigMixIn) -> BaseFormatter:
    """Return the formatter that is configured."""
    kind = FORMATS.get(config.format)
    return get_formatter(config) if kind is None else kind()
