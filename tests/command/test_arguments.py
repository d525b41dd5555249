"""What the arguments and the configuration say, and when nothing is left to do."""

from __future__ import annotations

from pathlib import Path

import pytest
from cfnlint.config import CliArgs

from cfn_upc_rules._command import arguments as command_line
from cfn_upc_rules._command import fast_path


def test_options_that_take_one_value_are_known() -> None:
    options = {
        name
        for action in CliArgs([]).create_parser()._actions
        if action.nargs is None and action.option_strings
        for name in action.option_strings
    }
    assert set(command_line._TAKE_ONE) == options


@pytest.mark.parametrize(
    ("configuration", "reads"),
    [
        ("append_rules: [cfn_upc_rules]\nignore_checks:\n- W9604\n# a comment\n", False),
        ("deployment_files: [dep.yml]\n", True),
        ("no_such_key: 1\n", True),
        ("{format: json}\n", True),
        ("configure_rules: {W9670: {base: main}}\n", True),
    ],
)
def test_a_configuration_that_does_more_than_choose_rules_is_cfn_lints(
    configuration: str, reads: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plain.yaml").write_text("a: 1\n", encoding="utf-8")
    (tmp_path / ".cfnlintrc").write_text(configuration, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert fast_path.nothing_to_do(["--", "plain.yaml"]) is not reads


@pytest.mark.parametrize(
    ("arguments", "nothing"),
    [
        (["--", "plain.yaml"], True),
        (["-c", "I", "-e", "--", "plain.yaml"], True),
        (["--ignore-checks=W", "--non-zero-exit-code=error", "--", "*.yaml"], True),
        (["-c", "--", "plain.yaml"], False),
        (["-c", "-e", "--", "plain.yaml"], False),
        (["-c", "I", "plain.yaml", "-e"], False),
        (["--non-zero-exit-code=some", "--", "plain.yaml"], False),
        (["x", "--", "plain.yaml"], False),
        (["--", "plain.yaml", "missing.yaml"], False),
        (["--"], False),
        (["plain.yaml"], False),
    ],
)
def test_which_arguments_leave_nothing_to_do(
    arguments: list[str], nothing: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "plain.yaml").write_text("a: 1\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    command_line.LOOKED_UP.clear()
    assert fast_path.nothing_to_do(arguments) is nothing
