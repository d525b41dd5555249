"""What the tests of changes share: templates with clients, and what W9670, W9671 and W9672 find in a repository."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml
from support import Found, lint

from cfn_upc_rules._history import git

if TYPE_CHECKING:
    import pytest
    from repositories import Repository

OURS = ("W9670", "W9671", "W9672", "W9674")

POOL = {"Type": "AWS::Cognito::UserPool"}


def client(**properties: Any) -> dict[str, Any]:
    return {
        "Type": "AWS::Cognito::UserPoolClient",
        "Properties": {"UserPoolId": {"Ref": "Pool"}, **properties},
    }


def template(sections: dict[str, Any] | None = None, /, **resources: Any) -> str:
    return yaml.safe_dump({"Resources": {"Pool": POOL, **resources}, **(sections or {})}, sort_keys=False)


SECTIONS = {
    "Parameters": {"Wanted": {"Type": "String"}, "Stage": {"Type": "String"}},
    "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}},
}
WEB = client(ClientName="web", ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"])
OLD = template(WebClient=WEB)
NEW = template(SpaClient=WEB)


def changes(path: Path, base: str | None = None, **how: Any) -> list[Found]:
    found = lint(path, base=base, **how)
    assert not [f for f in found if f.id.startswith("E000")], found
    return [f for f in found if f.id in OURS]


def ids(path: Path, base: str | None = None, **how: Any) -> list[str]:
    return [f.id for f in changes(path, base, **how)]


def changed(repository: Repository, old: str, new: str, name: str = "template.yaml") -> list[Found]:
    """Commit the one text, write the other, and return what is found."""
    repository.commit(name, old)
    return changes(repository.write(name, new))


def messages(found: list[Found], rule: str) -> list[str]:
    return [f.message for f in found if f.id == rule]


def configure(repository: Repository, monkeypatch: pytest.MonkeyPatch, base: str) -> None:
    """Set the base in `.cfnlintrc`: the command line would cut it at `:`, `=` and `,`."""
    monkeypatch.chdir(repository.folder)
    repository.write(".cfnlintrc", yaml.safe_dump({"configure_rules": {"W9670": {"base": base}}}))


def with_environment(monkeypatch: pytest.MonkeyPatch, name: str, value: str | None) -> None:
    """Change the environment that git is run in."""
    run = git.Git._run

    def changed(self: Any, stdin: bytes, *arguments: str, **how: Any) -> bytes:
        self._environment.pop(name, None)
        self._environment |= {} if value is None else {name: value}
        return run(self, stdin, *arguments, **how)

    monkeypatch.setattr(git.Git, "_run", changed)
