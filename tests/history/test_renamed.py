"""W9670, W9671 and W9672 against real git repositories."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import yaml
from repositories import ENVIRONMENT, Repository
from support import CFN_LINT, NEWEST_TESTED, ROOT, Found, lint

from cfn_upc_rules._command import files
from cfn_upc_rules._history import base_version, comparison, git, stream

OURS = ("W9670", "W9671", "W9672")

COMMAND = "import sys; from cfnlint.runner import main; sys.exit(main())"
POOL = {"Type": "AWS::Cognito::UserPool"}


def client(**properties: Any) -> dict[str, Any]:
    return {
        "Type": "AWS::Cognito::UserPoolClient",
        "Properties": {"UserPoolId": {"Ref": "Pool"}, **properties},
    }


def template(sections: dict[str, Any] | None = None, /, **resources: Any) -> str:
    return yaml.safe_dump({"Resources": {"Pool": POOL, **resources}, **(sections or {})}, sort_keys=False)


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


# -- renamed ---------------------------------------------------------------------------------------


def test_an_unchanged_template_has_no_findings(repository: Repository) -> None:
    assert ids(repository.commit("template.yaml", OLD)) == []


def test_a_rename_is_found_at_the_new_name(repository: Repository) -> None:
    [found] = changed(repository, OLD, NEW)
    assert (found.id, found.path) == ("W9670", ("Resources", "SpaClient"))
    assert "'SpaClient' was 'WebClient' in HEAD: CloudFormation makes a client with a new ID and" in found.message
    assert "Keep the ID 'WebClient', or rename it by a stack refactoring" in found.message
    assert "\n" not in found.message


def test_a_rename_with_other_edits_is_found_by_the_display_name(repository: Repository) -> None:
    new = template(
        Other=client(ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]),
        Spa=client(ClientName="web", EnableTokenRevocation=True),
    )
    [found] = changed(repository, OLD, new)
    assert "'Spa' was 'WebClient'" in found.message


def test_a_rename_beside_a_second_new_client_is_found_by_what_they_share(repository: Repository) -> None:
    old = template(A=client(AllowedOAuthFlows=["code"], AllowedOAuthScopes=["openid", "email"]))
    new = template(
        B=client(AllowedOAuthFlows=["client_credentials"], AllowedOAuthScopes=["api/read"]),
        C=client(AllowedOAuthFlows=["code"], AllowedOAuthScopes=["openid", "email", "profile"]),
    )
    [found] = changed(repository, old, new)
    assert "'C' was 'A'" in found.message


def test_each_new_client_takes_one_place(repository: Repository) -> None:
    old = template(A=client(ClientName="a"), B=client(ClientName="b"), C=client(ClientName="c"))
    new = template(Y=client(ClientName="b"), X=client(ClientName="a", EnableTokenRevocation=True))
    found = changed(repository, old, new)
    assert [f.message.split(":")[0] for f in found if f.id == "W9670"] == [
        "User Pool Client 'Y' was 'B' in HEAD",
        "User Pool Client 'X' was 'A' in HEAD",
    ]
    assert ["'C'" in message for message in messages(found, "W9672")] == [True]


def test_who_refers_to_it_tells_who_took_its_place(repository: Repository) -> None:
    def outputs(name: str) -> dict[str, Any]:
        return {"Outputs": {"Id": {"Value": {"Ref": name}}}}

    old = template(outputs("A"), A=client(), Old=client())
    new = template(outputs("Z"), Old=client(), Y=client(), Z=client())
    [found] = changed(repository, old, new)
    assert "'Z' was 'A' in HEAD" in found.message
    assert "Output 'Id' gets the new ID" in found.message


def test_a_client_of_another_pool_with_nothing_in_common_took_no_place(repository: Repository) -> None:
    new = template(Staff=POOL, StaffClient={**client(), "Properties": {"UserPoolId": {"Ref": "Staff"}}})
    found = changed(repository, OLD, new)
    assert [f.id for f in found] == ["W9672"]


def test_a_rename_with_the_pool_renamed_too_is_one_finding(repository: Repository) -> None:
    new = OLD.replace("WebClient", "SpaClient").replace("Pool:", "People:").replace("Ref: Pool", "Ref: People")
    assert "People" in new
    assert [f.id for f in changed(repository, OLD, new)] == ["W9670"]


def test_a_rename_says_what_hangs_on_the_client(repository: Repository) -> None:
    def stack(name: str) -> str:
        reference = {"Ref": name}
        function = {
            "Type": "AWS::Lambda::Function",
            "Properties": {"Environment": {"Variables": {"USER_POOL_CLIENT_ID": reference}}},
        }
        branding = {
            "Type": "AWS::Cognito::ManagedLoginBranding",
            "Properties": {"UserPoolId": {"Ref": "Pool"}, "ClientId": reference},
        }
        outputs = {
            "Id": {"Value": reference, "Export": {"Name": "id"}},
            "Other": {"Value": {"Fn::Sub": f"-${{{name}}}"}},
        }
        return template(
            {"Outputs": outputs},
            **{name: client(GenerateSecret=True)},
            Branding=branding,
            F=function,
            G=function,
        )

    [message] = messages(changed(repository, stack("A"), stack("B")), "W9670")
    assert "with a new ID and secret and deletes the old one; every signed-in user has to sign in again" in message
    assert "; AWS::Cognito::ManagedLoginBranding 'Branding' is made anew too; " in message
    assert "Function 'F', Function 'G', Output 'Id' (exported) and 1 more get the new ID." in message


def test_a_retained_client_that_is_renamed_stays_behind(repository: Repository) -> None:
    [message] = messages(changed(repository, template(A={**WEB, "DeletionPolicy": "Retain"}), template(B=WEB)), "W9670")
    assert "leaves the old one behind, unmanaged" in message
    assert "DeletionPolicy" not in message


def test_a_rename_counts_where_both_exist(repository: Repository) -> None:
    conditions = {"Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}}
    conditions["Conditions"]["IsTest"] = {"Fn::Not": [{"Condition": "IsProd"}]}
    old = template(conditions, A=WEB)
    new = template(conditions, B={**WEB, "Condition": "IsProd"}, C={**WEB, "Condition": "IsTest"})
    found = changed(repository, old, new)
    assert [(f.id, f.message.split(" in ")[0]) for f in found] == [
        ("W9670", "User Pool Client 'B' was 'A'"),
        ("W9670", "User Pool Client 'C' was 'A'"),
    ]
    new = template(conditions, B={**WEB, "Condition": "IsProd"})
    found = changes(repository.write("template.yaml", new))
    assert [f.id for f in found] == ["W9672", "W9670"]
    assert "(when IsProd is false)" in found[0].message


def test_a_condition_that_was_renamed_too_hides_nothing(repository: Repository) -> None:
    def stack(name: str, condition: str) -> str:
        conditions = {condition: {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]}}
        return template({"Conditions": conditions}, **{name: {**WEB, "Condition": condition}})

    assert [f.id for f in changed(repository, stack("A", "IsProd"), stack("B", "InProduction"))] == ["W9670"]
    assert ids(repository.write("template.yaml", stack("A", "InProduction"))) == []


# -- replaced --------------------------------------------------------------------------------------

SAME_SECRET = [
    (None, False),
    (False, None),
    (None, "false"),
    (True, "true"),
    ("True", True),
    (True, {"Ref": "Wanted"}),
    ({"Ref": "Wanted"}, False),
    ({"Fn::If": ["IsProd", True, {"Ref": "AWS::NoValue"}]}, {"Fn::If": ["IsProd", "true", False]}),
]
OTHER_SECRET = [
    (None, True, ""),
    (True, None, ""),
    ("true", "false", ""),
    (False, {"Fn::If": ["IsProd", True, False]}, " (when IsProd is true)"),
    ({"Fn::If": ["IsProd", True, False]}, {"Fn::If": ["IsProd", False, False]}, " (when IsProd is true)"),
    ({"Fn::If": ["IsProd", True, {"Ref": "Wanted"}]}, False, " (when IsProd is true)"),
]
SECTIONS = {
    "Parameters": {"Wanted": {"Type": "String"}, "Stage": {"Type": "String"}},
    "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}},
}


def with_secret(value: Any) -> str:
    return template(SECTIONS, A=client() if value is None else client(GenerateSecret=value))


@pytest.mark.parametrize(("old", "new"), SAME_SECRET, ids=str)
def test_the_same_secret_in_another_spelling_is_no_change(repository: Repository, old: Any, new: Any) -> None:
    assert changed(repository, with_secret(old), with_secret(new)) == []


@pytest.mark.parametrize(("old", "new", "when"), OTHER_SECRET, ids=str)
def test_a_secret_switched_on_or_off_replaces_the_client(repository: Repository, old: Any, new: Any, when: str) -> None:
    [found] = changed(repository, with_secret(old), with_secret(new))
    assert found.id == "W9671"
    assert f"has to sign in again{when}." in found.message


SAME_POOL = [
    {"Ref": "Pool"},
    {"Fn::GetAtt": ["Pool", "UserPoolId"]},
    {"Fn::GetAtt": "Pool.UserPoolId"},
    {"Fn::Sub": "${Pool}"},
    {"Fn::Sub": ["${P}", {"P": {"Ref": "Pool"}}]},
    {"Fn::Select": [1, {"Fn::Split": ["/", {"Fn::GetAtt": ["Pool", "Arn"]}]}]},
    {"Fn::If": ["IsProd", {"Ref": "Pool"}, {"Fn::GetAtt": ["Pool", "UserPoolId"]}]},
]


@pytest.mark.parametrize("new", [*SAME_POOL, {"Ref": "Wanted"}, {"Fn::ImportValue": "x"}, "eu-west-1_abc"], ids=str)
def test_the_same_or_an_unknown_pool_is_no_change(repository: Repository, new: Any) -> None:
    assert changed(repository, template(SECTIONS, A=client()), template(SECTIONS, A=client(UserPoolId=new))) == []


def pool_change(repository: Repository, old: Any, new: Any, *pools: str) -> list[str]:
    """Return what is said of a client whose pool changes, in a template that has further pools before or after."""
    before = {name: POOL for name in pools if not name.startswith("+")}
    after = {name.strip("+"): POOL for name in pools if not name.startswith("-")}
    before = {name.strip("-"): POOL for name in before}
    return messages(
        changed(
            repository,
            template(SECTIONS, **before, A=client(UserPoolId=old)),
            template(SECTIONS, **after, A=client(UserPoolId=new)),
        ),
        "W9671",
    )


def test_another_pool_replaces_the_client(repository: Repository) -> None:
    [message] = pool_change(repository, {"Ref": "Pool"}, {"Ref": "Other"}, "Other")
    assert "its User Pool was 'Pool' in HEAD and is 'Other' now" in message


def test_a_pool_that_was_renamed_replaces_the_client(repository: Repository) -> None:
    [message] = pool_change(repository, {"Ref": "Old"}, {"Fn::Sub": "${New}"}, "-Old", "+New")
    assert "its User Pool, 'Old' in HEAD, is renamed to 'New', which replaces the pool" in message


def test_another_literal_pool_replaces_the_client(repository: Repository) -> None:
    [message] = pool_change(repository, "eu-west-1_abc", "eu-west-1_xyz")
    assert "its UserPoolId is another than in HEAD" in message


def test_a_new_pool_in_place_of_a_literal_replaces_the_client(repository: Repository) -> None:
    [message] = pool_change(repository, "eu-west-1_abc", {"Ref": "New"}, "+New")
    assert "was 'eu-west-1_abc' in HEAD and is 'New', a new one, now" in message


def test_another_pool_in_one_branch_replaces_the_client_there(repository: Repository) -> None:
    new = {"Fn::If": ["IsProd", {"Ref": "Pool"}, {"Ref": "Other"}]}
    [message] = pool_change(repository, {"Ref": "Pool"}, new, "Other")
    assert "(when IsProd is false)" in message


def test_a_client_kept_by_its_policy_stays_behind(repository: Repository) -> None:
    new = template(A={**client(GenerateSecret=True), "UpdateReplacePolicy": "Retain"})
    [message] = messages(changed(repository, template(A=client()), new), "W9671")
    assert "with a new ID and secret and leaves the old one behind, unmanaged" in message


def test_another_type_is_refused(repository: Repository) -> None:
    [found] = changed(repository, OLD, template(WebClient={"Type": "AWS::SNS::Topic"}))
    assert (found.id, found.path) == ("W9671", ("Resources", "WebClient", "Type"))
    assert 'AWS answers "Update of resource type is not permitted.' in found.message


def test_included_properties_are_unknown(repository: Repository) -> None:
    include = {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "s3://bucket/key"}}}
    old = template(A=client(GenerateSecret=True))
    assert changed(repository, old, template(A={"Type": "AWS::Cognito::UserPoolClient", "Properties": include})) == []


# -- removed ---------------------------------------------------------------------------------------


def test_a_client_that_is_gone_is_found(repository: Repository) -> None:
    [found] = changed(repository, OLD, template())
    assert (found.id, found.path) == ("W9672", ("Resources",))
    assert "User Pool Client 'WebClient' of HEAD is gone and nothing took its place" in found.message


def test_a_client_that_was_retained_may_go(repository: Repository) -> None:
    assert changed(repository, template(A={**WEB, "DeletionPolicy": "Retain"}), template()) == []
    assert changed(repository, template(A={**WEB, "DeletionPolicy": "RetainExceptOnCreate"}), template()) == []
    assert changed(repository, template(A={**WEB, "DeletionPolicy": {"Ref": "P"}}), template()) == []
    assert [f.id for f in changed(repository, template(A={**WEB, "DeletionPolicy": "Delete"}), template())] == ["W9672"]


def test_a_client_under_a_new_condition_is_gone_where_it_is_false(repository: Repository) -> None:
    [found] = changed(repository, template(SECTIONS, A=WEB), template(SECTIONS, A={**WEB, "Condition": "IsProd"}))
    assert (found.id, found.path) == ("W9672", ("Resources", "A"))
    assert "(when IsProd is false)" in found.message


@pytest.mark.parametrize(
    "new",
    [
        template({"Transform": "OurMacro"}),
        template({"Transform": [{"Name": "AWS::Include", "Parameters": {"Location": "s3://bucket/key"}}]}),
        yaml.safe_dump(
            {
                "Resources": {
                    "Pool": POOL,
                    "Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "s3://bucket/key"}},
                }
            }
        ),
    ],
)
def test_what_a_new_macro_may_bring_is_not_gone(repository: Repository, new: str) -> None:
    assert changed(repository, OLD, new) == []


# -- other forms of a template ---------------------------------------------------------------------


def loop(items: Any, key: str, parameters: dict[str, Any] | None = None) -> str:
    resources = {"Pool": POOL, "Fn::ForEach::Clients": ["Name", items, {key: client()}]}
    return yaml.safe_dump(
        {"Transform": "AWS::LanguageExtensions", "Parameters": parameters or {}, "Resources": resources}
    )


def test_clients_of_a_loop_are_compared_by_their_expanded_ids(repository: Repository) -> None:
    old = loop(["Web", "App"], "${Name}Client")
    assert changed(repository, old, loop(["App", "Web"], "${Name}Client")) == []
    found = changes(repository.write("template.yaml", loop(["Web", "App", "Ops"], "${Name}Spa")))
    assert sorted(f.message.split(" in ")[0] for f in found) == [
        "User Pool Client 'AppSpa' was 'AppClient'",
        "User Pool Client 'WebSpa' was 'WebClient'",
    ]
    assert ids(repository.write("template.yaml", loop(["Web"], "${Name}Client"))) == ["W9672"]
    assert ids(repository.write("template.yaml", template(WebClient=client(), AppClient=client()))) == []


def test_clients_of_a_loop_over_something_unknown_are_never_gone(repository: Repository) -> None:
    names = {"Names": {"Type": "CommaDelimitedList"}, "Others": {"Type": "CommaDelimitedList"}}
    unknown = {"Fn::FindInMap": ["Clients", {"Ref": "AWS::AccountId"}, "Names"]}
    secret = {"Names": {"Type": "AWS::SSM::Parameter::Value<CommaDelimitedList>", "Default": "/names"}}
    for old, new, parameters in (
        ({"Ref": "Names"}, {"Ref": "Others"}, names),
        (unknown, unknown, {}),
        ({"Ref": "Names"}, {"Ref": "Names"}, secret),
    ):
        for kind in ("yaml", "json"):
            texts = [loop(items, "${Name}Client", parameters) for items in (old, new)]
            texts = [text if kind == "yaml" else json.dumps(yaml.safe_load(text)) for text in texts]
            assert changed(repository, texts[0] + "\n", texts[1], f"template.{kind}") == []


def test_clients_of_a_loop_over_the_same_default_are_compared(repository: Repository) -> None:
    def stack(default: str, key: str) -> str:
        return loop({"Ref": "Names"}, key, {"Names": {"Type": "CommaDelimitedList", "Default": default}})

    assert [f.id for f in changed(repository, stack("A,B", "${Name}C"), stack("A,B", "${Name}D"))] == ["W9670"] * 2
    assert ids(repository.write("template.yaml", stack("A", "${Name}C"))) == []


def test_sam_and_its_globals(repository: Repository) -> None:
    def stack(name: str) -> str:
        function = {"Type": "AWS::Serverless::Function", "Properties": {"CodeUri": ".", "Handler": "a.b"}}
        return template(
            {
                "Transform": ["AWS::Serverless-2016-10-31"],
                "Globals": {
                    "Function": {
                        "Runtime": "python3.12",
                        "Environment": {"Variables": {"USER_POOL_CLIENT_ID": {"Ref": name}}},
                    }
                },
            },
            **{name: WEB},
            Handler=function,
        )

    [found] = changed(repository, stack("A"), stack("B"))
    assert found.id == "W9670"
    assert "Function 'Handler' gets the new ID" in found.message


def test_json(repository: Repository) -> None:
    old = json.dumps(yaml.safe_load(OLD), indent="\t")
    [found] = changed(repository, old, old.replace("WebClient", "SpaClient"), "template.json")
    assert found.id == "W9670"


def test_yaml_that_became_json_is_the_same(repository: Repository) -> None:
    assert changed(repository, OLD, json.dumps(yaml.safe_load(OLD)), "t.template") == []


@pytest.mark.parametrize(
    "old",
    [
        "AWS::Cognito::UserPoolClient: [",
        "AWS::Cognito::UserPoolClient:\n\t- {",
        "- AWS::Cognito::UserPoolClient",
        "AWS::Cognito::UserPoolClient",
        "# AWS::Cognito::UserPoolClient",
        "Resources: [AWS::Cognito::UserPoolClient]",
        "Resources: {A: {Type: AWS::Cognito::UserPoolClient, Properties: []}}",
        "Resources: {A: {Type: AWS::Cognito::UserPoolClient, Properties: {Fn::If: [X]}, Condition: [1]}}",
        "Transform: AWS::LanguageExtensions\nResources: {Fn::ForEach::X: AWS::Cognito::UserPoolClient}",
        "{a: 1, a: 2, b: AWS::Cognito::UserPoolClient}",
        "[" * 3000 + "AWS::Cognito::UserPoolClient",
        "é AWS::Cognito::UserPoolClient",
    ],
)
def test_an_odd_base_raises_nothing(repository: Repository, old: str, capfd: pytest.CaptureFixture[str]) -> None:
    path = repository.folder / "template.yaml"
    path.write_bytes(old.encode("latin-1"))
    repository.git("add", "--all")
    repository.git("commit", "--quiet", "--message", "odd")
    assert {f.id for f in changes(repository.write("template.yaml", NEW))} <= {"W9670", "W9672"}
    assert capfd.readouterr() == ("", "")


ODD: list[Any] = [
    None,
    [],
    {},
    7,
    "text",
    [None],
    {"Ref": []},
    {"Fn::If": ["X"]},
    {"Fn::Transform": {}},
    {1: 2},
]
PLACES = [
    ("Resources",),
    ("Resources", "WebClient"),
    ("Resources", "WebClient", "Type"),
    ("Resources", "WebClient", "Condition"),
    ("Resources", "WebClient", "DeletionPolicy"),
    ("Resources", "WebClient", "UpdateReplacePolicy"),
    ("Resources", "WebClient", "Properties"),
    ("Resources", "WebClient", "Properties", "UserPoolId"),
    ("Resources", "WebClient", "Properties", "GenerateSecret"),
    ("Resources", "WebClient", "Properties", "ClientName"),
    ("Resources", "WebClient", "Properties", "ExplicitAuthFlows"),
    ("Resources", "Pool"),
    ("Resources", "Fn::ForEach::Loop"),
    ("Outputs",),
    ("Outputs", "Id"),
    ("Outputs", "Id", "Value"),
    ("Outputs", "Id", "Export"),
    ("Conditions",),
    ("Conditions", "IsProd"),
    ("Parameters",),
    ("Transform",),
]


@pytest.mark.parametrize("place", PLACES, ids=".".join)
def test_nothing_crashes(place: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    plain: dict[str, Any] = {
        **SECTIONS,
        "Transform": "AWS::LanguageExtensions",
        "Resources": {
            "Pool": POOL,
            "WebClient": {**WEB, "Condition": "IsProd"},
            "Fn::ForEach::Loop": ["Name", ["A", "B"], {"Client${Name}": client()}],
        },
        "Outputs": {"Id": {"Value": {"Ref": "WebClient"}, "Export": {"Name": "id"}}},
    }
    renamed = yaml.safe_dump(plain).replace("WebClient", "SpaClient")
    path = tmp_path / "template.yaml"
    for value in ODD:
        odd = yaml.safe_load(yaml.safe_dump(plain))
        within = odd
        for key in place[:-1]:
            within = within[key]
        within[place[-1]] = value
        texts = [yaml.safe_dump(plain), yaml.safe_dump(odd), renamed]
        for old, new in ((0, 1), (1, 2)):
            monkeypatch.setattr(comparison, "base_version", lambda *_, text=texts[old], **__: text.encode())
            path.write_text(texts[new], encoding="utf-8")
            with suppress(AttributeError, TypeError):  # cfn-lint's own; those of a rule are E0002
                found = lint(path, base=None, include=("I9673",))
                assert not [f for f in found if f.id == "E0002" and "967" in f.message], (old, value, found)


# -- where the file is -----------------------------------------------------------------------------


def test_a_file_given_in_any_way(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit("stacks/web/template.yaml", OLD)
    path = repository.write("stacks/web/template.yaml", NEW)
    link, folder = tmp_path / "link.yaml", tmp_path / "folder"
    link.symlink_to(path)
    folder.symlink_to(path.parent)
    for start, name in (
        (tmp_path, path),
        (tmp_path, "repository/stacks/web/template.yaml"),
        (path.parent, "template.yaml"),
        (path.parent, "../../stacks/./web/template.yaml"),
        (tmp_path, link),
        (Path("/"), folder / "template.yaml"),
    ):
        monkeypatch.chdir(start)
        assert ids(Path(name)) == ["W9670"], name


@pytest.mark.parametrize(
    "name",
    [
        "a b.yaml",
        "été.yaml",
        "-x.yaml",
        "a:b.yaml",
        "*.yaml",
        "a\tb.yaml",
        "a\nb.yaml",
        ":(top)a.yaml",
        "a\u3000b.yaml",
    ],
)
def test_a_file_of_any_name(repository: Repository, name: str) -> None:
    (found,) = [[f.id for f in changed(repository, OLD, NEW, name)]]
    assert found == ([] if "\n" in name else ["W9670"])


def test_a_worktree(repository: Repository, tmp_path: Path) -> None:
    repository.commit("template.yaml", OLD)
    repository.git("worktree", "add", "--quiet", "-b", "other", str(tmp_path / "tree"))
    path = tmp_path / "tree" / "template.yaml"
    assert ids(path) == []
    path.write_text(NEW, encoding="utf-8")
    assert ids(path) == ["W9670"]


def test_a_submodule_has_a_history_of_its_own(repository: Repository, tmp_path: Path) -> None:
    inner = Repository(tmp_path / "inner")
    inner.commit("template.yaml", OLD)
    repository.commit("readme", "")
    repository.git("submodule", "--quiet", "add", str(inner.folder), "sub")
    repository.git("commit", "--quiet", "--message", "submodule")
    path = repository.folder / "sub" / "template.yaml"
    assert ids(path) == []
    path.write_text(NEW, encoding="utf-8")
    assert ids(path) == ["W9670"]


def test_a_detached_head(repository: Repository) -> None:
    repository.commit("template.yaml", OLD)
    repository.git("checkout", "--quiet", "--detach")
    assert ids(repository.write("template.yaml", NEW)) == ["W9670"]


def test_sha256_objects(tmp_path: Path) -> None:
    repository = Repository(tmp_path, "--object-format=sha256")
    assert ids(repository.commit("template.yaml", OLD)) == []
    assert ids(repository.write("template.yaml", NEW)) == ["W9670"]


def test_line_endings_are_no_change(repository: Repository) -> None:
    path = repository.commit("template.yaml", OLD)
    path.write_bytes(OLD.replace("\n", "\r\n").encode())
    assert ids(path) == []


# -- moved files -----------------------------------------------------------------------------------


def test_a_moved_file_is_followed(repository: Repository) -> None:
    old = repository.commit("template.yaml", OLD)
    new = repository.folder / "stacks" / "auth.yml"
    new.parent.mkdir()
    old.rename(new)
    assert ids(new) == []
    new.write_text(NEW, encoding="utf-8")
    assert ids(new) == ["W9670"]
    repository.git("add", "--all")
    assert ids(new) == ["W9670"]
    repository.git("commit", "--quiet", "--message", "moved")
    assert ids(new) == []
    assert ids(new, "HEAD~1") == ["W9670"]


def test_the_moved_file_is_the_one_most_alike(repository: Repository) -> None:
    other = template(OtherClient=client(), Topic={"Type": "AWS::SNS::Topic"})
    repository.commit("a.yaml", other)
    repository.commit("b.yaml", OLD)
    for name in "ab":
        (repository.folder / f"{name}.yaml").unlink()
    [found] = changes(repository.write("c.yaml", NEW))
    assert "'SpaClient' was 'WebClient'" in found.message


def test_a_new_file_is_no_moved_one(repository: Repository) -> None:
    repository.commit("template.yaml", OLD)
    assert ids(repository.write("copy.yaml", NEW)) == []
    (repository.folder / "template.yaml").unlink()
    different = template(**{f"Topic{number}": {"Type": "AWS::SNS::Topic"} for number in range(20)}, SpaClient=client())
    assert ids(repository.write("copy.yaml", different)) == []


def test_a_file_that_a_sparse_checkout_leaves_out_was_not_moved(repository: Repository) -> None:
    repository.commit("a/template.yaml", OLD)
    repository.commit("b/readme", "")
    repository.git("sparse-checkout", "set", "b")
    assert not (repository.folder / "a").exists()
    assert ids(repository.write("b/template.yaml", NEW)) == []


# -- the base --------------------------------------------------------------------------------------


def test_an_empty_base_switches_off(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit("template.yaml", OLD)
    path = repository.write("template.yaml", NEW)
    monkeypatch.setattr(comparison, "base_version", None)
    assert ids(path, "") == []


def test_a_branch_is_compared_with_where_it_began(repository: Repository) -> None:
    repository.commit("template.yaml", OLD)
    repository.git("checkout", "--quiet", "-b", "topic")
    path = repository.commit("template.yaml", template(WebClient=WEB, Topic={"Type": "AWS::SNS::Topic"}))
    repository.git("checkout", "--quiet", "main")
    repository.commit("template.yaml", template(WebClient=WEB, OtherClient=client()))
    repository.git("checkout", "--quiet", "topic")
    assert ids(path, "main") == []
    repository.commit("template.yaml", NEW)
    assert ids(path) == []
    [found] = changes(path, "main")
    assert "was 'WebClient' in main" in found.message


def test_the_base_may_be_any_name_of_a_commit(repository: Repository) -> None:
    repository.commit("template.yaml", OLD)
    repository.git("tag", "-a", "-m", "", "v1.0")
    repository.git("branch", "feature/a-b")
    commit = repository.git("rev-parse", "HEAD")
    path = repository.commit("template.yaml", NEW)
    for base in ("HEAD~1", "HEAD^", "v1.0", "feature/a-b", commit, commit[:9], "refs/tags/v1.0"):
        assert ids(path, base) == ["W9670"], base
    assert ids(path, "main") == []


def test_the_three_rules_agree_on_the_base(repository: Repository) -> None:
    repository.commit("template.yaml", template(A=WEB, B=client(), C=client(ClientName="c")))
    path = repository.commit("template.yaml", template(X=WEB, B=client(GenerateSecret=True)))
    assert ids(path) == []
    assert sorted(ids(path, "HEAD~1")) == ["W9670", "W9671", "W9672"]
    assert sorted(ids(path, "HEAD~1", options=("--ignore-checks", "W9670"))) == ["W9671", "W9672"]
    assert sorted(ids(path, "", options=("--ignore-checks", "W9670"))) == []


def test_git_is_asked_once_for_the_three_rules(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []
    run = stream.run

    def counting(command: list[str], *args: Any, **kwargs: Any) -> Any:
        commands.append([word for word in command if word.startswith(("cat-file", "ls-", "merge-base"))])
        return run(command, *args, **kwargs)

    path = repository.commit("template.yaml", OLD)
    topics = repository.commit("topics.yaml", yaml.safe_dump({"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}))
    untracked = repository.write("untracked.yaml", topics.read_text(encoding="utf-8") + "\n")
    monkeypatch.setattr(git, "run", counting)

    def asked(path: Path, base: str | None = None) -> list[str]:
        commands.clear()
        ids(path, base)
        return [command for [command] in commands]

    assert asked(path) == ["cat-file"]
    assert asked(topics) == ["cat-file"]
    assert asked(untracked) == ["cat-file"]
    assert asked(path, "") == []
    assert asked(path, "--all") == []
    path.write_text(NEW, encoding="utf-8")
    assert asked(path) == ["cat-file", "cat-file"]
    assert asked(path, "main") == ["cat-file", "merge-base", "cat-file", "cat-file"]


def test_a_client_is_gone_where_git_does_not_have_all_of_the_base(repository: Repository, tmp_path: Path) -> None:
    """In doubt the file is looked at: in a partial clone, or with a configuration that names another working tree."""
    repository.git("config", "uploadpack.allowFilter", "true")
    for number in range(3):
        repository.commit(f"{number}.yaml", OLD + f"# {number}\n")
    partial = Repository(tmp_path / "partial")
    partial.git("remote", "add", "origin", repository.folder.as_uri())
    partial.git("fetch", "--quiet", "--filter=blob:none", "origin", "main")
    partial.git("update-ref", "refs/heads/main", "FETCH_HEAD")
    gone = [str(partial.write(f"{number}.yaml", "Resources: {}\n")) for number in range(3)]
    assert files.had_client(gone) == gone

    repository.git("config", "core.worktree", str(tmp_path))
    gone = [str(repository.write(f"{number}.yaml", "Resources: {}\n")) for number in range(3)]
    assert files.had_client(gone) == gone


def test_git_is_asked_once_for_many_files_without_a_client(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without = template(Pool={"Type": "AWS::Cognito::UserPool"})
    for number in range(20):
        repository.write(f"stacks/{number}.yaml", without)
    repository.write("new name.yaml", OLD)
    repository.commit("deep/er/had.yaml", OLD)
    for name in ("stacks/1.yaml", "new name.yaml", "deep/er/had.yaml", "added.yaml", "line\nbreak.yaml"):
        repository.write(name, without + "# edited\n")
    (repository.folder / "link.yaml").symlink_to("deep/er/had.yaml")
    outside = tmp_path / "outside.yaml"
    outside.write_text(without, encoding="utf-8")
    asked = []
    run = git.Git._run

    def counted(self: Any, stdin: bytes, *arguments: str, **how: Any) -> bytes:
        asked.append(arguments)
        return run(self, stdin, *arguments, **how)

    monkeypatch.setattr(git.Git, "_run", counted)
    monkeypatch.chdir(repository.folder)
    present, names = files.sort_out([str(outside), *(str(path) for path in sorted(Path().rglob("*.yaml")))])
    assert not present
    assert sorted(files.had_client(names)) == ["deep/er/had.yaml", "link.yaml", "new name.yaml"]
    assert [arguments[0] for arguments in asked] == ["grep"]
    assert len(files.had_client(names, "HEAD^{commit}")) == 3
    assert files.had_client([name for name in names if name.startswith("stacks")]) == []
    assert files.had_client(names, "no-such-branch") == []
    assert files.had_client(names, "") == []
    asked.clear()
    assert files.had_client([str(outside)]) == []
    assert not asked
    monkeypatch.setattr(base_version, "_AT_ONCE", 50)
    assert len(files.had_client(names)) == 3
    assert len(asked) > 3
    assert max(len(" ".join(arguments[arguments.index("--") + 1 :])) for arguments in asked) <= 50


@pytest.fixture
def configured(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Set the base in `.cfnlintrc`: the command line would cut it at `:`, `=` and `,`."""
    monkeypatch.chdir(repository.folder)

    def configure(base: str) -> None:
        repository.write(".cfnlintrc", yaml.safe_dump({"configure_rules": {"W9670": {"base": base}}}))

    return configure


