"""Draw the README's pictures from real runs: cfn-lint in a terminal, and Vim with ALE, on the example.

usage: picture.py [--check]

Vim is drawn where it, ALE and tmux are installed (`make clients`). --check draws the terminal only, writes nothing, and
exits 1 where the picture is not what it would be.
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

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from clients import ACTIVATED, put  # noqa: E402 - the pictures are of what the tests run

IMAGES = ROOT / "docs" / "images"
COMMAND = ("cfn-lint", "--append-rules=cfn_upc_rules", "--format=pretty", "--", "examples/web-app.yaml")
WIDTH, HEIGHT = 110, 36
# What Vim shows last: the message of the finding in the cursor's line.
CURSOR, SHOWN = 46, "E9610: 'StorefrontClientAdmin'"
SECONDS = 60


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
    if not (shutil.which("vim") and shutil.which("tmux") and Path("/usr/share/vim-ale").is_dir()):
        print("Vim was not drawn: it, ALE or tmux is not installed (make clients)")
        return 0
    (IMAGES / "vim.svg").write_text(
        picture("vim", "template.yaml - VIM", Text.from_ansi(editor().rstrip())), encoding="utf-8"
    )
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


def editor() -> str:
    """Return the screen of Vim with ALE, set up by docs/editors.md, with the example opened."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder)
        put(project, "editors.md", ".vimrc", ".cfnlintrc")
        shutil.copy(ROOT / "examples" / "web-app.yaml", project / "template.yaml")
        vim = "vim -Nnu .vimrc -i NONE -c 'set background=dark laststatus=0 noruler' -c 'let g:ale_open_list=1'"
        tmux = ["tmux", "-S", str(project / "tmux"), "-f", os.devnull]
        environment = {**ACTIVATED, "HOME": folder, "LANG": "C.UTF-8"}
        environment.pop("TMUX", None)

        def run(*arguments: str) -> str:
            done = subprocess.run(
                [*tmux, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=True
            )
            return done.stdout

        size = ("-x", str(WIDTH), "-y", str(HEIGHT))
        run("new-session", "-d", *size, f"{vim} +{CURSOR} template.yaml")
        try:
            until = time.monotonic() + SECONDS
            while not (screen := run("capture-pane", "-p")).rstrip().rpartition("\n")[2].startswith(SHOWN):
                if time.monotonic() > until:
                    sys.exit(f"Vim shows no findings after {SECONDS} seconds:\n{screen}")
                time.sleep(0.2)
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
