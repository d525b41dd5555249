"""Draw the pictures of the docs from real runs: cfn-lint in a terminal, `--graph`, and editors, on the examples.

usage: picture.py [--check]

The graph is drawn where Graphviz is installed, an editor where it and tmux are (`make clients`), VS Code also where its
extension is built. --check draws the terminal only, writes nothing, and exits 1 where that is not what it would be.
"""

from __future__ import annotations

import os
import pty
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

import vscode  # noqa: E402 - the pictures are of what the tests run
import vscode_pictures  # noqa: E402
from clients import ACTIVATED, put  # noqa: E402

IMAGES = ROOT / "docs" / "images"
COMMAND = ("cfn-lint", "--append-rules=cfn_upc_rules", "--format=pretty", "--", "examples/web-app.yaml")
APPLICATION = ("--graph", "dot", "-x", "W9670:base=", "--", "examples/application/root.yaml")
WIDTH, HEIGHT = 110, 36
SECONDS = 60


class Editor(NamedTuple):
    """An editor that is drawn.

    Attributes:
        title: what stands above its picture.
        needs: where what it needs beside its program is; "" for nothing.
        blocks: what of docs/editors.md sets it up.
        command: what starts it on the example.
        shown: what it shows as soon as the findings are there.
        keys: what is pressed then.
        at_last: what it shows after that.
    """

    title: str
    needs: str
    blocks: tuple[str, ...]
    command: str
    shown: str
    keys: tuple[str, ...] = ()
    at_last: str = ""


_QUIET = "set background=dark laststatus=0 noruler"
EDITORS = {
    "vim": Editor(
        "template.yaml - VIM",
        "/usr/share/vim-ale",
        (".vimrc", ".cfnlintrc"),
        f"vim -Nnu .vimrc -i NONE -c '{_QUIET}' -c 'let g:ale_open_list=1' +46 template.yaml",
        "\nE9610: 'StorefrontClientAdmin'",
    ),
    "nvim": Editor(
        "template.yaml - NVIM",
        "",
        ("init.lua",),
        f"nvim -n -i NONE -u init.lua -c '{_QUIET}' -c 'syntax on' +46 template.yaml",
        "'StorefrontClientAdmin' takes",
        ("z", "z", "\\", "a"),
        "Ignore E9610 in this template",
    ),
    "emacs": Editor(
        "template.yaml - GNU Emacs",
        "/usr/share/emacs/site-lisp/elpa-src",
        ("eglot.el",),
        "emacs -nw -q --eval '(setq native-comp-async-report-warnings-errors nil)' -l eglot.el +46:7 template.yaml",
        "Flymake[3 3]",
        ("C-c", "a"),
        "Pick an action",
    ),
}


def main() -> int:
    """Draw the pictures; return the exit code."""
    terminal = IMAGES / "findings.svg"
    command = Text.assemble(("$ ", "bold green"), " ".join(COMMAND))
    drawn = picture("findings", "cfn-upc-rules", command, Text.from_ansi(output().rstrip()))
    if "--check" in sys.argv[1:]:
        if terminal.is_file() and terminal.read_text(encoding="utf-8") == drawn:
            return 0
        print(f"{terminal.relative_to(ROOT)} is not what cfn-lint says of the example now: make picture")
        return 1
    IMAGES.mkdir(exist_ok=True)
    terminal.write_text(drawn, encoding="utf-8")
    if shutil.which("dot"):
        (IMAGES / "application.svg").write_text(application(), encoding="utf-8")
    else:
        print("The graph was not drawn: Graphviz is not installed (make clients)")
    for name, chosen in EDITORS.items():
        if shutil.which(name) and shutil.which("tmux") and (not chosen.needs or Path(chosen.needs).is_dir()):
            drawn = picture(name, chosen.title, Text.from_ansi(editor(name).rstrip()))
            (IMAGES / f"{name}.svg").write_text(drawn, encoding="utf-8")
        else:
            print(f"{name} was not drawn: it, what it needs or tmux is not installed (make clients)")
    if why := vscode.missing():
        print(f"VS Code was not drawn: {why}")
    else:
        vscode_pictures.draw()
    return 0


def output() -> str:
    """Return what cfn-lint prints on a terminal, but its count of templates, rules and findings.

    The count changes with every cfn-lint.
    """
    # The base version is whatever git has: the picture must not depend on it.
    command = [str(Path(sys.executable).parent / COMMAND[0]), "-x", "W9670:base=", *COMMAND[1:]]
    ours, terminal = pty.openpty()
    printed = b""
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONUTF8": "1"}, stdout=terminal) as process:
        os.close(terminal)
        try:
            while part := os.read(ours, 65536):
                printed += part
        except OSError:  # how Linux says that nobody writes any more
            pass
    os.close(ours)
    text = printed.decode().replace("\r\n", "\n")
    if process.returncode not in range(2, 16, 2) or "E9610" not in text:
        sys.exit(f"cfn-lint did not find the example's mistakes:\n{text}")
    return "\n".join(line for line in text.splitlines() if "Cfn-lint scanned" not in line)


def application() -> str:
    """Return what Graphviz makes of `--graph dot` on the example of three templates."""
    command = [str(Path(sys.executable).parent / "cfn-upc-lint"), *APPLICATION]
    graph = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    drawn = subprocess.run(["dot", "-Tsvg"], input=graph, capture_output=True, check=True).stdout.decode()  # noqa: S607
    return re.sub(r"<!-- Generated by graphviz version .*?-->\n", "", drawn, flags=re.DOTALL)


def editor(name: str) -> str:
    """Return the screen of an editor, set up by docs/editors.md, with the example opened."""
    chosen = EDITORS[name]
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        put(project, "editors.md", *chosen.blocks)
        shutil.copy(ROOT / "examples" / "web-app.yaml", project / "template.yaml")
        tmux = ["tmux", "-S", str(project / "tmux"), "-f", os.devnull]
        environment = {**ACTIVATED, "HOME": folder, "LANG": "C.UTF-8", "TERM": "xterm-256color"}
        environment.pop("TMUX", None)

        def run(*arguments: str) -> str:
            done = subprocess.run(
                [*tmux, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=True
            )
            return done.stdout

        def wait(wanted: str) -> None:
            until = time.monotonic() + SECONDS
            while wanted not in (screen := run("capture-pane", "-p")):
                if time.monotonic() > until:
                    sys.exit(f"{name} does not show {wanted!r} after {SECONDS} seconds:\n{screen}")
                time.sleep(0.2)

        run("new-session", "-d", "-x", str(WIDTH), "-y", str(HEIGHT), chosen.command)
        try:
            wait(chosen.shown)
            if chosen.keys:
                run("send-keys", *chosen.keys)
                wait(chosen.at_last)
            return run("capture-pane", "-e", "-p")
        finally:
            run("kill-server")


def picture(name: str, title: str, *texts: Text) -> str:
    """Return an SVG of a terminal that shows the texts."""
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        console = Console(record=True, width=WIDTH, file=nowhere, force_terminal=True, color_system="truecolor")
        for text in texts:
            console.print(text)
        drawn = console.export_svg(title=title, theme=MONOKAI, unique_id=name)
    # The reader's own monospaced font: a picture fetches nothing.
    drawn = re.sub(r" *@font-face \{.*?\}\n", "", drawn, flags=re.DOTALL)
    return "\n".join(line.rstrip() for line in drawn.splitlines()) + "\n"


if __name__ == "__main__":
    sys.exit(main())
