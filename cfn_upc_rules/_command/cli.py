"""The command `cfn-upc-lint`: cfn-lint with this plugin's rules.

What there is to do is done by `runner.py`, which imports cfn-lint; where there is nothing to do, that is not loaded.
"""

from __future__ import annotations

import os
import sys

from cfn_upc_rules._command.arguments import LOOKED_UP, UsageError, parse
from cfn_upc_rules._command.fast_path import nothing_to_do
from cfn_upc_rules._command.garbage import collect_seldom
from cfn_upc_rules._history.ending import Ending, unwatch, watch

TYPE_CHECKING = False  # see `cfn_upc_rules/__init__.py`
if TYPE_CHECKING:
    from collections.abc import Callable

_EXIT_USAGE = 1
# A file of this name is linted by `./explain`, or behind `--`.
_EXPLAIN = "explain"


def main(arguments: list[str] | None = None) -> int:
    """Run the command.

    Args:
        arguments: the command line without the program's name, by default that of the process.

    Returns:
        cfn-lint's exit code: 0 without findings, else a sum of 2 (errors), 4 (warnings), 8 (informational);
        1 where the arguments or the configuration can't be used.
    """
    try:
        collect_seldom()
        given = sys.argv[1:] if arguments is None else arguments
        return _explain(given[1:]) if given[:1] == [_EXPLAIN] else _lint(given)
    except UsageError as error:
        from cfn_upc_rules._command.report import give_up_stdout  # noqa: PLC0415
        from cfn_upc_rules._template.printable import printable  # noqa: PLC0415

        if sys.stderr is not None:
            print(f"cfn-upc-lint: {printable(str(error))}", file=sys.stderr)  # noqa: T201
        give_up_stdout()
        return _EXIT_USAGE
    except KeyboardInterrupt:
        return 130
    finally:
        unwatch()


def _lint(given: list[str]) -> int:
    LOOKED_UP.clear()
    Ending.is_ours = True
    own = parse(given)
    if own.pull_request and own.since is None:
        from cfn_upc_rules._command.pull_request import take_since  # noqa: PLC0415 - runs git

        take_since(own)
    if own.tracked:
        from cfn_upc_rules._command.tracked import files_for  # noqa: PLC0415 - runs git

        own.rest = files_for(own)
    if own.plugin_only and not own.writes_always and nothing_to_do(own.rest, own.since):
        return 0
    if sys.stdin is None:  # cfn-lint looks at it
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115
    watch()
    from cfn_upc_rules._command import runner  # noqa: PLC0415 - imports cfn-lint

    return _written(lambda: runner.run(own))


def _explain(given: list[str]) -> int:
    from cfn_upc_rules._command.explain import explain  # noqa: PLC0415 - who lints needs none of it

    return _written(lambda: explain(given))


def _written(run: Callable[[], int]) -> int:
    """Run what writes to standard output; return the exit code.

    Raises:
        UsageError: it can't be written.
    """
    from cfn_upc_rules._command import report  # noqa: PLC0415

    report.mend_streams()
    try:
        code = run()
        sys.stdout.flush()
    except BrokenPipeError:  # the reader has seen enough, as `head` has
        report.give_up_stdout()
        return _EXIT_USAGE
    except OSError as error:
        message = f"standard output can't be written: {error.strerror or error}"
        raise UsageError(message) from error
    return code
