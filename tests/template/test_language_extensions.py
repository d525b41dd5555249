"""Language extensions: what cfn-lint guesses is unknown, and no finding depends on it."""

from __future__ import annotations

import io
import random
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cfnlint.decode
import pytest
import yaml
from cfnlint.template import Template
from support import Found, _Runner, lint, loaded, ours

from cfn_upc_rules._template.stack import Stack

if TYPE_CHECKING:
    from collections.abc import Iterator

POOL = {"Type": "AWS::Cognito::UserPool"}
PARAMETERS = {
    "Env": {"Type": "String"},
    "Given": {"Type": "String", "Default": "dev"},
    "Names": {"Type": "CommaDelimitedList"},
    "GivenNames": {"Type": "CommaDelimitedList", "Default": "Web,App"},
    "StoredNames": {"Type": "AWS::SSM::Parameter::Value<CommaDelimitedList>", "Default": "/names"},
}
MAPPINGS = {
    "Stage": {
        "prod": {
            "Secret": "true",
            "Hours": 2,
            "Empty": "x",
            "Bare": True,
            "Url": "https://a.example.com",
            "Names": ["Web"],
            "Scopes": ["openid"],
        },
        "dev": {
            "Secret": "false",
            "Hours": 99,
            "Empty": "",
            "Bare": False,
            "Url": "http://a.b",
            "Names": ["A", "B"],
            "Scopes": ["wrong"],
        },
    },
    "Account": {"123456789012": {"Names": ["Shop", "Admin", "Ops"], "Secret": "false"}},
}


def find(*keys: Any) -> dict[str, Any]:
    return {"Fn::FindInMap": list(keys)}


def ref(name: str) -> dict[str, Any]:
    return {"Ref": name}


def client(**properties: Any) -> dict[str, Any]:
    return {"Type": "AWS::Cognito::UserPoolClient", "Properties": {"UserPoolId": ref("Pool"), **properties}}


def document(resources: dict[str, Any], **sections: Any) -> dict[str, Any]:
    return {
        "Transform": "AWS::LanguageExtensions",
        "Parameters": PARAMETERS,
        "Mappings": MAPPINGS,
        **sections,
        "Resources": {"Pool": POOL, **resources},
    }


def findings(folder: Path, template: dict[str, Any]) -> list[Found]:
    path = folder / "template.yaml"
    path.write_text(yaml.safe_dump(template, sort_keys=False), encoding="utf-8")
    return ours(lint(path, include=("I96",)))


def said(found: list[Found]) -> list[tuple[str, str]]:
    return sorted((f.id, f.message) for f in found)


def expanded(template: dict[str, Any]) -> Stack:
    decoded, _ = cfnlint.decode.decode_str(yaml.safe_dump(template))
    assert decoded
    made = Template(None, decoded, ["us-east-1"])
    made.transform()
    return Stack.of(made)


# What nobody knows before it is deployed, and cfn-lint puts some value there.
UNKNOWN_KEYS = [
    ref("Env"),
    ref("Given"),
    ref("AWS::Region"),
    ref("AWS::AccountId"),
    {"Fn::If": ["IsOn", "prod", ref("Env")]},
    find("Stage", ref("Env"), "Secret"),
]


@pytest.mark.parametrize("entry", ["Secret", "Bare"])
@pytest.mark.parametrize("key", UNKNOWN_KEYS, ids=str)
def test_a_mapping_with_an_unknown_key_is_unknown(key: Any, entry: str, tmp_path: Path) -> None:
    def stack(value: Any, scopes: Any, url: Any) -> list[tuple[str, str]]:
        body = client(
            GenerateSecret=value,
            EnablePropagateAdditionalUserContextData=True,
            AllowedOAuthFlowsUserPoolClient=True,
            AllowedOAuthFlows=["code"],
            AllowedOAuthScopes=scopes,
            CallbackURLs=[url],
        )
        conditions = {"IsOn": {"Fn::Equals": [ref("Env"), "on"]}}
        return said(findings(tmp_path, document({"WebClient": body}, Conditions=conditions)))

    mapped = stack(find("Stage", key, entry), find("Stage", key, "Scopes"), find("Stage", key, "Url"))
    assert mapped == stack(ref("Env"), ref("Names"), ref("Env"))
    assert {"E9646", "E9636"} <= {i for i, _ in stack(False, ["wrong"], "http://a.b")}


