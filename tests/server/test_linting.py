"""The text of a document is linted as the command lints the file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support import FIXTURES, ROOT, lint

from cfn_upc_rules._server.configuration import FolderConfiguration
from cfn_upc_rules._server.linting import DocumentBase, Linted, Linter
from cfn_upc_rules._server.settings import Settings

if TYPE_CHECKING:
    from repositories import Repository

_TEMPLATES = sorted(
    path
    for path in (*FIXTURES.iterdir(), *(ROOT / "examples").iterdir())
    if path.suffix in (".yaml", ".json") and not (FIXTURES / path.name.replace(".fail.", ".base.")).exists()
)
_SPOKEN = [path for path in _TEMPLATES if path.name.startswith(("E9602", "E9612", "E9652", "W9620", "W9670"))]


_LINTER = Linter(FolderConfiguration(None, Settings(include_checks=("I",))), plugin_only=True)


def found(linted: Linted) -> list[tuple[int, int, str, str]]:
    """Return findings as the tests compare them."""
    return sorted((match.linenumber, match.columnnumber, match.rule.id, match.message) for match in linted.matches)


def rules(text: str, path: Path, base: DocumentBase) -> list[str]:
    """Return which errors and warnings a text has."""
    return [match.rule.id for match in _LINTER.lint(str(path), text, base).matches if match.rule.id[0] != "I"]


def same_as_the_command(path: Path) -> None:
    """Compare what is said of an open document with what is said of the file."""
    linted = _LINTER.lint(str(path), path.read_text(encoding="utf-8"), DocumentBase(str(path)))
    said = [(one.line, one.column, one.id, one.message) for one in lint(path, include=("I",), base=None)]
    assert found(linted) == sorted(said)


@pytest.mark.parametrize("path", _SPOKEN, ids=lambda path: path.name)
def test_a_document_has_the_findings_of_its_file(path: Path) -> None:
    """A few that ask graph, conditions, the source and the base."""
    same_as_the_command(path)


@pytest.mark.second_tier
@pytest.mark.parametrize("path", _TEMPLATES, ids=lambda path: path.name)
def test_every_document_has_the_findings_of_its_file(path: Path) -> None:
    """All fixtures and examples."""
    same_as_the_command(path)


@pytest.mark.parametrize(
    ("text", "is_template"),
    [
        ("services:\n  web: {image: nginx}\n", False),
        ("", False),
        ("Resources:\n  Pool:\n    Type: AWS::Cognito::UserPool\n  - bad: [", None),
        ("Resources:\n  Table:\n    Type: AWS::DynamoDB::Table\n", True),
    ],
)
def test_a_text_is_a_template_or_none_or_nobody_knows(text: str, is_template: bool | None) -> None:
    """What is half typed can't be read."""
    linted = _LINTER.lint("template.yaml", text, DocumentBase("template.yaml"))
    assert linted.is_template is is_template
    assert [match.rule.id for match in linted.matches] == (["E0000"] if is_template is None else [])


_CLIENT = """\
Resources:
  Pool:
    Type: AWS::Cognito::UserPool
  Portal:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !Ref Pool
      GenerateSecret: {secret}
"""


def test_the_base_is_compared_with_the_text_not_the_file(repository: Repository) -> None:
    """A document's change is told before it is saved; git is asked again where HEAD moves."""
    path = repository.commit("template.yaml", _CLIENT.format(secret="true"))
    base = DocumentBase(str(path))
    changed = _CLIENT.format(secret="false")
    assert rules(path.read_text(encoding="utf-8"), path, base) == []
    assert rules(changed, path, base) == ["W9671"]
    repository.commit("template.yaml", changed)
    assert rules(changed, path, base) == []


def test_git_is_asked_once(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not at each key, but again when it is told to forget: a document was saved."""
    path = repository.commit("template.yaml", _CLIENT.format(secret="true"))
    base = DocumentBase(str(path))
    rules(_CLIENT.format(secret="false"), path, base)
    monkeypatch.setattr("cfn_upc_rules._server.linting.base_version", None)
    assert rules(f"# more\n{_CLIENT.format(secret='false')}", path, base) == ["W9671"]
    monkeypatch.setattr("cfn_upc_rules._server.linting.base_version", lambda *_, **__: None)
    base.forget()
    assert rules(_CLIENT.format(secret="false"), path, base) == []


def test_a_client_that_is_gone_from_the_text_is_told(repository: Repository) -> None:
    """Also where nothing of Cognito is left in it."""
    path = repository.commit("template.yaml", _CLIENT.format(secret="true"))
    rest = "Resources:\n  Table:\n    Type: AWS::DynamoDB::Table\n"
    assert rules(rest, path, DocumentBase(str(path))) == ["W9672"]


def test_what_a_document_configures_is_not_for_the_next(tmp_path: Path) -> None:
    path = str(tmp_path / "template.yaml")
    config = "Metadata: {cfn-lint: {config: {ignore_checks: [E0000]}}}\n"
    pool = "Resources: {Pool: {Type: AWS::Cognito::UserPool}}\n"
    assert _LINTER.lint(path, config + pool, DocumentBase(path)).matches == []
    assert rules(f"{pool}{pool}[", Path(path), DocumentBase(path)) == ["E0000"]


def test_a_folder_that_is_not_trusted_loads_nothing(tmp_path: Path) -> None:
    """Its `.cfnlintrc` chooses rules and sets options; what would load code or files is passed over."""
    (tmp_path / "evil.py").write_text("raise SystemExit('loaded')\n", encoding="utf-8")
    file = tmp_path / ".cfnlintrc"
    text = f"append_rules: [{tmp_path}]\noverride_spec: {tmp_path}/spec.json\nignore_checks: [E9610]\n"
    file.write_text(text, encoding="utf-8")
    for plugin_only in (True, False):
        rules = Linter(FolderConfiguration(file, Settings()), plugin_only=plugin_only)
        path = FIXTURES / "E9610-cases.fail.yaml"
        ids = {match.rule.id for match in rules.lint(str(path), path.read_text(), DocumentBase(str(path))).matches}
        assert "E9610" not in ids
    trusted = FolderConfiguration(file, Settings(trusted=True))
    assert str(tmp_path) in trusted.append_rules
    assert trusted.override_spec == f"{tmp_path}/spec.json"
