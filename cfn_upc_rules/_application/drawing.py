"""Draws a graph as text: `mermaid`, which Markdown on GitHub and GitLab shows, and `dot`, for Graphviz."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cfn_upc_rules._cognito.stack import UserPoolStack
from cfn_upc_rules._cognito.types import (
    BRANDING,
    CLIENT,
    DOMAIN,
    IDENTITY_POOL,
    IDENTITY_PROVIDER,
    POOL,
    RESOURCE_SERVER,
    RISK_CONFIGURATION,
    TERMS,
    UI_CUSTOMIZATION,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cfn_upc_rules._application.graph import Edge, Graph, Node, Template

# What the types are called; of any other the service and the last part of its name.
_KINDS: Final = {
    **UserPoolStack.kinds,
    DOMAIN: "Domain",
    RESOURCE_SERVER: "Resource Server",
    IDENTITY_PROVIDER: "Identity Provider",
    IDENTITY_POOL: "Identity Pool",
    BRANDING: "Managed Login Branding",
    UI_CUSTOMIZATION: "UI Customization",
    RISK_CONFIGURATION: "Risk Configuration",
    TERMS: "Terms",
}
_COLORS: Final = {"E": "#c62828", "W": "#ef6c00", "I": "#1565c0"}
_LEGEND: Final = {"E": "red: error", "W": "orange: warning", "I": "blue: informational"}
_FILLS: Final = {POOL: "#e8eaf6", CLIENT: "#e0f2f1"}
# Labels of arrows side by side cover each other in less room.
_SPACING: Final = '%%{init: {"flowchart": {"nodeSpacing": 60, "rankSpacing": 100}}}%%'
_PLAIN: Final = "#fafafa"
_LINE: Final = "#455a64"
# Mermaid reads signs of its own in texts; each is written by its number.
_SIGNS: Final = re.compile(r"[^A-Za-z0-9 ,./()_\x80-\U0010ffff-]")
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def mermaid(graph: Graph) -> str:
    """Return a graph as a flowchart of Mermaid (https://mermaid.js.org/syntax/flowchart.html)."""
    names = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = [_SPACING, "flowchart LR"]

    def node_line(node: Node) -> str:
        begin, end = {POOL: ("[(", ")]"), CLIENT: ("([", "])")}.get(node.type, ("[", "]"))
        return f"{names[node.id]}{begin}{_quoted(_node_label(node))}{end}"

    def box(template: Template, number: int) -> str:
        return f"subgraph t{number}[{_quoted([template.title])}]"

    lines += _boxes(graph, box, node_line, "end", "  direction LR")
    for edge in graph.edges:
        label = _edge_label(edge)
        arrow = f"-->|{_quoted(label)}|" if label else "-->"
        lines.append(f"  {names[edge.source]} {arrow} {names[edge.target]}")
    return "\n".join([*lines, *_styles(graph, names)]) + "\n"


def _styles(graph: Graph, names: dict[str, str]) -> Iterator[str]:
    """Yield the colors of nodes and arrows, and what those of findings mean."""
    kinds = {POOL: "pool", CLIENT: "client", "": "other"}
    for kind, name in kinds.items():
        of_kind = [names[node.id] for node in graph.nodes if (node.type if node.type in kinds else "") == kind]
        if of_kind:
            yield f"  classDef {name} fill:{_FILLS.get(kind, _PLAIN)},stroke:{_LINE},color:#212121"
            yield f"  class {','.join(of_kind)} {name}"
    for number, _ in enumerate(graph.templates):
        yield f"  style t{number} fill:none,stroke:#9e9e9e"
    for node in graph.nodes:
        if node.findings:
            yield f"  style {names[node.id]} stroke:{_COLORS[_worst(node.findings)]},stroke-width:3px"
    for number, edge in enumerate(graph.edges):
        if edge.findings:
            color = _COLORS[_worst(edge.findings)]
            yield f"  linkStyle {number} stroke:{color},stroke-width:3px,color:{color}"
    for number, letter in enumerate(_levels(graph)):
        yield f"  legend{number}[{_quoted([_LEGEND[letter]])}]"
        yield f"  style legend{number} fill:#ffffff,stroke:{_COLORS[letter]},stroke-width:3px,color:#212121"


def dot(graph: Graph) -> str:
    """Return a graph in the language of Graphviz (https://graphviz.org/doc/info/lang.html)."""
    names = {node.id: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = [
        "digraph {",
        "  rankdir=LR; fontname=Helvetica; nodesep=0.3; ranksep=1.2;",
        f'  node [shape=box, style="filled,rounded", fontname=Helvetica, fontsize=11, color="{_LINE}"];',
        f'  edge [fontname=Helvetica, fontsize=10, color="{_LINE}"];',
    ]

    def node_line(node: Node) -> str:
        written = {"label": _in_dot(_node_label(node)), "fillcolor": f'"{_FILLS.get(node.type, _PLAIN)}"'}
        if node.type == POOL:
            written |= {"shape": "cylinder", "style": "filled"}
        if node.findings:
            written |= {"color": f'"{_COLORS[_worst(node.findings)]}"', "penwidth": "3"}
        return f"{names[node.id]} [{_attributes(written)}];"

    def box(template: Template, number: int) -> str:
        return f"subgraph cluster{number} {{ label={_in_dot([template.title])}; color=gray; style=rounded;"

    lines += _boxes(graph, box, node_line, "}")
    for edge in graph.edges:
        written = {"label": _in_dot(_edge_label(edge))}
        if edge.findings:
            color = f'"{_COLORS[_worst(edge.findings)]}"'
            written |= {"color": color, "fontcolor": color, "penwidth": "2"}
        lines.append(f"  {names[edge.source]} -> {names[edge.target]} [{_attributes(written)}];")
    for number, letter in enumerate(_levels(graph)):
        written = {"label": _in_dot([_LEGEND[letter]]), "color": f'"{_COLORS[letter]}"', "penwidth": "3"}
        lines.append(f'  legend{number} [{_attributes(written)}, fillcolor="#ffffff"];')
    return "\n".join([*lines, "}", ""])


FORMATS: Final[dict[str, Callable[[Graph], str]]] = {"mermaid": mermaid, "dot": dot}


def _boxes(
    graph: Graph, box: Callable[[Template, int], str], node_line: Callable[[Node], str], end: str, *inside: str
) -> Iterator[str]:
    """Yield the templates, each with its nodes and with the templates nested in it."""
    numbers = {template.place: number for number, template in enumerate(graph.templates)}

    def drawn(template: Template, indent: str) -> Iterator[str]:
        yield f"{indent}{box(template, numbers[template.place])}"
        yield from (f"{indent}{line}" for line in inside)
        yield from (f"{indent}  {node_line(node)}" for node in graph.nodes if node.place == template.place)
        for inner in graph.templates:
            if inner.outer == template.place:
                yield from drawn(inner, f"{indent}  ")
        yield f"{indent}{end}"

    for template in graph.templates:
        if template.outer is None:
            yield from drawn(template, "  ")


def _node_label(node: Node) -> list[str]:
    service, _, name = node.type.rpartition("::")
    kind = _KINDS.get(node.type) or f"{service.rpartition('::')[2]} {name}"
    return [node.name, kind, *node.findings]


def _edge_label(edge: Edge) -> list[str]:
    via = [f"via {', '.join(edge.via)}"] if edge.via else []
    return [*([edge.label] if edge.label else []), *via, *edge.findings]


def _worst(findings: tuple[str, ...]) -> str:
    return min((rule[0] for rule in findings), key="EWI".index)


def _levels(graph: Graph) -> list[str]:
    """Return the severities that something in the picture has."""
    groups = [node.findings for node in graph.nodes] + [edge.findings for edge in graph.edges]
    found = {rule[0] for group in groups for rule in group}
    return [letter for letter in _LEGEND if letter in found]


def _quoted(lines: list[str]) -> str:
    """Return a text of several lines for Mermaid."""
    return '"' + "<br>".join(_SIGNS.sub(lambda sign: f"#{ord(sign[0])};", _clean(line)) for line in lines) + '"'


def _in_dot(lines: list[str]) -> str:
    """Return a text of several lines for Graphviz."""
    return '"' + "\\n".join(_clean(line).replace("\\", "\\\\").replace('"', '\\"') for line in lines) + '"'


def _clean(text: str) -> str:
    return _CONTROLS.sub(" ", text)


def _attributes(written: dict[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in written.items())