@pytest.mark.parametrize(
    ("value", "is_found"),
    [
        (find("Stage", "dev", "Secret"), True),
        (find("Stage", "prod", "Secret"), False),
        (find("Stage", "none", "Secret", {"DefaultValue": "false"}), True),
        (find("Stage", "none", "Secret", {"DefaultValue": "true"}), False),
        (find("Stage", ref("Env"), "Secret", {"DefaultValue": "false"}), False),
        (find(ref("Env"), "dev", "Secret"), False),
        (find("None", "dev", "Secret"), False),
        (find("Stage", "dev", ref("Env")), False),
    ],
    ids=str,
)
def test_a_mapping_with_known_keys_is_known(value: Any, is_found: bool, tmp_path: Path) -> None:
    body = client(GenerateSecret=value, EnablePropagateAdditionalUserContextData=True)
    found = findings(tmp_path, document({"WebClient": body}))
    assert ("E9646" in {f.id for f in found}) is is_found


COLLECTIONS = [
    ref("Names"),
    ref("GivenNames"),
    ref("StoredNames"),
    find("Stage", ref("Env"), "Names"),
    find("Stage", ref("AWS::Region"), "Names"),
    find("Account", ref("AWS::AccountId"), "Names"),
    find(ref("Env"), "dev", "Names"),
    [ref("Env"), ref("Given")],
]


@pytest.mark.parametrize("spelling", ["${Name}", "&{Name}"])
@pytest.mark.parametrize("collection", COLLECTIONS, ids=str)
def test_a_loop_over_something_unknown(collection: Any, spelling: str, tmp_path: Path) -> None:
    """Its items may be what the client names, whatever cfn-lint takes them for; a mistake of the body is seen."""
    provider = {
        "Type": "AWS::Cognito::UserPoolIdentityProvider",
        "Properties": {"UserPoolId": ref("Pool"), "ProviderName": ref("Name"), "ProviderType": "SAML"},
    }
    server = {
        "Type": "AWS::Cognito::UserPoolResourceServer",
        "Properties": {
            "UserPoolId": ref("Pool"),
            "Name": "orders",
            "Identifier": {"Fn::Sub": f"https://{spelling}.example.com"},
            "Scopes": [{"ScopeName": "read", "ScopeDescription": "read"}],
        },
    }
    wrong = client(ClientName=ref("Name"), RefreshTokenValidity=99999)
    loops = {
        "Fn::ForEach::All": [
            "Name",
            collection,
            {f"Provider{spelling}": provider, f"Server{spelling}": server, f"{spelling}-Client": wrong},
        ],
        "WebClient": client(
            SupportedIdentityProviders=["COGNITO", "Okta"],
            AllowedOAuthFlowsUserPoolClient=True,
            AllowedOAuthFlows=["code"],
            AllowedOAuthScopes=["https://orders.example.com/read"],
            CallbackURLs=["https://a.example.com"],
        ),
    }
    found = [f for f in findings(tmp_path, document(loops)) if f.id.startswith("E")]
    assert {f.id for f in found} == {"E9640"}
    assert all("User Pool Client '${Name" in f.message and f.line > 1 for f in found)


def test_a_loop_over_something_known(tmp_path: Path) -> None:
    """Each copy is judged with its own item, be it the key of a mapping or of a loop within."""
    body = client(GenerateSecret=find("Stage", ref("Name"), "Secret"), EnablePropagateAdditionalUserContextData=True)
    for collection in (["prod", "dev"], find("Lists", "All", "Names")):
        mappings = {**MAPPINGS, "Lists": {"All": {"Names": ["prod", "dev"]}}}
        loops = {"Fn::ForEach::All": ["Name", collection, {"Client${Name}": body}]}
        found = [f for f in findings(tmp_path, document(loops, Mappings=mappings)) if f.id == "E9646"]
        assert ["'Clientdev'" in f.message for f in found] == [True]


def test_loops_within_loops() -> None:
    inner = {"Fn::ForEach::Inner": ["Item", find("Stage", ref("Name"), "Names"), {"${Name}${Item}": client()}]}
    stack = expanded(document({"Fn::ForEach::Outer": ["Name", ["prod", "dev"], inner]}))
    assert {"prodWeb", "devA", "devB"} <= set(stack.resources)
    inner["Fn::ForEach::Inner"][1] = find("Stage", ref("Env"), "Names")
    stack = expanded(document({"Fn::ForEach::Outer": ["Name", ["prod", "dev"], inner]}))
    assert len(stack.resources) == 3


