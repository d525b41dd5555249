"""The picture: exactly what is drawn of three examples, and texts that no format takes for signs of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from support import FIXTURES, ROOT, templates_in
from wholes import CLIENT, POOL, child, nested, parent, write

from cfn_upc_rules._application.drawing import FORMATS
from cfn_upc_rules._application.graph import Edge, Finding, Graph, Node, Template, graph_of
from cfn_upc_rules._command import cli

Arrow = tuple[str, str, str, str]


def graph(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, *files: Path | str) -> Graph:
    """Return what the command draws of some files."""
    seen: list[Graph] = []

    def keep(graph: Graph) -> str:
        seen.append(graph)
        return "drawn"

    monkeypatch.setitem(FORMATS, "dot", keep)
    assert cli.main(["--graph", "dot", "-x", "W9670:base=", "--", *map(str, files)]) == 0
    assert capsys.readouterr().out == "drawn\n"
    return seen[0]


def arrows(graph: Graph) -> list[Arrow]:
    return [
        (edge.source, " ".join((edge.label, *edge.via)), edge.target, " ".join(edge.findings)) for edge in graph.edges
    ]


def test_a_template(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    found = graph(capsys, monkeypatch, ROOT / "examples" / "web-app.yaml")
    assert found.templates == [Template("", "web-app.yaml", None)]
    assert [(node.name, node.type.rpartition("::")[2], node.findings) for node in found.nodes] == [
        ("CustomerPool", "UserPool", ()),
        ("StorefrontClient", "UserPoolClient", ()),
        ("StorefrontClientAdmin", "UserPoolClient", ("E9607",)),
        ("StorefrontClientAdminBranding", "ManagedLoginBranding", ("W9604",)),
        ("Checkout", "Function", ()),
        ("SignIn", "Function", ()),
        ("Reports", "Function", ()),
        ("BackOffice", "TaskDefinition", ()),
    ]
    assert arrows(found) == [
        ("StorefrontClient", "", "CustomerPool", ""),
        ("StorefrontClientAdmin", "", "CustomerPool", "E9610"),
        ("StorefrontClientAdminBranding", "ClientId", "StorefrontClient", ""),
        ("Checkout", "USER_POOL_ID", "CustomerPool", ""),
        ("Checkout", "USER_POOL_CLIENT_ID", "StorefrontClient", ""),
        ("SignIn", "USER_POOL_ID", "CustomerPool", ""),
        ("SignIn", "USER_POOL_CLIENT_ID", "StorefrontClient", "W9620"),
        ("Reports", "USER_POOL_ID", "CustomerPool", ""),
        ("Reports", "ADMIN_CLIENT", "StorefrontClientAdmin", "W9621"),
        ("BackOffice", "USER_POOL_CLIENT_ID", "CustomerPool", "E9622"),
    ]


def test_an_application(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """The nested stacks are drawn within their parent, whether they are named or not."""
    folder = ROOT / "examples" / "application"
    found = graph(capsys, monkeypatch, *templates_in(folder))
    assert found.templates == [
        Template("", "root.yaml", None),
        Template("Auth/", "Auth (auth.yaml)", ""),
        Template("Web/", "Web (web.yaml)", ""),
    ]
    assert [(node.place, node.name) for node in found.nodes] == [
        ("Auth/", "Customers"),
        ("Auth/", "SignInDomain"),
        ("Auth/", "Orders"),
        ("Auth/", "Shop"),
        ("Auth/", "ShopBranding"),
        ("Auth/", "Office"),
        ("Web/", "Api"),
        ("Web/", "Checkout"),
        ("Web/", "Stock"),
    ]
    assert arrows(found) == [
        ("Auth/SignInDomain", "", "Auth/Customers", ""),
        ("Auth/Orders", "", "Auth/Customers", ""),
        ("Auth/Shop", "", "Auth/Customers", ""),
        ("Auth/Shop", "AllowedOAuthScopes", "Auth/Orders", ""),
        ("Auth/ShopBranding", "ClientId", "Auth/Shop", ""),
        ("Auth/Office", "", "Auth/Customers", ""),
        ("Web/Api", "issuer Issuer", "Auth/Customers", ""),
        ("Web/Api", "audience ShopClientId", "Auth/Shop", ""),
        ("Web/Checkout", "USER_POOL_CLIENT_ID ShopClientId", "Auth/Shop", ""),
        ("Web/Stock", "USER_POOL_CLIENT_ID OfficeClientId PoolId", "Auth/Customers", "E9730"),
    ]
    assert graph(capsys, monkeypatch, folder / "root.yaml") == found


def test_exports_and_imports(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    found = graph(capsys, monkeypatch, *templates_in(FIXTURES / "E9731-import.fail"))
    assert [(template.title, template.outer) for template in found.templates] == [
        ("auth.yaml", None),
        ("web.yaml", None),
        ("Web (app.yaml)", "web.yaml:"),
    ]
    assert arrows(found) == [
        ("Portal", "", "Members", ""),
        ("web.yaml:Orders", "USER_POOL_CLIENT_ID PoolId", "Members", "E9731"),
        ("web.yaml:Web/Handler", "USER_POOL_CLIENT_ID PortalClientId PoolId", "Members", "E9731"),
        ("web.yaml:Web/Handler", "NAME PoolId", "Members", ""),
        ("web.yaml:Web/Machine", " PoolId", "Members", ""),
    ]


def test_a_finding_is_at_its_branch_or_at_the_node(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = graph(capsys, monkeypatch, *templates_in(FIXTURES / "E9730-kinds.fail"))
    assert [(node.id, node.findings) for node in found.nodes if node.findings] == [("Other/Machine", ("E9730",))]
    third = [arrow for arrow in arrows(found) if arrow[0] == "Third/Machine"]
    assert third == [
        ("Third/Machine", " PoolId", "Auth/Members", ""),
        ("Third/Machine", " PoolId ProviderName", "Auth/Members", "E9730"),
    ]


def test_a_finding_in_globals_is_at_the_arrows_of_all_functions(tmp_path: Path) -> None:
    variables = {"USER_POOL_CLIENT_ID": {"Ref": "Pool"}}
    properties = {"Runtime": "python3.13", "Handler": "app.handler", "CodeUri": "src/"}
    lambda_of_sam = {"Type": "AWS::Serverless::Function", "Properties": properties}
    template = {
        "Transform": "AWS::Serverless-2016-10-31",
        "Globals": {"Function": {"Environment": {"Variables": variables}}},
        "Resources": {"Pool": POOL, "One": lambda_of_sam, "Two": lambda_of_sam},
    }
    path = write(tmp_path, "template.json", template)
    at = ("Globals", "Function", "Environment", "Variables", "USER_POOL_CLIENT_ID")
    found = graph_of([str(path)], [Finding(str(path), "E9622", at), Finding(str(path), "E9601", ())])
    assert [edge.findings for edge in found.edges] == [("E9622",), ("E9622",)]


def test_a_nested_stack_that_is_not_read_is_a_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    root = parent("https://example.com/child.json", Idle=nested("missing.json"), Topic={"Type": "AWS::SNS::Topic"})
    found = graph_of([str(write(tmp_path, "root.json", root))], [])
    assert [node.name for node in found.nodes] == ["Pool", "App"]
    assert arrows(found) == [("App", "ClientId", "Pool", "")]


def test_files_of_one_name_stay_apart(tmp_path: Path) -> None:
    paths = [write(tmp_path, f"{name}/template.json", {"Resources": {"Pool": POOL}}) for name in ("a", "b", "c")]
    found = graph_of([str(path) for path in paths], [])
    assert [template.title for template in found.templates] == [
        "template.json",
        "../b/template.json",
        "../c/template.json",
    ]
    assert len({node.id for node in found.nodes}) == 3


def test_what_is_no_template_is_left_out(tmp_path: Path) -> None:
    other = write(tmp_path, "values.json", "[1]")
    assert graph_of([str(other), str(tmp_path / "missing.json")], []) == Graph([], [], [])
    path = write(tmp_path, "template.json", {"Resources": {"Pool": POOL, "Client": CLIENT, "A": 5}})
    assert len(graph_of([str(other), str(path)], []).nodes) == 2
    empty = write(tmp_path, "empty.json", {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}})
    assert graph_of([str(empty)], []) == Graph([], [], [])


HOSTILE = 'a"]; click n0 "javascript:alert(1)" <b>&amp;`x`#35;\\" %%{init}%% end\x1b[2J\n\u2028\ud800'


def hostile() -> Graph:
    nodes = [
        Node("a", HOSTILE, "AWS::Cognito::UserPool", HOSTILE, ("E9601", "W9604")),
        Node("b", HOSTILE, f"Custom::{HOSTILE}", HOSTILE, ("I9605",)),
    ]
    edges = [Edge("b", "a", HOSTILE, (HOSTILE,), ("W9621",)), Edge("a", "b", "")]
    return Graph([Template(HOSTILE, HOSTILE, None)], nodes, edges)


def test_names_are_escaped_for_mermaid() -> None:
    text = FORMATS["mermaid"](hostile())
    signs = ("javascript:", "<b>", "&amp;", "`", "\\", "\x1b", "\u2028", "\ud800")
    assert [sign for sign in signs if sign in text] == []
    quoted = [line for line in text.splitlines()[1:] if '"' in line]
    assert len(quoted) == 1 + 2 + 1 + 3
    assert all(line.count('"') == 2 for line in quoted)


def test_names_are_escaped_for_graphviz() -> None:
    text = FORMATS["dot"](hostile())
    unescaped = text.replace("\\\\", "").replace('\\"', "")
    assert all(line.count('"') % 2 == 0 for line in unescaped.splitlines())
    assert not {sign for sign in ("\x1b", "\u2028", "\ud800") if sign in text}


@pytest.mark.second_tier
@pytest.mark.client
def test_graphviz_draws_it() -> None:
    program = shutil.which("dot")
    if program is None:
        pytest.skip("Graphviz is not installed: make clients")
    for one in (hostile(), Graph([], [], [])):
        text = FORMATS["dot"](one).encode("utf-8")
        done = subprocess.run([program, "-Tplain"], input=text, capture_output=True, check=True)
        drawn_nodes = [line for line in done.stdout.decode("utf-8").splitlines() if line.startswith("node n")]
        assert len(drawn_nodes) == len(one.nodes)
        assert done.stderr == b""


@pytest.mark.second_tier
@pytest.mark.client
def test_mermaid_draws_it(tmp_path: Path) -> None:
    """By its own command-line tool, in a browser."""
    program, browser = os.environ.get("UPC_MMDC") or shutil.which("mmdc"), shutil.which("chromium")
    if program is None or browser is None:
        pytest.skip("mermaid's command-line tool or chromium is not installed: make clients")
    settings = write(tmp_path, "browser.json", json.dumps({"executablePath": browser, "args": ["--no-sandbox"]}))
    (tmp_path / "graph.mmd").write_text(FORMATS["mermaid"](hostile()), encoding="utf-8")
    command = [program, "-p", str(settings), "-i", str(tmp_path / "graph.mmd"), "-o", str(tmp_path / "graph.svg")]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    svg = (tmp_path / "graph.svg").read_text(encoding="utf-8")
    assert svg.count('class="node ') == 2 + 3
    assert "Syntax error" not in svg
    assert "href" not in svg.replace('xmlns:xlink="http://www.w3.org/1999/xlink"', "")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--graph"], "--graph takes mermaid or dot, not ''"),
        (["--graph", "svg", "a.yaml"], "--graph takes mermaid or dot, not 'svg'"),
        (["--graph=mermaid"], "--graph needs the templates to draw: cfn-upc-lint --graph mermaid template.yaml"),
        (["--graph=mermaid", "--", "missing.yaml"], "there is no file 'missing.yaml'"),
    ],
)
def test_what_is_wrong_with_the_arguments(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(arguments) == 1
    assert capsys.readouterr().err == f"cfn-upc-lint: {said}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Resources: {A: [", "broken.yaml can't be drawn: it is no template that can be read; name templates only"),
        ("- 1", "broken.yaml can't be drawn: it is no template that can be read; name templates only"),
        (
            "Resources: {B: {Type: AWS::S3::Bucket}}",
            "there is nothing to draw: name templates with Cognito User Pools, clients, or what uses them",
        ),
    ],
)
def test_what_can_t_be_drawn_is_said(
    text: str, said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "broken.yaml", text)
    assert cli.main(["--graph", "dot", "--", "broken.yaml"]) == 1
    output = capsys.readouterr()
    assert (output.out, output.err) == ("", f"cfn-upc-lint: {said}\n")


def test_a_picture_goes_where_a_report_goes(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, "child.json", child())
    write(tmp_path, "root.json", parent())
    assert cli.main(["--graph=dot", "--output-file", "graph.dot", "--jobs", "2", "--", "root.json", "child.json"]) == 0
    assert capsys.readouterr().out == ""
    assert (tmp_path / "graph.dot").read_text("utf-8").startswith("digraph {\n")
    assert cli.main(["--graph", "mermaid", "root.json"]) == 0
    text = capsys.readouterr().out
    assert text.startswith("%%{init:")
    assert 'n1 -->|"USER_POOL_CLIENT_ID<br>via ClientId<br>E9730"| n0\n' in text