@pytest.mark.parametrize("base", ["--output=x", "-p", "--", "-", "a\nb"])
def test_a_base_can_not_be_an_option(
    repository: Repository, configured: Callable[[str], None], base: str, tmp_path: Path
) -> None:
    repository.commit("template.yaml", OLD)
    configured(base)
    [found] = changes(repository.write("template.yaml", NEW))
    assert f"W9670 is not configured right: option 'base' takes a git revision, not {base!r}" in found.message
    assert not [file for file in tmp_path.rglob("x") if ".git" not in file.parts]


@pytest.mark.parametrize("base", ["no-such-branch", "HEAD~7", "main:template.yaml", "0" * 40, "HEAD --batch", "{}"])
def test_an_unknown_base_is_said_once(repository: Repository, configured: Callable[[str], None], base: str) -> None:
    repository.commit("template.yaml", OLD)
    configured(base)
    [found] = changes(repository.write("template.yaml", NEW))
    assert found.id == "W9670"
    assert f"Changes since '{base}' can't be told (option base): git knows no revision '{base}'. Fetch" in found.message
    assert ids(repository.write("template.yaml", template())) == []


def test_a_shallow_clone(repository: Repository, tmp_path: Path) -> None:
    repository.commit("template.yaml", template(A=client()))
    repository.commit("template.yaml", OLD)
    shallow = Repository(tmp_path / "shallow")
    shallow.git("fetch", "--quiet", "--depth=1", repository.folder.as_uri(), "main")
    shallow.git("checkout", "--quiet", "FETCH_HEAD")
    path = shallow.write("template.yaml", NEW)
    assert ids(path) == ["W9670"]
    [found] = changes(path, "HEAD~1")
    assert "git knows no revision 'HEAD~1'. Fetch that revision: a shallow clone has" in found.message


