"""`--graph`: a picture instead of a report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._application.drawing import FORMATS
from cfn_upc_rules._application.graph import Finding, graph_of
from cfn_upc_rules._application.reading import named_file, read
from cfn_upc_rules._command import report
from cfn_upc_rules._command.arguments import Arguments, UsageError
from cfn_upc_rules._command.exporting import exports_among, importing
from cfn_upc_rules._command.linter import PluginRunner
from cfn_upc_rules._template.printable import printable
from cfn_upc_rules.rules import rules

if TYPE_CHECKING:
    from cfnlint.config import ConfigMixIn


def draw(arguments: Arguments, kind: str, config: ConfigMixIn) -> None:
    """Write the picture of the files that the arguments name.

    Args:
        arguments: our own options, and cfn-lint's arguments.
        kind: the format, one of `FORMATS`.
        config: cfn-lint's configuration.

    Raises:
        UsageError: no file is named, or one that can't be read, or there is nothing to draw.
    """
    try:
        names = config.templates or []
    except ValueError as error:
        raise UsageError(report.in_plain_words(str(error))) from error
    if not names:
        message = "--graph needs the templates to draw: cfn-upc-lint --graph mermaid template.yaml"
        raise UsageError(message)
    for name in names:
        file = named_file(name)
        if file is None or read(file) is None:
            message = f"{name} can't be drawn: it is no template that can be read; name templates only"
            raise UsageError(message)
    arguments.plugin_only = True
    ours = {rule.id for rule in rules().values()}
    found = [
        Finding(str(match.filename), match.rule.id, tuple(getattr(match, "path", None) or ()))
        for match in PluginRunner(arguments, config).run()
        if match.rule.id in ours
    ]
    with importing(exports_among(names)):
        graph = graph_of(names, found)
    if not graph.nodes:
        message = "there is nothing to draw: name templates with Cognito User Pools, clients, or what uses them"
        raise UsageError(message)
    report.write("\n".join(map(printable, FORMATS[kind](graph).splitlines())), config.output_file)
