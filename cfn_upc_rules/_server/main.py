"""The command `cfn-upc-language-server`."""

from __future__ import annotations

import sys

from cfn_upc_rules import __version__
from cfn_upc_rules._command.garbage import collect_seldom

_HELP = f"""cfn-upc-language-server {__version__}: findings on Cognito User Pool Clients while one types.
It talks to an editor by standard input and output (the Language Server Protocol), and takes no arguments but these:
  -h, --help       say this
  -v, --version    say the version
How to set up an editor: docs/editors.md."""


def main(arguments: list[str] | None = None) -> int:
    """Run the server until the editor ends it; return the exit code."""
    said = sys.argv[1:] if arguments is None else arguments
    if {"-h", "--help"} & set(said):
        print(_HELP)  # noqa: T201
        return 0
    if {"-v", "--version"} & set(said):
        print(f"cfn-upc-language-server {__version__}")  # noqa: T201
        return 0
    others = [argument for argument in said if argument != "--stdio"]  # some clients add it
    if others:
        return _refuse(f"there is no argument {others[0]!r}: run cfn-upc-language-server --help")
    try:
        from cfn_upc_rules._server import _lsp  # noqa: PLC0415 - needs pygls
    except ImportError as error:
        return _refuse(f"'{error.name}' is missing: pip install 'cfn-upc-rules[lsp]'")
    collect_seldom()
    _lsp.run()
    return 0


def _refuse(why: str) -> int:
    print(f"cfn-upc-language-server: {why}", file=sys.stderr)  # noqa: T201
    return 1
