"""What `cfn-upc-lint` prints of an example: a real run of the command, in this process."""

from __future__ import annotations

import io
import os
import re
import subprocess
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING
from unittest import mock

from blocks import TEMPLATE, templates_in

from cfn_upc_rules._command.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator

# Nothing of the machine's or the user's git configuration.
_GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "Somebody"),
    **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "somebody@example.com"),
}


def of_page(rule: str, page: str) -> str:
    """Return what the command prints of a page's first example, as a block of Markdown.

    Where the example has two templates, the first is the base version: it is committed, and the second is linted. Where
    its templates have names, `root.yaml` is linted, or all of them.

    Args:
        rule: the ID; an informational one is included with `-c`.
        page: the page's text.
    """
    section = page.partition("\n## Example\n")[2].partition("\n## ")[0]
    named = templates_in(section)
    linted = [name for name in named if name == "root.yaml" or "root.yaml" not in named] or ["template.yaml"]
    arguments = ["--plugin-only", *(["-c", rule, "--"] if rule.startswith("I") else []), *linted]
    with _folder() as folder:
        for name, text in named.items():
            (folder / name).write_text(text, encoding="utf-8")
        if not named:
            _write(folder / "template.yaml", *re.findall(TEMPLATE, section, re.DOTALL | re.MULTILINE))
        return _block(arguments, printed(*arguments))


def _write(path: Path, *texts: str) -> None:
    """Write the last text; one before it is committed first."""
    for number, text in enumerate(texts, 1):
        path.write_text(text, encoding="utf-8")
        if number < len(texts):
            for command in ("init --quiet --initial-branch=main", "add --all", "commit --quiet --message=Base"):
                environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
                subprocess.run(["git", *command.split()], check=True, env={**environment, **_GIT})  # noqa: S607


def of_example(path: Path, *wanted: str) -> str:
    """Return what the command prints of a file, as a block of Markdown: the findings of the wanted rules.

    Args:
        path: the file; the command gets its name from its folder's parent, as in `examples/web-app.yaml`.
        wanted: the IDs.
    """
    name = f"{path.parent.name}/{path.name}"
    with _folder() as folder:  # in no repository: what git holds changes nothing
        copy = folder / name
        copy.parent.mkdir()
        copy.write_bytes(path.read_bytes())
        findings = printed(name).strip().split("\n\n")
    shown = [finding for finding in findings if finding.startswith(wanted)]
    said = f"{len(shown)} of the {len(findings)} findings on [the example]({name})."
    return _block([name], "\n\n".join(shown)) + f"\n{said}\n"


def printed(*arguments: str) -> str:
    """Return what the command prints in the current folder."""
    with redirect_stdout(io.StringIO()) as output:
        main(list(arguments))
    return output.getvalue()


def _block(arguments: list[str], output: str) -> str:
    lines = [f"$ cfn-upc-lint {' '.join(arguments)}", *output.strip().splitlines()]
    return "\n".join(["```console", *lines, "```", ""])


@contextmanager
def _folder() -> Iterator[Path]:
    """Give an empty folder, which is the current one and the user's home: no `.cfnlintrc` is found."""
    before = Path.cwd()
    with TemporaryDirectory() as name, mock.patch.dict(os.environ, HOME=name):
        os.chdir(name)
        try:
            yield Path(name)
        finally:
            os.chdir(before)
