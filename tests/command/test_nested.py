"""Which parents the command looks at that name no type of Cognito (E9730), and what a run knows of exports (E9731)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from wholes import POOL, att, child, function, nested, write

from cfn_upc_rules._application.exports import Run
from cfn_upc_rules._command import cli, exporting
from cfn_upc_rules._command import nested as by_bytes
from cfn_upc_rules._command.fast_path import nothing_to_do
from cfn_upc_rules._command.files import sort_out

if TYPE_CHECKING:
    from repositories import Repository

AUTH = {"Resources": {"Pool": POOL}, "Outputs": {"PoolId": {"Value": {"Ref": "Pool"}}}}
ROOT = """
Resources:
  Auth:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: %s
  App:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: %s
      Parameters:
        ClientId: !GetAtt Auth.Outputs.PoolId
"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "auth.json", AUTH)
    write(tmp_path, "parts/child.json", child())
    return tmp_path


def looked_at(text: str) -> bool:
    write(Path(), "root.yaml", text)
    return sort_out(["root.yaml"])[0] == ["root.yaml"]


def printed(capsys: pytest.CaptureFixture[str], *arguments: str) -> list[Any]:
    cli.main(["--plugin-only", "-f", "json", *arguments])
    found: list[Any] = json.loads(capsys.readouterr().out or "[]")
    return [(match["Filename"], match["Rule"]["Id"]) for match in found]


