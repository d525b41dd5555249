"""Keeps docs/change-safety.md true: runs the session it shows, and measures what the comparison costs.

python tools/record_change_safety.py            # write the session
python tools/record_change_safety.py --check    # exit 1 where the page shows anything else
python tools/record_change_safety.py --cost     # measure anew, and write the figures
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from blocks import filled

PAGE = Path(__file__).parent.parent / "docs" / "change-safety.md"
CFN_LINT = [sys.executable, "-c", "import sys; from cfnlint.runner import main; sys.exit(main())"]
RUNS = 15

ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "Somebody"),
    **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "somebody@example.com"),
}

SETTINGS = "append_rules: [cfn_upc_rules.rules]\n"
TEMPLATE = """\
AWSTemplateFormatVersion: "2010-09-09"
Resources:
  CustomerPool:
    Type: AWS::Cognito::UserPool
    DeletionPolicy: Retain
    UpdateReplacePolicy: Retain
  WebClient:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      ClientName: web
      UserPoolId: !Ref CustomerPool
Outputs:
  WebClientId:
    Value: !Ref WebClient
"""
RENAMED = TEMPLATE.replace("WebClient:\n    Type", "ShopClient:\n    Type").replace("!Ref Web", "!Ref Shop")
ACCEPTED = RENAMED.replace(
    "AWS::Cognito::UserPoolClient\n",
    "AWS::Cognito::UserPoolClient\n    Metadata:\n      cfn-lint:\n        config:\n          ignore_checks: [W9670]\n",
)


class Session:
    """A terminal in a new repository, whose template is committed."""

    def __init__(self, folder: str) -> None:
        """Make the repository."""
        self.folder = Path(folder)
        self.lines: list[str] = []
        self.write(".cfnlintrc", SETTINGS)
        self.write("template.yaml", TEMPLATE)
        self.run("git init --quiet --initial-branch=main")
        self.run("git add --all")
        self.run("git commit --quiet --message=First")
        self.lines.clear()

    def write(self, name: str, text: str) -> None:
        """Write a file."""
        (self.folder / name).write_text(text, encoding="utf-8")

    def say(self, text: str) -> None:
        """Add a comment to the record."""
        self.lines.append(f"# {text}")

    def run(self, command: str) -> None:
        """Run a command; record it with what it prints and how it exits."""
        words = command.split()
        words = CFN_LINT + words[1:] if words[0] == "cfn-lint" else words
        done = subprocess.run(words, cwd=self.folder, env=ENVIRONMENT, capture_output=True, text=True, check=False)
        self.lines += [f"$ {command}", *(done.stdout + done.stderr).strip().splitlines()]
        if words[0] != "git":
            self.lines.append(f"(exit code {done.returncode})")


def session() -> str:
    """Run the session and return its record."""
    with TemporaryDirectory() as folder:
        terminal = Session(folder)
        terminal.say("In the editor: WebClient is renamed to ShopClient.")
        terminal.write("template.yaml", RENAMED)
        terminal.run("git diff --stat")
        terminal.run("cfn-lint --format parseable template.yaml")
        terminal.say("It is meant: ShopClient gets ignore_checks: [W9670] in its Metadata.")
        terminal.write("template.yaml", ACCEPTED)
        terminal.run("cfn-lint --format parseable template.yaml")
        terminal.say("Without that, committed on a branch: HEAD has the new name, main has the old one.")
        terminal.write("template.yaml", RENAMED)
        terminal.run("git switch --quiet --create rename")
        terminal.run("git commit --quiet --all --message=Rename")
        terminal.run("cfn-lint --format parseable template.yaml")
        terminal.run("cfn-lint --format parseable -x W9670:base=main -- template.yaml")
        return "```console\n" + "\n".join(terminal.lines) + "\n```"


def cost() -> str:
    """Measure the whole command, in turns, and return the figures as a table."""
    cases = {
        "no base (`base` is empty)": ("-x W9670:base= --", TEMPLATE),
        "the template is as in `HEAD`": ("--", TEMPLATE),
        "the template differs from `HEAD`": ("--", RENAMED),
        "the template differs from `main`, named as base": ("-x W9670:base=main --", RENAMED),
    }
    taken: dict[str, list[float]] = {case: [] for case in cases}
    with TemporaryDirectory() as folder:
        terminal = Session(folder)
        for turn in range(RUNS + 1):
            for case, (arguments, text) in cases.items():
                terminal.write("template.yaml", text)
                start = _processor_time()
                terminal.run(f"cfn-lint {arguments} template.yaml")
                if turn:  # the first one warms up
                    taken[case].append(_processor_time() - start)
    without = min(next(iter(taken.values())))
    rows = [f"| {case} | {min(times) / without:.2f} |" for case, times in taken.items()]
    return "\n".join([f"| `cfn-lint template.yaml`, processor time, best of {RUNS} runs | ratio |", "|---|---|", *rows])


def _processor_time() -> float:
    """Return what all programs run so far took, git among them; other programs' load is not in it."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main() -> int:
    """Write the page, or check it."""
    page = PAGE.read_text(encoding="utf-8")
    blocks = {"session": session() + "\n"}
    if "--cost" in sys.argv[1:]:
        blocks["cost"] = cost() + "\n"
    new = filled(PAGE, **blocks)
    if "--check" in sys.argv[1:]:
        if new != page:
            print(f"{PAGE} shows another session; run {' '.join(sys.argv[:1])}")
        return int(new != page)
    PAGE.write_text(new, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
