"""Lints a file again and again as the language server does at each edit, and prints the seconds that each took.

usage: edits.py FILE REPETITIONS

Seconds are of processor time, git's included, as JSON. Each text differs from the one before, as after an edit.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from inside import clock

from cfn_upc_rules._command.garbage import collect_seldom
from cfn_upc_rules._server.configuration import FolderConfiguration
from cfn_upc_rules._server.linting import DocumentBase, Linter
from cfn_upc_rules._server.settings import Settings


def main() -> int:
    """Measure the file that the arguments name; return the exit code."""
    collect_seldom()
    name, repetitions = sys.argv[1], int(sys.argv[2])
    text = Path(name).read_text(encoding="utf-8")
    linter, base = Linter(FolderConfiguration(None, Settings()), plugin_only=True), DocumentBase(name)
    spent = []
    for number in range(repetitions + 1):
        begin = clock()
        linter.lint(name, f"{text}# {number}\n", base)
        spent.append(clock() - begin)
    print(json.dumps(spent[1:]))  # the first one asks git
    return 0


if __name__ == "__main__":
    sys.exit(main())
