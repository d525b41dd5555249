"""Write the generated text of README and docs from the rules' own metadata.

usage: docs.py [--check]

With --check nothing is written: differences are listed, and the exit code is 1.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from blocks import filled

from cfn_upc_rules import _rule
from cfn_upc_rules._cognito import pairs
from cfn_upc_rules.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
SEVERITIES = {"E": "error", "W": "warning", "I": "informational, off unless included with `-c`"}
FAMILIES = {
    "960": "Logical ID and name",
    "961": "The client and its pool",
    "962": "Wiring of compute to the client",
    "963": "OAuth",
    "964": "Tokens, auth flows, single properties",
    "965": "Against sibling resources",
    "966": "Sub-resources",
    "967": "Change safety",
    "968": "Security",
}
Rule = type[_rule.UpcRule]


def main() -> int:
    """Write or check every file; return the exit code."""
    check = "--check" in sys.argv[1:]
    differing = []
    for path, text in generated():
        if path.read_text(encoding="utf-8") != text:
            differing.append(str(path.relative_to(ROOT)))
            if not check:
                path.write_text(text, encoding="utf-8")
    for name in differing:
        print(f"{name}: {'differs from the rules: run `make docs`' if check else 'written'}")
    return int(check and bool(differing))


def generated() -> Iterator[tuple[Path, str]]:
    """Yield each file with generated blocks, and its text as it should be."""
    known = list(rules().values())
    pages: dict[Path, dict[str, str]] = {
        ROOT / "README.md": {"rules": _table(known)},
        ROOT / "docs" / "deployment-failures.md": {"failures": _failures(known)},
        ROOT / "docs" / "known-types.md": {"pairs": pairs.table_markdown()},
    }
    for rule in known:
        page = ROOT / "docs" / "rules" / f"{rule.id}.md"
        if page.exists():
            pages[page] = {"header": _header(rule), "options": _options(rule)}
    for path, blocks in pages.items():
        yield path, filled(path, **blocks)


def _table(known: list[Rule]) -> str:
    lines = []
    for family in sorted({rule.id[1:4] for rule in known}):
        of_family = [rule for rule in known if rule.id[1:4] == family]
        lines += [f"\n### {family}x {FAMILIES.get(family, 'Others')}\n", "| ID | Finding |", "|---|---|"]
        lines += [f"| [{rule.id}](docs/rules/{rule.id}.md) | {_cell(rule.shortdesc)} |" for rule in of_family]
    return "\n".join(lines) + "\n\n"


def _failures(known: list[Rule]) -> str:
    lines = ["| Rule | Finding | AWS answers | How it is known |", "|---|---|---|---|"]
    for rule in known:
        if rule.id[1:4] < "967" and rule.evidence != _rule.CONVENTION:
            answer = f"“{_cell(rule.answer)}”" if rule.answer else ""
            cells = [f"[{rule.id}](rules/{rule.id}.md)", _cell(rule.shortdesc), answer, rule.evidence.split(":")[0]]
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _header(rule: Rule) -> str:
    lines = [f"# {rule.id}: {rule.shortdesc}", "", f"{rule.description}.", ""]
    lines += [f"- Severity: {SEVERITIES[rule.id[0]]}", f"- How it is known: {rule.evidence}"]
    if rule.answer:
        lines.append(f"- AWS answers: “{rule.answer}”")
    lines.append(f"- AWS documentation: <{rule.source_url}>")
    return "\n".join(lines) + "\n"


def _options(rule: Rule) -> str:
    if not rule.options:
        return "## Options\n\nNone.\n"
    lines = ["## Options", "", "| Option | Type | Default | Meaning |", "|---|---|---|---|"]
    for name, option in rule.options.items():
        default = _yaml(option["default"])
        lines.append(f"| `{name}` | {option['type']} | `{default}` | {_cell(option['description'])} |")
    name, option = next(iter(rule.options.items()))
    snippet = ["configure_rules:", f"  {rule.id}:", f"    {name}: {_yaml(option['default'])}"]
    return "\n".join([*lines, "", "In `.cfnlintrc`:", "", "```yaml", *snippet, "```"]) + "\n"


def _yaml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(map(str, value)) + "]"
    return f'"{value}"'


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    sys.exit(main())
