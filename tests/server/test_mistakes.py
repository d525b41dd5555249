"""What is wrong in a configuration, a template or a message is said in a sentence, and the server goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from sessions import Session, ids, in_session

pytestmark = pytest.mark.second_tier

_TEXT = """\
Resources:
  Pool:
    Type: AWS::Cognito::UserPool
  Portal:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !GetAtt Pool.Arn
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a template in a folder of its own."""
    file = tmp_path / "work" / "template.yaml"
    file.parent.mkdir()
    file.write_text(_TEXT, encoding="utf-8")
    return file


@pytest.mark.parametrize("said", ["override_spec: nope.json\n", "append_rules: [nope_module]\n"])
def test_what_a_trusted_folder_loads_may_be_missing(path: Path, said: str) -> None:
    """It is told once, and the folder's configuration is passed over."""
    file = path.parent / ".cfnlintrc"
    file.write_text(f"{said}ignore_checks: [E9610]\n", encoding="utf-8")
    options = {"rules": "all", "trustWorkspace": True}

    async def work(session: Session) -> None:
        session.open(path)
        assert ids(await session.diagnostics(path, 1)) == ["E9610"]
        session.change(path, 2, f"{_TEXT}# more\n")
        assert ids(await session.diagnostics(path, 2)) == ["E9610"]

    session = in_session(path.parent, work, options)
    [problem] = session.shown
    assert problem.startswith(f"cfn-upc-rules: {file} can't be used, so it is passed over: ")
    assert session.logged == []


@pytest.mark.parametrize("broken", ["home", "folder", "both"])
def test_the_file_that_is_broken_is_named(path: Path, monkeypatch: pytest.MonkeyPatch, broken: str) -> None:
    """And the other one counts; it is told again when it was mended and is broken anew."""
    home = path.parent.parent
    monkeypatch.setenv("HOME", str(home))
    files = {"home": home / ".cfnlintrc", "folder": path.parent / ".cfnlintrc"}
    named = [file for name, file in files.items() if broken in (name, "both")]
    for name, file in files.items():
        good = f"ignore_checks: [{'E9610' if name == 'home' else 'W1001'}]\nmerge_configs: true\n"
        file.write_text("a: [\n" if file in named else good, encoding="utf-8")

    async def work(session: Session) -> None:
        session.open(path)
        assert ids(await session.diagnostics(path, 1)) == ([] if broken == "folder" else ["E9610"])
        assert {said.split()[1] for said in session.shown} == set(map(str, named))
        for version, text in ((2, "ignore_checks: [W1001]\n"), (3, "b: [\n")):
            for file in named:
                file.write_text(text, encoding="utf-8")
            session.change(path, version, f"{_TEXT}# {version}\n")
            await session.diagnostics(path, version)
        assert sorted(said.split()[1] for said in session.shown) == sorted(map(str, named * 2))

    assert in_session(path.parent, work).logged == []