def test_two_shallow_histories_are_compared_as_they_are(repository: Repository, tmp_path: Path) -> None:
    repository.commit("template.yaml", OLD)
    repository.git("checkout", "--quiet", "-b", "topic")
    repository.commit("template.yaml", NEW)
    shallow = Repository(tmp_path / "shallow")
    shallow.git("remote", "add", "origin", repository.folder.as_uri())
    shallow.git("fetch", "--quiet", "--depth=1", "origin", "main", "topic")
    shallow.git("checkout", "--quiet", "origin/topic")
    assert ids(shallow.folder / "template.yaml", "origin/main") == ["W9670"]


# -- silence ---------------------------------------------------------------------------------------


def test_what_has_no_base_is_silent(tmp_path: Path, repository: Repository) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text(NEW, encoding="utf-8")
    assert ids(outside) == ids(outside, "main") == []
    unborn = repository.write("template.yaml", NEW)
    assert ids(unborn) == []
    repository.commit("other.yaml", "")
    assert ids(repository.write("untracked.yaml", NEW)) == []


def test_without_git_there_is_silence(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit("template.yaml", OLD)
    path = repository.write("template.yaml", NEW)
    monkeypatch.setenv("PATH", str(repository.folder))
    assert ids(path) == ids(path, "main") == []


def test_a_program_beside_the_user_is_not_git(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit("template.yaml", OLD)
    path = repository.write("template.yaml", NEW)
    fake = repository.write("git", f"#!/bin/sh\ntouch {repository.folder}/ran\n")
    fake.chmod(0o755)
    monkeypatch.chdir(repository.folder)
    for folder in (".", "", str(repository.folder)):
        monkeypatch.setenv("PATH", folder)
        assert ids(path) == []
    assert not (repository.folder / "ran").exists()


def test_standard_input_is_silent(repository: Repository) -> None:
    repository.commit("template.yaml", OLD)
    command = [sys.executable, "-c", COMMAND, "--append-rules=cfn_upc_rules.rules"]
    done = subprocess.run(command, input=NEW, cwd=repository.folder, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("", "")


@pytest.mark.parametrize("broken", ["folder", "file", "link"])
def test_what_only_looks_like_a_repository_is_silent(repository: Repository, broken: str) -> None:
    outer = repository.commit("inner/template.yaml", OLD)
    mark = outer.parent / ".git"
    if broken == "folder":
        mark.mkdir()
    elif broken == "file":
        mark.write_text("gitdir: /nowhere\n", encoding="utf-8")
    else:
        mark.symlink_to("/nowhere")
    path = repository.write("inner/template.yaml", NEW)
    assert ids(path) == []
    [found] = changes(path, "main")
    assert "can't be told (option base): git says: fatal: not a git repository" in found.message


def test_a_repository_of_another_owner_is_silent(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit("template.yaml", OLD)
    path = repository.write("template.yaml", NEW)
    with_environment(monkeypatch, "GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    assert ids(path) == []
    [found] = changes(path, "main")
    assert "detected dubious ownership" in found.message


def test_a_slow_git_is_given_up(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit("template.yaml", OLD)
    path = repository.write("template.yaml", NEW)
    slow = tmp_path / "bin" / "git"
    slow.parent.mkdir()
    slow.write_text("#!/bin/sh\nexec /bin/sleep 60\n", encoding="utf-8")
    slow.chmod(0o755)
    monkeypatch.setenv("PATH", str(slow.parent))
    monkeypatch.setattr(git, "_SECONDS", 0.2)
    assert ids(path) == []
    [found] = changes(path, "main")
    assert "git took longer than" in found.message


def test_a_git_that_talks_nonsense_is_not_believed(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("template.yaml", OLD)
    path = repository.write("template.yaml", NEW)
    fake = tmp_path / "bin" / "git"
    fake.parent.mkdir()
    monkeypatch.setenv("PATH", str(fake.parent))
    for text in (
        "exit 3",
        "echo",
        "echo one two three; echo 1 2 3",
        "echo x commit 5; echo y blob 9",
        "printf '\\377\\n\\n'",
    ):
        fake.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
        fake.chmod(0o755)
        assert ids(path) == []
    fake.write_text("no program", encoding="utf-8")
    assert ids(path) == []


# -- a hostile repository, a hostile environment ---------------------------------------------------


def test_no_program_of_the_repository_runs(repository: Repository, tmp_path: Path) -> None:
    """Filters, text conversion, hooks, monitors, pagers and aliases are set; none may leave its mark."""
    marker = tmp_path / "ran"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\ntouch {marker}\ncat\n", encoding="utf-8")
    program.chmod(0o755)
    repository.commit(".gitattributes", "*.yaml filter=evil diff=evil merge=evil text=auto\n")
    repository.commit("template.yaml", OLD)
    repository.commit("other.yaml", template(OtherClient=client()))
    for name in (
        "core.fsmonitor", "core.pager", "core.editor", "core.sshCommand", "core.gitProxy", "core.askPass",
        "core.alternateRefsCommand", "diff.external", "diff.evil.command", "diff.evil.textconv", "filter.evil.clean",
        "filter.evil.smudge", "filter.evil.process", "merge.evil.driver", "pager.cat-file", "pager.ls-tree",
        "sequence.editor", "gpg.program", "credential.helper", "uploadpack.packObjectsHook", "interactive.diffFilter",
    ):  # fmt: skip
        repository.git("config", name, str(program))
    for name in ("cat-file", "merge-base", "ls-tree", "ls-files"):
        repository.git("config", f"alias.{name}", f"!{program}")
    repository.git("config", "filter.evil.required", "true")
    hooks = repository.folder / ".git" / "hooks"
    for name in (
        "post-index-change",
        "reference-transaction",
        "post-checkout",
        "pre-commit",
        "fsmonitor-watchman",
    ):
        shutil.copy(program, hooks / name)
    repository.git("config", "core.hooksPath", str(hooks))
    marker.unlink(missing_ok=True)

    path = repository.write("template.yaml", NEW)
    assert ids(path) == ["W9670"]
    assert ids(path, "main") == ["W9670"]
    path.rename(repository.folder / "moved.yaml")
    assert ids(repository.folder / "moved.yaml") == ["W9670"]
    assert not marker.exists()
    subprocess.run(["git", "diff"], cwd=repository.folder, env=ENVIRONMENT, capture_output=True, check=False)
    assert marker.exists()  # with a plain git command they do run


@pytest.mark.parametrize("missing", ["", "GIT_NO_LAZY_FETCH", "GIT_ALLOW_PROTOCOL"])
def test_a_partial_clone_fetches_nothing(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str
) -> None:
    """Each of the two guards is enough: older versions of git know one of them only."""
    repository.commit("template.yaml", OLD)
    repository.commit("template.yaml", template(WebClient=WEB, Topic={"Type": "AWS::SNS::Topic"}))
    repository.git("config", "uploadpack.allowFilter", "true")
    partial = Repository(tmp_path / "partial")
    partial.git("remote", "add", "origin", repository.folder.as_uri())
    partial.git("fetch", "--quiet", "--filter=blob:none", "origin", "main")
    partial.git("checkout", "--quiet", "FETCH_HEAD")
    marker = tmp_path / "ran"
    for name in ("remote.origin.uploadpack", "core.sshCommand"):
        partial.git("config", name, f"touch {marker}; git-upload-pack")
    with_environment(monkeypatch, missing, None)
    path = partial.write("template.yaml", NEW)
    assert ids(path) == ["W9670"]
    for url in (repository.folder.as_uri(), "ssh://host/path", f"ext::touch {marker}"):
        partial.git("config", "remote.origin.url", url)
        [found] = changes(path, "HEAD~1")
        assert "Changes since 'HEAD~1' can't be told" in found.message
    partial.git("update-ref", "--no-deref", "HEAD", "HEAD~1")
    assert ids(path) == []
    assert not marker.exists()
    plain = ["git", "-c", "protocol.ext.allow=always", "cat-file", "-t", "HEAD:template.yaml"]
    subprocess.run(plain, cwd=partial.folder, env=ENVIRONMENT, capture_output=True, check=False)
    assert marker.exists()  # with a plain git command it does fetch


def with_environment(monkeypatch: pytest.MonkeyPatch, name: str, value: str | None) -> None:
    """Change the environment that git is run in."""
    run = git.Git._run

    def changed(self: Any, stdin: bytes, *arguments: str, **how: Any) -> bytes:
        self._environment.pop(name, None)
        self._environment |= {} if value is None else {name: value}
        return run(self, stdin, *arguments, **how)

    monkeypatch.setattr(git.Git, "_run", changed)


def test_a_bare_repository_in_the_tree_is_not_taken(repository: Repository, tmp_path: Path) -> None:
    """A folder that is itself laid out as a bare repository, in one whose `.git` is broken."""
    repository.commit("template.yaml", OLD)
    victim = tmp_path / "victim"
    shutil.copytree(repository.folder / ".git", victim)
    (victim / ".git").write_text("", encoding="utf-8")
    (victim / "template.yaml").write_text(NEW, encoding="utf-8")
    assert ids(victim / "template.yaml") == []


def test_variables_of_a_hook_are_not_believed(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("template.yaml", OLD)
    path = repository.write("template.yaml", NEW)
    other = Repository(tmp_path / "other")
    other.commit("template.yaml", template(OtherClient=client()))
    monkeypatch.chdir(other.folder)
    for name, value in (
        ("GIT_DIR", ".git"),
        ("GIT_DIR", str(other.folder / ".git")),
        ("GIT_WORK_TREE", str(other.folder)),
        ("GIT_INDEX_FILE", ".git/next-index-1.lock"),
        ("GIT_OBJECT_DIRECTORY", str(other.folder / ".git" / "objects")),
        ("GIT_NAMESPACE", "x"),
        ("GIT_PREFIX", "sub/"),
        ("GIT_CEILING_DIRECTORIES", str(repository.folder)),
        ("GIT_TRACE", str(tmp_path / "trace")),
        ("GIT_CONFIG_PARAMETERS", "'alias.x=y' nonsense"),
    ):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            [found] = changes(path)
            assert "was 'WebClient' in HEAD" in found.message, name
    assert not (tmp_path / "trace").exists()


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
    assert "W9670:User Pool Client 'SpaClient' was 'WebClient' in HEAD" in done.stdout + done.stderr


def test_a_replaced_object_is_not_believed(repository: Repository) -> None:
    path = repository.commit("template.yaml", OLD)
    old = repository.git("rev-parse", "HEAD:template.yaml")
    path.write_text(NEW, encoding="utf-8")
    new = repository.git("hash-object", "-w", "template.yaml")
    repository.git("replace", old, new)
    assert ids(path) == ["W9670"]


def test_a_huge_base_is_left_alone(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit("template.yaml", OLD)
    path = repository.write("template.yaml", NEW)
    monkeypatch.setattr(base_version, "_LARGEST", 10)
    assert ids(path) == []


def test_nothing_in_the_repository_changes(repository: Repository) -> None:
    repository.commit("template.yaml", OLD)
    path = repository.write("template.yaml", NEW)

    def state() -> dict[Path, tuple[int, bytes]]:
        files = [file for file in repository.folder.rglob("*") if file.is_file()]
        return {file: (file.stat().st_mtime_ns, file.read_bytes()) for file in files}

    before = state()
    assert ids(path) == ["W9670"]
    assert ids(path, "main") == ["W9670"]
    assert state() == before


# -- the documentation -----------------------------------------------------------------------------


@pytest.mark.parametrize("rule", OURS)
def test_the_page_shows_what_happens(repository: Repository, rule: str) -> None:
    """Each page shows the base, a change that the rule finds, and another that it doesn't."""
    page = (ROOT / "docs" / "rules" / f"{rule}.md").read_text(encoding="utf-8")
    examples = page.split("<!-- options")[0]
    old, bad, good = re.findall(r"```yaml\n(.*?)```", examples, re.DOTALL)
    assert [f.id for f in changed(repository, old, bad)] == [rule]
    assert ids(repository.write("template.yaml", good)) == []


@pytest.mark.skipif(CFN_LINT < NEWEST_TESTED, reason="cfn-lint's output differs between its versions")
def test_the_recorded_session_is_what_happens() -> None:
    script = [sys.executable, str(ROOT / "tools" / "record_change_safety.py"), "--check"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
