"""The command `cfn-upc-language-server`."""

from __future__ import annotations

import sys
from importlib.util import find_spec

from cfn_upc_rules import __version__
from cfn_upc_rules._command.garbage import collect_seldom

# An editor asks for the version before it starts a server: it learns there, in no time, whether that will run.
_NEEDED = ("pygls", "lsprotocol")
_HELP = f"""cfn-upc-language-server {__version__}: findings on Cognito User Pool Clients while one types.
It talks to an editor by standard input and output (the Language Server Protocol), and takes no arguments but these:
  -h, --help       say this
  -v, --version    say the version; exit code 1 where it can't run, for want of the extra 'lsp'
How to set up an editor: docs/editors.md."""


def main(arguments: list[str] | None = None) -> int:
    """Run the server until the editor ends it; return the exit code."""
    said = sys.argv[1:] if arguments is None else arguments
    if {"-h", "--help"} & set(said):
        print(_HELP)  # noqa: T201
        return 0
    if {"-v", "--version"} & set(said):
        print(f"cfn-upc-language-server {__version__}")  # noqa: T201
        missing = next((name for name in _NEEDED if find_spec(name) is None), None)
        return _lacks(missing) if missing else 0
    others = [argument for argument in said if argument != "--stdio"]  # some clients add it
    if others:
        return _refuse(f"there is no argument {others[0]!r}: run cfn-upc-language-server --help")
    try:
        from cfn_upc_rules._server import _lsp  # noqa: PLC0415 - needs pygls
    except ImportError as error:
        return _lacks(error.name)
    collect_seldom()
    _lsp.run()
    return 0


def _lacks(name: str | None) -> int:
    return _refuse(f"'{name}' is missing: install cfn-upc-rules with its extra 'lsp'")


def _refuse(why: str) -> int:
    print(f"cfn-upc-language-server: {why}", file=sys.stderr)  # noqa: T201
    return 1
