"""Begin a rule: its file, its page and two fixtures.

usage: new_rule.py ID NAME FAMILY        for example: new_rule.py E9699 some_name oauth

The failing fixture marks the rule's ID and the page's example is empty, so the tests fail until both are right.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

RULE = '''"""{id}: (what must hold, in one sentence)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._template.stack import View


class {class_name}(UpcRule):
    """(What a template looks like that the rule reports)."""

    id = "{id}"
    shortdesc = "{title}"
    description = "(One sentence more than that)"
    source_url = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/"
        "aws-resource-cognito-userpoolclient.html"
    )

    def judge(self, subject: View) -> Iterator[Finding]:
        """(What is looked at)."""
        if subject["ClientName"].text == "(what is wrong)":
            yield self.found(subject["ClientName"], f"{{subject}} (what is wrong)", "(What to write instead)")
'''
PAGE = """<!-- header: begin -->
<!-- header: end -->

## What it catches

## Why it matters

## Example

```yaml
Resources: {{}}
```

## Use instead

```yaml
Resources: {{}}
```

<!-- options: begin -->
<!-- options: end -->

## When to ignore it
"""
FIXTURE = """AWSTemplateFormatVersion: "2010-09-09"
Resources:
  CustomerPool:
    Type: AWS::Cognito::UserPool
  WebClient:{marker}
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !Ref CustomerPool
"""


def files(rule: str, name: str, family: str, root: Path = ROOT) -> dict[Path, str]:
    """Return what to write, by path.

    Args:
        rule: the ID, `[EWI]96` and two digits.
        name: the file's name in snake case.
        family: a folder of `cfn_upc_rules/rules`.
        root: the checkout.

    Raises:
        ValueError: one of them can't be used; says why.
    """
    folder = root / "cfn_upc_rules" / "rules"
    families = sorted(path.name for path in folder.iterdir() if path.is_dir() and not path.name.startswith("_"))
    if not re.fullmatch(r"[EWI]96\d\d", rule):
        raise ValueError(f"'{rule}' is no rule ID: it takes E, W or I, then 96 and two digits, as in E9699")
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name):
        raise ValueError(f"'{name}' is no file name: it takes small letters, digits and _, as in some_name")
    if family not in families:
        raise ValueError(f"there is no family '{family}': take one of {', '.join(families)}")
    taken = [path.stem for path in (root / "docs" / "rules").glob(f"?{rule[1:]}.md")]
    if taken:
        raise ValueError(f"the number of {rule} is taken by {taken[0]}; a number is never used twice")
    title = name.replace("_", " ").capitalize()
    class_name = "".join(word.capitalize() for word in name.split("_"))
    fixtures = root / "tests" / "fixtures"
    new = {
        folder / family / f"{name}.py": RULE.format(id=rule, class_name=class_name, title=title),
        root / "docs" / "rules" / f"{rule}.md": PAGE.format(),
        fixtures / f"{rule}-case.fail.yaml": FIXTURE.format(marker=f" # expect: {rule}"),
        fixtures / f"{rule}-case.pass.yaml": FIXTURE.format(marker=""),
    }
    for path in new:
        if path.exists():
            raise ValueError(f"{path.relative_to(root)} is there already")
    return new


def main() -> int:
    """Write the files; return the exit code."""
    arguments = [argument for argument in sys.argv[1:] if argument]
    if len(arguments) != 3:  # noqa: PLR2004
        print(
            "make rule: say ID, NAME and FAMILY, as in: make rule ID=E9699 NAME=some_name FAMILY=oauth", file=sys.stderr
        )
        return 1
    rule, name, family = arguments
    try:
        new = files(rule, name, family)
    except ValueError as error:
        print(f"make rule: {error}", file=sys.stderr)
        return 1
    for path, text in new.items():
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    print("Next: the fixtures, `judge`, the page, `make docs`, CHANGELOG.md, `make check test corpus`")
    return 0


if __name__ == "__main__":
    sys.exit(main())
