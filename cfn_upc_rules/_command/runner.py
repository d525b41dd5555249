"""Runs cfn-lint with this plugin's rules, for the command `cfn-upc-lint`."""

from __future__ import annotations

import io
import sys
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import cfnlint.version

from cfn_upc_rules import __version__
from cfn_upc_rules._command.arguments import UsageError
from cfn_upc_rules._command.configuration import BASE_RULE, configuration, is_debugging
from cfn_upc_rules._command.files import had_client, may_have_subject, sort_out
from cfn_upc_rules._command.linter import PluginRunner, described
from cfn_upc_rules._command.template_files import is_template, is_template_text
from cfn_upc_rules._command.texts import plain_newlines
from cfn_upc_rules._template.values import mapping

if TYPE_CHECKING:
    from cfnlint.config import ConfigMixIn

    from cfn_upc_rules._command.arguments import Arguments

_HELP = f"""cfn-upc-lint {__version__}: cfn-lint with the rules of cfn-upc-rules always loaded.
`cfn-upc-lint explain E9610` says what a finding is about; `cfn-upc-lint explain --help` says more of that.
It takes all of cfn-lint's arguments, shown below, with the further formats github and gitlab, and these of its own:
  --plugin-only    run the rules of cfn-upc-rules alone, and pass over files without Cognito
  --tracked        lint the files that git tracks below the current directory; behind -- stand git's pathspecs,
                   by default those of YAML, JSON and .template files
  --changed        of these, only templates that have changed, and those that they are nested in
  --since REVISION what --changed compares with (default: HEAD), and change safety, unless the option base of W9670
                   is set: the commit in which HEAD left the revision's history
  --fix            mend what can be mended safely, and report what is left; standard input goes mended to standard
                   output
  --unsafe-fixes   mend, or mark, what a choice mends, too
  --diff           show what --fix would change as a unified diff, and write nothing
  --graph FORMAT   draw the clients, their pools and who uses them, with the findings of --plugin-only, instead of a
                   report: mermaid or dot
  --pull-request   take --since from what GitHub's environment says of a pull request; --changed has no effect elsewhere
  --write-baseline FILE
                   note all findings in a file, and report only files that can't be linted; exit code 0
                   where there are none
  --baseline FILE  hide the findings that are noted in a file, and mend none of them
  --summary FILE   add a table of the findings to a file, in Markdown: $GITHUB_STEP_SUMMARY
  --jobs N         lint N files at a time (default: one for a few files, all processors for more)
"""
_EXTRAS = {"sarif", "junit"}


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
        message = f"cfn-lint stopped: {described(error)} (--debug shows where)"
        raise UsageError(message) from error
    return 0


def _run(arguments: Arguments) -> None:
    """Let cfn-lint lint and report; it ends by SystemExit."""
    config = configuration(arguments)
    if arguments.graph is not None:
        from cfn_upc_rules._command.drawn import draw  # noqa: PLC0415 - few ask for a picture

        draw(arguments, arguments.graph, config)
        return
    piped = _piped(config) if arguments.fix or arguments.diff else None
    runner = partial(_runner, arguments, piped)
    try:
        if arguments.tracked and arguments.rest[-1] == "--":  # no file fits: not standard input either
            runner(config)._cli_output([])  # noqa: SLF001
        asks = config.listrules or config.update_specs or config.update_documentation  # not about templates
        names = None
        if arguments.plugin_only and not config.deployment_files and not asks and piped is None:
            wanted = _wanted(config)
            if wanted == []:
                runner(config)._cli_output([])  # noqa: SLF001 - an empty report is a report, too
            names = None if wanted is None else config.templates
            config = configuration(arguments, wanted)
        runner(config, names).cli()
    except ImportError as error:
        if config.format not in _EXTRAS:
            raise
        message = f"the format '{config.format}' needs an extra of cfn-lint: pip install 'cfn-lint[{config.format}]'"
        raise UsageError(message) from error


def _runner(
    arguments: Arguments, piped: bytes | None, config: ConfigMixIn, names: list[str] | None = None
) -> PluginRunner:
    if not (arguments.fix or arguments.diff):
        return PluginRunner(arguments, config, names)
    from cfn_upc_rules._command.fixer import FixingRunner  # noqa: PLC0415 - most runs fix nothing

    return FixingRunner(arguments, config, names, piped)


def _piped(config: ConfigMixIn) -> bytes | None:
    """Return what standard input holds, byte by byte, where it is the template; None where files are."""
    with suppress(ValueError):  # a file that isn't there: cfn-lint reports it
        if not config.templates and not config.deployment_files and not sys.stdin.isatty():
            buffer = getattr(sys.stdin, "buffer", None)
            held: bytes = sys.stdin.read().encode("utf-8", "surrogateescape") if buffer is None else buffer.read()
            sys.stdin = io.StringIO(plain_newlines(held.decode("utf-8", "surrogateescape")))  # cfn-lint reads it again
            return held
    return None


def _wanted(config: ConfigMixIn) -> list[str] | None:
    """Return the files that our rules have something to say of; None where cfn-lint must find out itself."""
    try:
        names = config.templates
    except ValueError:
        return None  # a file that isn't there: cfn-lint reports it
    if names:
        base = mapping(config.configure_rules.get(BASE_RULE)).get("base")
        present, without = sort_out(names)
        concerned = {*present, *had_client(without, base)}
        return [name for name in names if name in concerned and is_template(name)]
    if sys.stdin.isatty():
        return None
    text = sys.stdin.read()
    sys.stdin = io.StringIO(text)  # cfn-lint reads it again
    read = text.encode("utf-8", "surrogateescape")
    return None if may_have_subject(read) and is_template_text(read) else []
