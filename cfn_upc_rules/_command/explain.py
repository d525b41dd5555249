"""`cfn-upc-lint explain`: what a finding means, from the installed package; nothing of cfn-lint is loaded."""

from __future__ import annotations

import argparse
import difflib
import json
import re
import shutil
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from cfn_upc_rules._command.arguments import UsageError
from cfn_upc_rules._command.catalogue import catalogue
from cfn_upc_rules._command.pages import page_of
from cfn_upc_rules._command.plain_page import plain, with_plain_links
from cfn_upc_rules._command.report import write
from cfn_upc_rules._template.printable import shown

if TYPE_CHECKING:
    from collections.abc import Iterable

_SCHEMA: Final = Path(__file__).parent.parent / "cfnlintrc.schema.json"
_OF_CFN_LINT: Final = r"[EWIC][0-8]\d{3}"
_ABOUT_CFN_LINT: Final = "https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md"
_WIDEST: Final = 100
_NEAR: Final = 0.4


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        problem = f"explain: {message}"
        raise UsageError(problem)


def explain(arguments: list[str]) -> int:
    """Print the pages of rules, the list of all rules, or what programs want to know of them.

    Args:
        arguments: what stands behind `explain`.

    Returns:
        The exit code.

    Raises:
        UsageError: an argument can't be used; what is known of the others is printed.
    """
    try:
        asked = _parser().parse_intermixed_args(arguments)
    except SystemExit:  # of --help
        return 0
    known = catalogue()
    if asked.schema:
        if asked.rules or asked.format:
            message = "explain --schema takes nothing else"
            raise UsageError(message)
        write(_SCHEMA.read_text(encoding="utf-8").rstrip("\n"), None)
        return 0
    names = dict.fromkeys(name for argument in asked.rules for name in argument.split(","))
    ids = list(dict.fromkeys(map(str.upper, names)))
    found = [known[name] for name in ids if name in known] if ids else list(known.values())
    if asked.format == "json":
        write(json.dumps(found, indent=2), None)
    elif ids:
        _show([_page(rule["id"]) for rule in found])
    else:
        write(_listed(found), None)
    if problems := [_unknown(name, known) for name in names if name.upper() not in known]:
        raise UsageError("; ".join(problems))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="cfn-upc-lint explain",
        description="Says what a rule is about, why, and what to write instead. Without a rule: lists all of them.",
        epilog="A file called 'explain' is linted by `cfn-upc-lint ./explain`.",
    )
    parser.add_argument("rules", metavar="RULE", nargs="*", help="the rule's ID, such as E9610")
    parser.add_argument(
        "-f", "--format", choices=("text", "json"), help="json: ID, severity, evidence, options, types, edit and so on"
    )
    parser.add_argument("--schema", action="store_true", help="print the JSON schema of .cfnlintrc, for editors")
    return parser


def _page(rule_id: str) -> str:
    page = page_of(rule_id)
    if page is None:
        message = f"this copy of cfn-upc-rules has no pages: install it by pip, or read docs/rules/{rule_id}.md"
        raise UsageError(message)
    return page


def _show(pages: list[str]) -> None:
    """Print pages: by rich on a terminal, where that is installed, else as plain text."""
    if pages and sys.stdout is not None and sys.stdout.isatty():
        try:
            console: Any = import_module("rich.console").Console()
            markdown: Any = import_module("rich.markdown").Markdown
        except ImportError:
            pass
        else:
            for page in pages:
                text = markdown(with_plain_links(page), hyperlinks=False)
                console.print(text, width=min(console.width, _WIDEST))
            return
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    if pages:
        write("\n\n".join(plain(page, width) for page in pages).rstrip("\n"), None)


def _listed(rules: Iterable[dict[str, Any]]) -> str:
    return "\n".join(f"{rule['id']} {rule['severity']:13} {rule['summary']}" for rule in rules)


def _unknown(name: str, known: Iterable[str]) -> str:
    """Return what to say of an ID that no rule has."""
    if re.fullmatch(_OF_CFN_LINT, name.upper()):
        return (
            f"{name.upper()} is of cfn-lint's own rules, not of these: "
            f"`cfn-upc-lint --list-rules` lists them, and {_ABOUT_CFN_LINT} says more"
        )
    near = _nearest(name.upper(), known)
    instead = f"did you mean {near}?" if near else "`cfn-upc-lint explain` lists them all"
    return f"there is no rule {shown(name, 40)}: {instead}"


def _nearest(name: str, known: Iterable[str]) -> str | None:
    """Return the ID that is most likely meant: the one with this number, else the most alike, of its family first."""

    def likeness(rule: str) -> tuple[bool, float, bool]:
        return rule[1:] == name[1:], difflib.SequenceMatcher(None, rule, name).ratio(), rule[1:4] == name[1:4]

    near = max(known, key=likeness)
    return near if likeness(near)[1] >= _NEAR else None
