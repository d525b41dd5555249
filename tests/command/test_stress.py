"""The command under stress: signals, killed processes, outputs that can't be written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support import FIXTURES

from cfn_upc_rules._command import processes
from cfn_upc_rules._history import ending

if TYPE_CHECKING:
    from repositories import Repository

COMMAND = Path(sys.executable).parent / "cfn-upc-lint"
TEXT = (FIXTURES / "E9610-cases.fail.yaml").read_text(encoding="utf-8")
LINES = 7
SIGNALS = [signal.SIGTERM, signal.SIGHUP, signal.SIGINT]

pytestmark = pytest.mark.second_tier


@pytest.fixture
def many(tmp_path: Path) -> list[str]:
    """Return the names of more files than are linted within some seconds."""
    for number in range(100):
        (tmp_path / f"{number:02}.yaml").write_text(TEXT, encoding="utf-8")
    return sorted(path.name for path in tmp_path.iterdir())


def begin(folder: Path, *arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Start the command as the leader of a session."""
    return subprocess.Popen(
        [str(COMMAND), *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def members(what: str, number: int) -> list[int]:
    """Return the processes of a session (`sid`), or below a process (`ppid`), that still run."""
    said = subprocess.run(["ps", "-eo", f"pid=,{what}=,stat="], capture_output=True, text=True, check=True).stdout
    rows = [line.split() for line in said.splitlines()]
    return [int(pid) for pid, of, state in rows if int(of) == number and not state.startswith("Z")]


def await_workers(process: subprocess.Popen[str]) -> list[int]:
    """Wait until two processes lint."""
    for _ in range(600):
        workers = members("ppid", process.pid)
        if len(workers) == 2:
            return workers
        time.sleep(0.05)
    raise AssertionError


def ended(process: subprocess.Popen[str]) -> tuple[int, str, str]:
    """Wait for the command; nothing of its session runs two seconds later."""
    out, err = process.communicate(timeout=60)  # a process that lives on holds the pipes
    until = time.monotonic() + 2
    while members("sid", process.pid) and time.monotonic() < until:
        time.sleep(0.05)
    assert members("sid", process.pid) == []
    return process.returncode, out, err


@pytest.mark.parametrize("whom", ["parent", "group"])
@pytest.mark.parametrize("number", SIGNALS, ids=lambda number: signal.Signals(number).name)
def test_a_signal_ends_everything(number: int, whom: str, many: list[str], tmp_path: Path) -> None:
    process = begin(tmp_path, "--plugin-only", "--jobs", "2", "--output-file", "report", "--", *many)
    await_workers(process)
    time.sleep(0.3)
    (os.kill if whom == "parent" else os.killpg)(process.pid, number)
    assert ended(process) == (128 + number, "", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == many


@pytest.mark.parametrize("delay", [0.1, 0.3, 0.6, 1.0])
def test_a_signal_at_any_moment(delay: float, many: list[str], tmp_path: Path) -> None:
    process = begin(tmp_path, "--plugin-only", "--jobs", "2", "--output-file", "report", "--", *many)
    time.sleep(delay)
    process.terminate()
    # Before Python has come to our first line, the signal itself ends it: a shell shows the same code.
    code, out, err = ended(process)
    assert code in (143, -15)
    assert (out, err) == ("", "")
    assert sorted(path.name for path in tmp_path.iterdir()) == many


def test_a_signal_while_git_runs_ends_git(repository: Repository, tmp_path: Path) -> None:
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\n/bin/sleep 60\n", encoding="utf-8")
    slow.chmod(0o755)
    repository.write("a.yaml", "Resources: {}\n")
    process = begin(repository.folder, "--plugin-only", "--", "a.yaml", PATH=f"{slow.parent}:{os.environ['PATH']}")
    for _ in range(200):
        if (tmp_path / "pid").exists() and (tmp_path / "pid").read_text(encoding="utf-8"):
            break
        time.sleep(0.05)
    git = int((tmp_path / "pid").read_text(encoding="utf-8"))
    assert members("sid", git)
    process.terminate()
    assert ended(process) == (143, "", "")
    assert members("sid", git) == []


def test_processes_end_with_the_one_above(many: list[str], tmp_path: Path) -> None:
    process = begin(tmp_path, "--plugin-only", "--jobs", "2", "--", *many)
    await_workers(process)
    process.kill()
    process.communicate(timeout=60)
    until = time.monotonic() + 20
    while members("sid", process.pid) and time.monotonic() < until:
        time.sleep(0.1)
    assert members("sid", process.pid) == []


def test_what_is_ignored_stays_ignored(many: list[str], tmp_path: Path) -> None:
    command = f"trap '' HUP; exec {COMMAND} --plugin-only --jobs 2 -f parseable -- {' '.join(many)}"
    process = subprocess.Popen(["bash", "-c", command], cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    await_workers(process)
    process.send_signal(signal.SIGHUP)
    out, _ = process.communicate(timeout=120)
    assert process.returncode == 2
    assert out.count("\n") == LINES * len(many)


def test_a_killed_process_loses_one_file(many: list[str], tmp_path: Path) -> None:
    process = begin(tmp_path, "--plugin-only", "--jobs", "2", "-f", "parseable", "--", *many)
    os.kill(await_workers(process)[0], signal.SIGKILL)
    code, out, err = ended(process)
    assert (code, err) == (2, "")
    [lost] = [line for line in out.splitlines() if ":E0002:" in line]
    assert "can't lint this file: its process was killed (signal 9), often for want of memory" in lost
    assert {line.split(":")[0] for line in out.splitlines()} == set(many)
    assert len(out.splitlines()) == 1 + LINES * (len(many) - 1)


def _work() -> Callable[[str], str]:
    return _on


def _on(name: str) -> str:
    if name == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "exit":
        os._exit(3)
    return name.upper()


def test_every_process_may_be_killed() -> None:
    names = ["a", "kill", "b", "exit", "kill", "kill", "c"]
    found = list(processes.in_parallel(names, 2, _work, lambda name, code: f"{name} {code}"))
    assert found == ["A", "kill -9", "B", "exit 3", "kill -9", "kill -9", "C"]
    assert ending.Ending.steps == []


def test_a_report_is_whole_or_not_there(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(TEXT, encoding="utf-8")
    report = tmp_path / "report"
    link = tmp_path / "link"
    link.symlink_to(report)
    arguments = ("--plugin-only", "-f", "parseable", "--output-file")
    for name in ("report", "link"):
        report.write_text("old", encoding="utf-8")
        report.chmod(0o640)
        inode = report.stat().st_ino
        assert ended(begin(tmp_path, *arguments, name, "--", "a.yaml")) == (2, "", "")
        assert len(report.read_text(encoding="utf-8").splitlines()) == LINES
        assert report.stat().st_ino != inode  # moved there
        assert report.stat().st_mode & 0o777 == 0o640
        assert link.is_symlink()
    for name, words in (("no/report", "No such file"), ("/dev/full", "No space left")):
        code, out, err = ended(begin(tmp_path, *arguments, name, "--", "a.yaml"))
        assert (code, out) == (1, "")
        assert f"the report can't be written to {name}: {words}" in err
    _, out, _ = ended(begin(tmp_path, *arguments, "/dev/stdout", "--", "a.yaml"))
    assert len(out.splitlines()) == LINES
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "link", "report"]


@pytest.mark.parametrize("output", [">&-", ">/dev/full"])
@pytest.mark.parametrize("arguments", ["-f pretty --", "-f json --", "--", "--version --", "--list-rules --"])
def test_a_report_is_not_lost_without_a_word(arguments: str, output: str, tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(TEXT, encoding="utf-8")
    command = f"exec {COMMAND} --plugin-only {arguments} a.yaml {output}"
    done = subprocess.run(["bash", "-c", command], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("cfn-upc-lint: ")
    assert ("it is closed" if "-" in output else "No space left") in done.stderr
    assert done.stderr.count("\n") == 1


def test_without_an_output_a_file_takes_the_report(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(TEXT, encoding="utf-8")
    command = f"exec {COMMAND} --plugin-only -f pretty --output-file report -- a.yaml >&- 2>&-"
    assert subprocess.run(["bash", "-c", command], cwd=tmp_path, check=False).returncode == 2
    assert "E9610" in (tmp_path / "report").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "environment",
    [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}],
    ids=["ascii", "C"],
)
def test_an_output_without_letters(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(TEXT.replace("ArnClient:", "Ärn…Client:"), encoding="utf-8")
    code, out, err = ended(begin(tmp_path, "--plugin-only", "-f", "parseable", "--", "a.yaml", **environment))
    assert (code, err) == (2, "")
    assert len(out.splitlines()) >= LINES
    assert "'\\xc4rn\\u2026Client'" in out


def test_a_name_that_is_no_utf_8(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(TEXT, encoding="utf-8")
    odd = os.fsdecode(b"b\xff.yaml")
    (tmp_path / odd).write_text(TEXT, encoding="utf-8")
    for kind in ("parseable", "pretty", "junit", "sarif", "json"):
        code, out, err = ended(begin(tmp_path, "--plugin-only", "-f", kind, "--", "a.yaml", odd))
        assert (code, err) == (2, "")
        assert "E9610" in out
        assert "its name is no UTF-8" in out
        assert "\\udcff.yaml" in out
