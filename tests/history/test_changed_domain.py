"""W9674 against real git repositories, and the fast path for files that have lost a domain."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml
from support import Found, lint

from cfn_upc_rules._command import files

if TYPE_CHECKING:
    from repositories import Repository

POOL = {"Type": "AWS::Cognito::UserPool"}


def domain(prefix: Any = "app-login", pool: Any = None, /, condition: str = "", **properties: Any) -> dict[str, Any]:
    body = {
        "Type": "AWS::Cognito::UserPoolDomain",
        "Properties": {"UserPoolId": pool or {"Ref": "Pool"}, "Domain": prefix, **properties},
    }
    return {**body, "Condition": condition} if condition else body


def template(sections: dict[str, Any] | None = None, /, **resources: Any) -> str:
    return yaml.safe_dump({"Resources": {"Pool": POOL, **resources}, **(sections or {})}, sort_keys=False)


def changed(repository: Repository, old: str, new: str) -> list[Found]:
    repository.commit("template.yaml", old)
    found = lint(repository.write("template.yaml", new), base=None)
    assert not [f for f in found if f.id.startswith("E000")], found
    return [f for f in found if f.id == "W9674"]


OLD = template(Domain=domain())


def test_a_template_without_a_client_has_a_base(repository: Repository) -> None:
    [found] = changed(repository, OLD, template(Domain=domain("other-login")))
    assert "'Domain' has the prefix 'other-login', 'app-login' in HEAD" in found.message
    assert found.path == ("Resources", "Domain", "Properties", "Domain")


def test_a_renamed_domain_whose_prefix_changed_too(repository: Repository) -> None:
    [found] = changed(repository, OLD, template(SignIn=domain("other-login")))
    assert "'SignIn' has the prefix 'other-login', 'app-login' in HEAD" in found.message
    assert found.path == ("Resources", "SignIn")


@pytest.mark.parametrize("pool", ["eu-west-1_abc123", {"Ref": "Pool"}], ids=["text", "resource"])
def test_the_pool_is_the_same(repository: Repository, pool: Any) -> None:
    assert changed(repository, template(Domain=domain("app-login", pool)), template(SignIn=domain("app-login", pool)))


@pytest.mark.parametrize(
    "new",
    [
        pytest.param(OLD + "# another line\n", id="nothing changed"),
        pytest.param(template(Domain=domain(ManagedLoginVersion=2)), id="another property"),
        pytest.param(template(), id="gone"),
        pytest.param(template(Domain=domain({"Ref": "AWS::StackName"})), id="unknown now"),
        pytest.param(
            template(Domain=domain("login.example.com", CustomDomainConfig={"CertificateArn": "a"})), id="custom"
        ),
        pytest.param(template(Domain=domain(), Second=domain("second-login")), id="another beside it"),
        pytest.param(template(SignIn=domain("app-login", {"Ref": "Other"}), Other=POOL), id="another pool"),
        pytest.param(template(SignIn=domain("app-login", "eu-west-1_abc123")), id="a pool elsewhere"),
        pytest.param(template(Domain=POOL, SignIn=domain()), id="another type"),
        pytest.param(template({"Transform": "Company"}, SignIn=domain("other-login")), id="a macro may bring it back"),
    ],
)
def test_no_change(repository: Repository, new: str) -> None:
    assert changed(repository, OLD, new) == []


@pytest.mark.parametrize("name", ["Domain", "SignIn"])
def test_unknown_then(repository: Repository, name: str) -> None:
    old = template(Domain=domain({"Ref": "AWS::StackName"}))
    assert changed(repository, old, template(None, **{name: domain("other-login")})) == []


STAGED: dict[str, Any] = {
    "Parameters": {"Stage": {"Type": "String", "AllowedValues": ["dev", "prod"]}},
    "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}},
}


def test_where_the_domain_exists_then_and_now(repository: Repository) -> None:
    old = template(STAGED, Domain=domain(condition="IsProd"))
    [found] = changed(repository, old, template(STAGED, Domain=domain("other-login", condition="IsProd")))
    assert "(when" not in found.message


def test_the_condition_is_gone(repository: Repository) -> None:
    """The domain that was there under it may stand in the way."""
    old = template(STAGED, Domain=domain(condition="IsProd"))
    assert changed(repository, old, template(Domain=domain("other-login")))


def test_changed_in_one_scenario(repository: Repository) -> None:
    new = template(STAGED, Domain=domain({"Fn::If": ["IsProd", "other-login", "app-login"]}))
    [found] = changed(repository, OLD, new)
    assert "(when IsProd is true)" in found.message


def test_a_moved_file(repository: Repository) -> None:
    lines = "".join(f"# line {number} of a longer file\n" for number in range(20))
    repository.commit("old/template.yaml", OLD + lines)
    (repository.folder / "old" / "template.yaml").unlink()
    moved = repository.write("new/template.yaml", template(Domain=domain("other-login")) + lines)
    assert [f.id for f in lint(moved, base=None)] == ["W9674"]


def test_the_option_of_the_base_counts(repository: Repository) -> None:
    repository.commit("template.yaml", OLD)
    path = repository.write("template.yaml", template(Domain=domain("other-login")))
    assert lint(path, base="") == []
    assert [f.id for f in lint(path, base="main")] == ["W9674"]


def test_a_file_that_has_lost_its_domain_is_looked_at(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write("never.yaml", "Resources: {Topic: {Type: AWS::SNS::Topic}}\n")
    repository.write("client.yaml", "Resources: {Client: {Type: AWS::Cognito::UserPoolClient}}\n")
    repository.commit("domain.yaml", template(Domain=domain()))
    monkeypatch.chdir(repository.folder)
    names = ["never.yaml", "client.yaml", "domain.yaml"]
    for name in names:
        repository.write(name, "Resources: {Topic: {Type: AWS::SNS::Topic, DeletionPolicy: Retain}}\n")
    present, without = files.sort_out(names)
    assert not present
    assert sorted(files.had_client(without)) == ["client.yaml", "domain.yaml"]
