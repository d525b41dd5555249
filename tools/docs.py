"""Write the generated text of README and docs: from the rules' own metadata, and from runs of the command.

usage: docs.py [--check]

With --check nothing is written: differences are listed, and the exit code is 1.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import catalogue
import findings
import schema
import words
from blocks import filled
from catalogue import SEVERITIES

from cfn_upc_rules import _rule
from cfn_upc_rules._cognito import slots
from cfn_upc_rules.rules import rules

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "examples" / "web-app.yaml"
LIST = Path("docs", "rules", "README.md")
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
    "970": "Sign-in pages",
    "971": "Load balancers, authorizers, identity pools",
    "972": "Federation, attributes, triggers",
    "973": "Across templates",
}
# These warn of what works: AWS refuses nothing, but where a rule has its answer.
NO_FAILURES = ("967", "968")
_FIXES = {
    (): "none",
    (_rule.SAFE,): "`--fix`",
    (_rule.UNSAFE,): "`--fix --unsafe-fixes`",
    (_rule.SAFE, _rule.UNSAFE): "`--fix`; where it is a choice, `--fix --unsafe-fixes`",
}
Rule = type[_rule.UpcRule]


def main() -> int:
    """Write or check every file; return the exit code."""
    check = "--check" in sys.argv[1:]
    differing = []
    for path, text in generated():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            differing.append(str(path.relative_to(ROOT)))
            if not check:
                path.write_text(text, encoding="utf-8")
    for name in differing:
        print(f"{name}: {'differs from the rules: run `make docs`' if check else 'written'}")
    return int(check and bool(differing))


def generated() -> Iterator[tuple[Path, str]]:
    """Yield each file with generated blocks, and its text as it should be."""
    known = list(rules().values())
    of_family: dict[str, list[Rule]] = {}
    for rule in sorted(known, key=lambda rule: rule.id[1:]):
        of_family.setdefault(rule.id[1:4], []).append(rule)
    pages: dict[Path, dict[str, str]] = {
        ROOT / "README.md": {
            "finding": findings.of_example(EXAMPLE, "E9610", "W9620"),
            "families": _families(of_family),
        },
        ROOT / LIST: {"rules": _rules(of_family)},
        ROOT / "docs" / "deployment-failures.md": {"failures": _failures(known)},
        ROOT / "docs" / "known-types.md": {"slots": slots.table_markdown()},
    }
    for rule in known:
        page = ROOT / "docs" / "rules" / f"{rule.id}.md"
        if page.exists():
            finding = findings.of_page(rule.id, page.read_text(encoding="utf-8"))
            pages[page] = {"header": _header(rule), "finding": finding, "options": _options(rule)}
    for path, blocks in pages.items():
        yield path, filled(path, **blocks)
    for module in (words, catalogue, schema):
        yield module.PATH, module.text()


def title(family: str) -> str:
    """Return the heading of a family of rules: "963x OAuth"."""
    return f"{family}x {FAMILIES.get(family, 'Others')}"


def _families(of_family: dict[str, list[Rule]]) -> str:
    """Return one row a family, with the number of its rules by severity and a link to them."""
    lines = ["| Rules | About | Errors | Warnings | Informational |", "|---|---|---|---|---|"]
    for family, members in of_family.items():
        anchor = re.sub(r"[^\w -]", "", title(family).lower()).replace(" ", "-")
        cells = [f"[{family}x]({LIST.as_posix()}#{anchor})", FAMILIES.get(family, "Others")]
        cells += [str(sum(rule.id.startswith(letter) for rule in members) or "") for letter in SEVERITIES]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _rules(of_family: dict[str, list[Rule]]) -> str:
    """Return one table a family, with one row a rule."""
    lines = []
    for family, members in of_family.items():
        lines += ["", f"## {title(family)}", ""]
        lines += ["| Rule | Severity | What it finds | How it is known | Fix |", "|---|---|---|---|---|"]
        for rule in members:
            cells = [f"[{rule.id}]({rule.id}.md)", SEVERITIES[rule.id[0]], _cell(rule.shortdesc), _evidence(rule)]
            cells.append(" ".join(rule.fixes))
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n\n"


def _evidence(rule: Rule) -> str:
    return rule.evidence.partition(":")[0]


def _failures(known: list[Rule]) -> str:
    lines = ["| Rule | Finding | AWS answers | How it is known |", "|---|---|---|---|"]
    for rule in known:
        if (rule.answer or rule.id[1:4] not in NO_FAILURES) and rule.evidence != _rule.CONVENTION:
            answer = f"“{_cell(rule.answer)}”" if rule.answer else ""
            cells = [f"[{rule.id}](rules/{rule.id}.md)", _cell(rule.shortdesc), answer, _evidence(rule)]
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _header(rule: Rule) -> str:
    lines = [f"# {rule.id}: {rule.shortdesc}", "", f"{rule.description}.", ""]
    severity = SEVERITIES[rule.id[0]] + (", off unless included with `-c`" if rule.id[0] == "I" else "")
    lines += [f"- Severity: {severity}", f"- How it is known: {rule.evidence}"]
    if rule.answer:
        lines.append(f"- AWS answers: “{rule.answer}”")
    lines += [f"- Fix: {_FIXES[rule.fixes]}", f"- AWS documentation: <{rule.source_url}>"]
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
