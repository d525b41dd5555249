"""W9670, W9671 and W9672 in other forms of a template: loops, SAM, JSON, and what is no template."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from changes import (
    NEW,
    OLD,
    POOL,
    SECTIONS,
    WEB,
    changed,
    changes,
    client,
    ids,
    template,
)
from support import lint

from cfn_upc_rules._history import comparison

if TYPE_CHECKING:
    from repositories import Repository


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
        "'AppSpa' was 'AppClient'",
        "'WebSpa' was 'WebClient'",
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

    [found] = changed(repository, stack("A,B", "${Name}C"), stack("A,B", "${Name}D"))
    assert "'${Name}D' was '${Name}C'" in found.message
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
    assert "'Handler' gets the new ID" in found.message


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


FEW: list[Any] = [None, [], "text", {"Fn::If": ["X"]}]
ODD: list[Any] = [{}, 7, [None], {"Ref": []}, {"Fn::Transform": {}}, {1: 2}]
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


@pytest.mark.second_tier
@pytest.mark.parametrize("values", [FEW, pytest.param(ODD, marks=pytest.mark.second_tier)], ids=["few", "more"])
@pytest.mark.parametrize(
    "place",
    [pytest.param(place, marks=[pytest.mark.second_tier] if number % 3 else []) for number, place in enumerate(PLACES)],
    ids=".".join,
)
def test_nothing_crashes(
    place: tuple[str, ...], values: list[Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
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
    for value in values:
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
