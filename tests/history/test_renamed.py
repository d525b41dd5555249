"""W9670: a client that was renamed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from changes import (
    NEW,
    OLD,
    POOL,
    WEB,
    changed,
    changes,
    client,
    ids,
    messages,
    template,
)

if TYPE_CHECKING:
    from repositories import Repository


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
