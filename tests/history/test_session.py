"""Change safety by cfn-lint's own command: in a hook, and in the session that docs/change-safety.md shows."""

from __future__ import annotations

import subprocess
import sys

import pytest
from changes import (
    NEW,
    OLD,
)
from repositories import ENVIRONMENT, Repository
from support import CFN_LINT, NEWEST_TESTED, ROOT

pytestmark = pytest.mark.second_tier
COMMAND = "import sys; from cfnlint.runner import main; sys.exit(main())"


def test_standard_input_is_silent(repository: Repository) -> None:
    repository.commit("template.yaml", OLD)
    command = [sys.executable, "-c", COMMAND, "--append-rules=cfn_upc_rules.rules"]
    done = subprocess.run(command, input=NEW, cwd=repository.folder, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("", "")


def test_it_works_in_a_real_pre_commit_hook(repository: Repository) -> None:
    repository.commit("template.yaml", OLD)
    arguments = "--append-rules=cfn_upc_rules.rules --format parseable -- template.yaml"
    script = f"#!/bin/sh\n{sys.executable} -c '{COMMAND}' {arguments}\n"
    hook = repository.write(".git/hooks/pre-commit", script)
    hook.chmod(0o755)
    repository.write("template.yaml", NEW)
    done = subprocess.run(
        ["git", "commit", "--all", "--message", "rename"],
        cwd=repository.folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode
    assert "W9670:'SpaClient' was 'WebClient' in HEAD" in done.stdout + done.stderr


@pytest.mark.skipif(CFN_LINT < NEWEST_TESTED, reason="cfn-lint's output differs between its versions")
def test_the_recorded_session_is_what_happens() -> None:
    script = [sys.executable, str(ROOT / "tools" / "record_change_safety.py"), "--check"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
