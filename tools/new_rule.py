"""Begin a rule: its file, its page, two fixtures and its line in the changelog.

usage: new_rule.py ID NAME FAMILY EVIDENCE        for example: new_rule.py E9699 some_name oauth DEPLOYED

All of it agrees, down to the example on the page: once `judge` finds what the failing fixture marks, and `make docs`
has run, `make check test` passes. Until then the tests fail.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from docs import FAMILIES

ROOT = Path(__file__).parent.parent
USAGE = "make rule ID=E9699 NAME=some_name FAMILY=oauth EVIDENCE=DEPLOYED"
EVIDENCE = {
    "DEPLOYED": "a real deployment failed with AWS's text",
    "REPORTED": "users got that text",
    "REFERENCE": "AWS's API reference says so",
    "SCHEMA": "the provider schema says so",
    "CONVENTION": "the stack editor's convention",
}

RULE = '''from cfn_upc_rules._rule import {evidence}, Findings, UpcRule, View, property_page


class {class_name}(UpcRule):
    """{title}."""

    id = "{id}"
    shortdesc = "{title}"
    source_url = property_page()
    evidence = {evidence}

    def judge(self, subject: View) -> Findings:
        name = subject["ClientName"]
        if name.text == "(what is wrong)":
            yield self.found(name, f"{{subject}} (what is wrong)", "(What to write instead)")
'''
PAGE = """<!-- header: begin -->
<!-- header: end -->

## What it catches

A client such as the one in the example.

## Why it matters

See AWS's documentation above.

## Example

```yaml
{bad}```

<!-- finding: begin -->
<!-- finding: end -->

## Use instead

```yaml
{good}```

<!-- options: begin -->
<!-- options: end -->

## When to ignore it

Where it is meant: `ignore_checks: [{id}]` in the `Metadata` of the client.
"""
TEMPLATE = """Resources:
  CustomerPool:
    Type: AWS::Cognito::UserPool
  WebClient:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !Ref CustomerPool
      ClientName: {name}
"""
BAD, GOOD = TEMPLATE.format(name="wrong"), TEMPLATE.format(name="storefront")


def files(rule: str, name: str, family: str, evidence: str, root: Path = ROOT) -> dict[Path, str]:
    """Return what to write, by path.

    Args:
        rule: the ID: E, W or I, then 96 or 97 and two digits.
        name: the file's name in snake case.
        family: a folder of `cfn_upc_rules/rules`.
        evidence: how the fact is known, a name of `EVIDENCE`.
        root: the checkout.

    Raises:
        ValueError: one of them can't be used; says why.
    """
    folder = root / "cfn_upc_rules" / "rules"
    families = sorted(path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith("_"))
    if not re.fullmatch(r"[EWI]9[67]\d\d", rule):
        raise ValueError(f"'{rule}' is no rule ID: it takes E, W or I, then 96 or 97 and two digits, as in E9699")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ValueError(f"'{name}' is no file name: it takes small letters, digits and _, as in some_name")
    if family not in families:
        raise ValueError(f"there is no family '{family}': take one of {', '.join(families)}")
    if evidence not in EVIDENCE:
        known = ", ".join(f"{name} ({meaning})" for name, meaning in EVIDENCE.items())
        raise ValueError(f"EVIDENCE says how the fact is known: take one of {known}")
    taken = [path.stem for path in (root / "docs" / "rules").glob(f"?{rule[1:]}.md")]
    if taken:
        raise ValueError(f"the number of {rule} is taken by {taken[0]}; a number is never used twice")
    title = name.replace("_", " ").capitalize()
    class_name = "".join(word.capitalize() for word in name.split("_"))
    fixtures = root / "tests" / "fixtures"
    new = {
        folder / family / f"{name}.py": RULE.format(id=rule, class_name=class_name, title=title, evidence=evidence),
        root / "docs" / "rules" / f"{rule}.md": PAGE.format(id=rule, bad=BAD, good=GOOD),
        fixtures / f"{rule}-case.fail.yaml": BAD.removesuffix("\n") + f" # expect: {rule}\n",
        fixtures / f"{rule}-case.pass.yaml": GOOD,
    }
    for path in new:
        if path.exists():
            raise ValueError(f"{path.relative_to(root)} is there already")
    changelog = root / "CHANGELOG.md"
    return {**new, changelog: with_line(changelog.read_text(encoding="utf-8"), rule, title)}


def with_line(changelog: str, rule: str, title: str) -> str:
    """Return the changelog with a line about the new rule, below "Unreleased" and the family's heading."""
    if "\n## Unreleased\n" not in changelog:
        before, heading, rest = changelog.partition("\n## ")
        changelog = f"{before}\n## Unreleased\n{heading}{rest}"
    before, unreleased, rest = changelog.partition("\n## Unreleased\n")
    section, following, released = rest.partition("\n## ")
    family = f"\n### {FAMILIES.get(rule[1:4], 'Others')}\n"
    if family not in section:
        section = f"{family}{section}"
    above, heading, lines = section.partition(family)
    entries, further, others = lines.partition("\n### ")
    line = f"- **{rule}** New: {title[0].lower()}{title[1:]}.\n"
    entries = f"{entries.rstrip()}\n{line}".lstrip()
    return f"{before}{unreleased}{above}{heading}{entries}{further}{others}{following}{released}"


def main() -> int:
    """Write the files; return the exit code."""
    rule, name, family, evidence = (*sys.argv[1:5], "", "", "", "")[:4]
    if not (rule and name and family):
        print(f"make rule: say ID, NAME, FAMILY and EVIDENCE, as in: {USAGE}", file=sys.stderr)
        return 1
    try:
        new = files(rule, name, family, evidence)
    except ValueError as error:
        print(f"make rule: {error}", file=sys.stderr)
        return 1
    for path, text in new.items():
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    print("Next: the fixtures and `judge`; the words of rule, page and changelog; `make docs`; `make check test`")
    return 0


if __name__ == "__main__":
    sys.exit(main())