@pytest.mark.parametrize(
    "url",
    [
        "auth.json",
        "./auth.json",
        '"auth.json"',
        "'auth.json'",
        ">-\n        auth.json",
        "&url auth.json",
        "\n        auth.json",
        "auth.json  # the pool",
        "!!str auth.json",
        "! auth.json",
        "!<tag:yaml.org,2002:str> auth.json",
        '"a\\x75th.json"',
    ],
)
def test_a_parent_of_something_with_cognito_is_looked_at(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert looked_at(ROOT % (url, "missing.json"))
    assert looked_at(ROOT % (url, "parts/child.json"))
    assert printed(capsys, "root.yaml") == [("root.yaml", "E9730")]


@pytest.mark.parametrize("url", ["missing.json", "https://example.com/auth.json", "!Sub auth.json", "{Ref: Url}", ""])
def test_a_parent_of_nothing_with_cognito_is_passed_over(url: str) -> None:
    assert not looked_at(ROOT % (url, url))


def test_a_parent_of_a_parent_is_looked_at(folder: Path) -> None:
    write(folder, "parts/middle.json", {"Resources": {"Inner": nested("child.json")}})
    assert looked_at(ROOT % ("parts/middle.json", "missing.json"))
    write(folder, "parts/child.json", {"Resources": {"Inner": nested("middle.json")}})
    assert not looked_at(ROOT % ("parts/middle.json", "missing.json"))  # a ring


def test_past_so_many_templates_cfn_lint_decides(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    write(folder, "middle.json", {"Resources": {"Inner": nested("parts/child.json")}})
    write(folder, "parts/child.json", {"Resources": {}})
    assert not looked_at(ROOT % ("middle.json", "missing.json"))
    monkeypatch.setattr(by_bytes, "_MOST_FILES", 1)
    assert looked_at(ROOT % ("middle.json", "missing.json"))


def test_what_stands_in_json_is_found() -> None:
    data = {"Resources": {"App": {"Type": "AWS::Serverless::Application", "Properties": {"Location": "auth.json"}}}}
    assert looked_at(json.dumps(data))
    metadata = {"aws:asset:path": "auth.json"}
    asset = {"Type": "AWS::CloudFormation::Stack", "Metadata": metadata}
    assert looked_at(json.dumps({"Resources": {"App": asset}}, separators=(",", ":")))


def test_nothing_of_cfn_lint_is_loaded_for_parents_without_cognito(repository: Repository) -> None:
    write(repository.folder, "inner.json", {"Resources": {}})
    root = str(repository.commit("root.yaml", ROOT % ("inner.json", "inner.json")))
    assert nothing_to_do(["--", root])
    write(repository.folder, "inner.json", AUTH)
    assert not nothing_to_do(["--", root])


def exporting_pool(name: Any) -> dict[str, Any]:
    outputs = {"PoolId": {"Value": {"Ref": "Pool"}, "Export": {"Name": name}}, "Broken": 5, "Odd": {"Export": 7}}
    return {"Parameters": {"Stage": {"Type": "String"}}, "Resources": {"Pool": POOL}, "Outputs": outputs}


def importing_id(name: Any) -> dict[str, Any]:
    resources = {"Handler": function({"Fn::ImportValue": name})}
    return {"Parameters": {"Stage": {"Type": "String"}, "Name": {"Type": "String"}}, "Resources": resources}


@pytest.mark.parametrize(
    ("exported", "imported", "is_found"),
    [
        ("pool", "pool", True),
        ({"Fn::Sub": "${Stage}-pool"}, {"Fn::Join": ["-", [{"Ref": "Stage"}, "pool"]]}, True),
        ({"Fn::Sub": "${AWS::Region}-pool"}, {"Fn::Sub": "${AWS::Region}-pool"}, True),
        ({"Fn::Sub": "${AWS::StackName}-pool"}, {"Fn::Sub": "${AWS::StackName}-pool"}, False),
        ({"Fn::Sub": "${Stage}-pool"}, {"Fn::Sub": "${Name}-pool"}, False),
        ("pool", "other", False),
        ("pool", {"Ref": "Handler"}, False),
        ("pool", {"Fn::If": ["Stage", "pool", "pool"]}, False),
        (5, 5, False),
        ("", "", False),
    ],
)
def test_names_of_exports_are_compared_in_structure(
    folder: Path, exported: Any, imported: Any, is_found: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    write(folder, "one.json", exporting_pool(exported))
    write(folder, "two.json", importing_id(imported))
    wanted = [("two.json", "E9731")] if is_found else []
    for jobs in ("1", "2"):
        assert [
            found for found in printed(capsys, "--jobs", jobs, "--", "one.json", "two.json") if found[1][1:3] == "97"
        ] == wanted
    assert printed(capsys, "two.json") == []
    assert Run.exports == {}


def test_of_a_name_that_two_export_nothing_is_known(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one.json", "other.json"):
        write(folder, name, exporting_pool("pool"))
    write(folder, "two.json", importing_id("pool"))
    assert printed(capsys, "one.json", "other.json", "two.json") == []
    # One that has nothing to do with Cognito, and is not linted, exports it as well.
    outputs = {"Topic": {"Value": {"Ref": "Topic"}, "Export": {"Name": "pool"}}}
    write(folder, "other.json", {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}, "Outputs": outputs})
    assert printed(capsys, "one.json", "other.json", "two.json") == []


def test_an_importing_template_without_cognito_is_looked_at(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(folder, "one.json", exporting_pool("pool"))
    configuration = {"Issuer": "https://issuer.example.com", "Audience": [{"Fn::ImportValue": "pool"}]}
    tokens = {"Type": "AWS::ApiGatewayV2::Authorizer", "Properties": {"JwtConfiguration": configuration}}
    write(folder, "two.json", {"Resources": {"Tokens": tokens}})
    assert sort_out(["two.json", "parts/child.json"])[0] == ["parts/child.json"]
    assert printed(capsys, "one.json", "two.json") == [("two.json", "E9731")]


def test_nothing_is_decoded_where_nobody_imports(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "read", None)
    write(folder, "one.json", exporting_pool("pool"))
    assert exporting.exports_among(["one.json", "parts/child.json"]) == {}


def test_of_two_exports_of_one_name_none_is_meant(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    template: dict[str, Any] = exporting_pool("pool")
    write(folder, "two.json", importing_id("pool"))
    for count in (1, 0):
        write(folder, "one.json", template)
        assert printed(capsys, "one.json", "two.json") == [("two.json", "E9731")] * count
        template["Outputs"]["Again"] = next(iter(template["Outputs"].values()))


def test_an_export_of_a_nested_stack_s_output(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outputs = {"Out": {"Value": att("Auth", "Outputs.PoolId"), "Export": {"Name": "pool"}}}
    write(folder, "one.json", {"Resources": {"Auth": nested("auth.json")}, "Outputs": outputs})
    write(folder, "two.json", importing_id("pool"))
    (folder / "broken.json").write_text('{"Export": ', encoding="utf-8")
    found = printed(capsys, "one.json", "two.json", "broken.json")
    assert ("two.json", "E9731") in found