def test_a_condition_that_reads_a_mapping(tmp_path: Path) -> None:
    conditions = {"IsProd": {"Fn::Equals": [find("Stage", ref("Env"), "Secret"), "true"]}}
    body = client(GenerateSecret={"Fn::If": ["IsProd", True, False]}, EnablePropagateAdditionalUserContextData=True)
    [message] = [f.message for f in findings(tmp_path, document({"A": body}, Conditions=conditions)) if f.id == "E9646"]
    assert "when IsProd is false" in message


def test_a_constant_length(tmp_path: Path) -> None:
    conditions = {"Two": {"Fn::Equals": [{"Fn::Length": find("Stage", "dev", "Names")}, 2]}}
    body = client(GenerateSecret={"Fn::If": ["Two", True, False]}, EnablePropagateAdditionalUserContextData=True)
    assert "E9646" not in {f.id for f in findings(tmp_path, document({"A": body}, Conditions=conditions))}


def test_every_seed_gives_the_same(tmp_path: Path) -> None:
    """The same template, with cfn-lint's guesses and with what is unknown to cfn-lint too, ten times each."""

    def stack(secret: Any, hours: Any, collection: Any) -> dict[str, Any]:
        body = client(
            ClientName={"Fn::Sub": "${Name} of ${Env}"},
            GenerateSecret=secret,
            EnablePropagateAdditionalUserContextData=True,
            RefreshTokenValidity=hours,
            AccessTokenValidity=99999,
            SupportedIdentityProviders=[ref("Name")],
        )
        return document({"Fn::ForEach::Clients": ["Name", collection, {"Client${Name}": body}]})

    guessed = stack(find("Stage", ref("Env"), "Secret"), find("Stage", ref("Env"), "Hours"), ref("StoredNames"))
    unknown = stack(ref("Env"), ref("Env"), ref("Names"))
    plain = said(findings(tmp_path, unknown))
    assert "E9640" in {i for i, _ in plain}
    for seed in range(10):
        random.seed(seed)
        assert said(findings(tmp_path, guessed)) == plain
        assert said(findings(tmp_path, unknown)) == plain


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is no file to read again, and none is needed."""
    from cfnlint.config import ConfigMixIn

    body = client(GenerateSecret=find("Stage", ref("Env"), "Secret"), EnablePropagateAdditionalUserContextData=True)

    def through_it(secret: Any) -> Iterator[str]:
        body["Properties"]["GenerateSecret"] = secret
        monkeypatch.setattr(sys, "stdin", io.StringIO(yaml.safe_dump(document({"WebClient": body}))))
        runner = _Runner(ConfigMixIn([]))
        runner.rules = loaded(core=False)
        yield from (match.rule.id for match in runner.run())

    assert "E9646" not in set(through_it(find("Stage", ref("Env"), "Secret")))
    assert "E9646" in set(through_it(find("Stage", "dev", "Secret")))


def test_globals_of_sam(tmp_path: Path) -> None:
    """A mapping in Globals stands in each function."""
    variables = {"USER_POOL_ID": ref("Pool"), "USER_POOL_CLIENT_ID": find("Stage", ref("Env"), "Empty")}
    template = document(
        {
            "WebClient": client(),
            "Handler": {"Type": "AWS::Serverless::Function", "Properties": {"CodeUri": ".", "Handler": "a.b"}},
        },
        Transform=["AWS::LanguageExtensions", "AWS::Serverless-2016-10-31"],
        Globals={"Function": {"Runtime": "python3.12", "Environment": {"Variables": variables}}},
    )
    empty = {"E9622", "W9623"}
    assert not empty & {f.id for f in findings(tmp_path, template)}
    variables["USER_POOL_CLIENT_ID"] = find("Stage", "dev", "Empty")
    assert empty & {f.id for f in findings(tmp_path, template)}


def test_ignored_by_the_resource_itself(tmp_path: Path) -> None:
    body = client(RefreshTokenValidity=99999)
    template = document({"Fn::ForEach::All": ["Name", ref("Names"), {"Client${Name}": body}]})
    assert "E9640" in {f.id for f in findings(tmp_path, template)}
    body["Metadata"] = {"cfn-lint": {"config": {"ignore_checks": ["E9640"]}}}
    assert "E9640" not in {f.id for f in findings(tmp_path, template)}


def test_other_templates_cost_nothing() -> None:
    template = document({"WebClient": client()}, Transform=[])
    assert expanded(template).source is None
