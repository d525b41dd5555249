"""Templates that the CDK synthesised: what the CDK chose is no finding, what the app's author wrote is one."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from support import lint, lint_data

from cfn_upc_rules._template.construct_paths import construct_path

TEMPLATES = Path(__file__).parent / "templates"
ALL = sorted(TEMPLATES.glob("*.template.json"))
# The constructs of tests/cdk/app.mjs that are wrong, and what is found in each.
WRONG = {
    "Wrong/Pool/NoSecret": {"E9630", "W9653"},
    "Wrong/Pool/NoScope": {"E9652"},
    "Wrong/Pool/NoProvider": {"E9650"},
    "Wrong/Pool/NoAttribute": {"E9655"},
    "Wrong/ByArn": {"E9610"},
    "Wrong/Identities": {"E9612", "E9613"},
    "Wrong/PoolForClient": {"W9627", "E9622"},
    "Wrong/HardCoded": {"W9623"},
    "Wrong/Telling": {"W9685"},
    "Wrong/Wired": {"W9620"},
    "Wrong/Balancer/Https": {"E9612", "E9657"},
    "Wrong/Http/Jwt": {"E9611", "E9614"},
    "Wrong/Look": {"W9667"},
    "WrongParent/Tools": {"E9730"},
}
# The ten clients of the other stacks.
CLIENTS = {
    *("Users/Members/Plain", "Users/Members/Web", "Users/Members/Machine", "Users/Members/CorpWeb"),
    *("Users/Members/Tenant", "Users/Members/Cli", "Users/Backend", "Users/Mobile", "Site/Client", "Site/Pool/Spa"),
}
# Informational: each is mended by a property of the client, or by a removal policy.
ADVICE = {"I9606", "I9673", "I9680", "I9681", "I9686"}


def test_what_is_wrong_in_an_app_is_found_and_nothing_else() -> None:
    assert found_in(TEMPLATES) == WRONG


@pytest.mark.parametrize(
    "path", [path for path in ALL if not path.name.startswith("Wrong")], ids=lambda path: path.name
)
def test_what_is_advised_of_ten_clients_their_author_can_do(path: Path) -> None:
    found = lint(path, include=("I96", "I97"))
    assert {finding.id for finding in found} <= ADVICE
    resources = json.loads(path.read_text(encoding="utf-8"))["Resources"]
    assert {construct_path(resources[finding.path[1]]) for finding in found} <= CLIENTS


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.name)
def test_messages_speak_of_constructs_and_of_no_template(path: Path) -> None:
    resources = json.loads(path.read_text(encoding="utf-8"))["Resources"]
    names = [name for name in resources if re.search(r"[0-9A-F]{8}$", name)]
    for finding in lint(path, include=("I96", "I97")):
        assert not [name for name in names if name in finding.message]
        assert not re.search(
            r"!Ref|!GetAtt|!Sub|\"Ref\"|Fn::|DependsOn|logical ID|AWS::CDK|ExportsOutput", finding.message
        )


def test_without_the_command_line_of_the_cdk_there_are_no_paths(tmp_path: Path) -> None:
    """An app that is synthesised by itself, as in a unit test, writes no paths; its directory tells who wrote it."""
    for path in ALL:
        (tmp_path / path.name).write_text(json.dumps(_without_paths(json.loads(path.read_text("utf-8")))), "utf-8")
    here = [finding for path in ALL for finding in lint(tmp_path / path.name)]
    (tmp_path / "cdk.out").write_text('{"version": "55.0.0"}', "utf-8")
    there = [finding for path in ALL for finding in lint(tmp_path / path.name)]
    assert sorted(finding.id for finding in there) == sorted(
        finding.id for path in ALL for finding in lint(path) if finding.id != "E9730"
    )
    # Most logical IDs have hashes, which tells it without the directory, too.
    assert [finding.id for finding in here] == [finding.id for finding in there]


def test_a_client_at_the_top_of_an_app_has_no_hash(tmp_path: Path) -> None:
    """Where neither hash nor path tells who wrote a template, the file does that the CDK puts beside it."""
    pool = {"Ref": "Pool"}
    resources = {
        "Pool": {"Type": "AWS::Cognito::UserPool"},
        "Web": {"Type": "AWS::Cognito::UserPoolClient", "Properties": {"UserPoolId": pool}},
        "Look": {
            "Type": "AWS::Cognito::ManagedLoginBranding",
            "Properties": {"UserPoolId": pool, "ClientId": {"Ref": "Web"}, "UseCognitoProvidedValues": True},
        },
    }
    name = "Shop.template.json"
    assert [finding.id for finding in lint_data(tmp_path, {"Resources": resources}, name)] == ["W9604"]
    (tmp_path / "cdk.out").write_text('{"version": "55.0.0"}', "utf-8")
    assert lint_data(tmp_path, {"Resources": resources}, name) == []
    assert lint_data(tmp_path, {"Resources": resources}, "hand-written.json") != []


def _made(kind: str, path: str, **properties: Any) -> dict[str, Any]:
    return {"Type": f"AWS::Cognito::{kind}", "Properties": properties, "Metadata": {"aws:cdk:path": path}}


def test_what_a_message_advises_is_in_words(tmp_path: Path) -> None:
    pool, web, ids = {"Ref": "Pool1A"}, {"Ref": "Web1A"}, {"Ref": "Ids1A"}
    mapping = {"Type": "Token", "AmbiguousRoleResolution": "Deny", "IdentityProvider": pool}
    name = {"Fn::GetAtt": ["Pool1A", "ProviderName"]}
    reed = {"Fn::Join": ["", [{"Ref": "Orders1A"}, "/reed"]]}
    scopes = [{"ScopeName": "read", "ScopeDescription": "read"}]
    job = {"AllowedOAuthFlowsUserPoolClient": True, "AllowedOAuthFlows": ["client_credentials"], "GenerateSecret": True}
    resources = {
        "Pool1A": _made("UserPool", "Shop/Pool/Resource"),
        "Orders1A": _made("UserPoolResourceServer", "Shop/Orders", UserPoolId=pool, Identifier="orders", Scopes=scopes),
        "Web1A": _made("UserPoolClient", "Shop/Web/Resource", UserPoolId=pool),
        "Job1A": _made("UserPoolClient", "Shop/Job/Resource", UserPoolId=pool, AllowedOAuthScopes=[reed], **job),
        "Ids1A": _made(
            "IdentityPool",
            "Shop/Ids",
            AllowUnauthenticatedIdentities=False,
            CognitoIdentityProviders=[{"ClientId": web, "ProviderName": name}],
        ),
        "Roles1A": _made("IdentityPoolRoleAttachment", "Shop/Roles", IdentityPoolId=ids, RoleMappings={"x": mapping}),
        "Look1A": _made("ManagedLoginBranding", "Shop/Look", UserPoolId=pool, UseCognitoProvidedValues=True),
    }
    said = {finding.id: finding.message for finding in lint_data(tmp_path, {"Resources": resources})}
    assert set(said) == {"E9615", "E9652", "W9666"}
    assert "Write the ProviderName of 'Shop/Pool' + \":\" + the ID of 'Shop/Web'." in said["E9615"]
    assert "asks for '${Shop/Orders}/reed', which 'Shop/Orders' lacks." in said["E9652"]
    assert "Set ClientId to the ID of 'Shop/Web' or the ID of 'Shop/Job'." in said["W9666"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("Shop/Members/Web/Resource", "Shop/Members/Web"),
        ("Shop/Members/Web/Default", "Shop/Members/Web"),
        ("Shop/Web", "Shop/Web"),
        ("Shop/Tools.NestedStack/Tools.NestedStackResource", "Shop/Tools"),
        ("Shop/MyResource", "Shop/MyResource"),
        ("", ""),
        (None, ""),
        ({"Ref": "Pool"}, ""),
        ("Shop/it's", ""),
        ("Shop/\x1b[31m", ""),
        ("Shop/" + "x" * 500, ""),
    ],
)
def test_the_path_of_a_construct(path: Any, name: str) -> None:
    assert construct_path({"Metadata": {"aws:cdk:path": path}}) == name
    assert construct_path({"Metadata": path}) == ""


def found_in(folder: Path) -> dict[str, set[str]]:
    """Return the rules that find something in synthesised templates, by the construct."""
    found: dict[str, set[str]] = {}
    for path in sorted(folder.glob("*.template.json")):
        resources = json.loads(path.read_text(encoding="utf-8"))["Resources"]
        for finding in lint(path):
            found.setdefault(construct_path(resources[finding.path[1]]), set()).add(finding.id)
    return found


def _without_paths(template: dict[str, Any]) -> dict[str, Any]:
    for resource in template["Resources"].values():
        resource.pop("Metadata", None)
    return template
