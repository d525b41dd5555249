"""E9601: a client's logical ID fits the pattern."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from cfn_upc_rules._rule import SCHEMA, Finding, UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View

_LONGEST = 255


class LogicalIdPattern(UpcRule):
    """A logical ID is alphanumeric, or fits the team's own convention."""

    id = "E9601"
    shortdesc = "Logical ID of a User Pool Client does not fit the pattern"
    description = "A logical ID is alphanumeric and at most 255 characters long; a team can narrow the pattern"
    source_url = (
        "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/"
        "resources-section-structure.html#resources-section-structure-logicalid"
    )
    evidence = SCHEMA
    options: ClassVar[dict[str, dict[str, Any]]] = {
        "pattern": {
            "default": "[A-Za-z0-9]+",
            "type": "string",
            "description": (
                "A regular expression that the whole logical ID must match. `-x` cuts values at `:`, `=` and "
                "`,`: a pattern with one of these belongs in `.cfnlintrc`."
            ),
        },
    }

    def check_options(self) -> Iterator[str]:
        """Report a pattern that is no regular expression."""
        try:
            re.compile(self.config["pattern"])
        except re.error as error:
            yield f"option 'pattern' is no regular expression: '{self.config['pattern']}' ({error})"

    def judge(self, subject: View) -> Iterator[Finding]:
        """Match the logical ID in full."""
        pattern = self.config["pattern"]
        if len(subject.id) > _LONGEST:
            what = f"{subject} has a logical ID of {len(subject.id)} characters, and {_LONGEST} are allowed"
            yield self.found(subject.of.path, what, "Shorten it")
        elif not re.fullmatch(pattern, subject.id):
            what = f"The logical ID of {subject} does not match the pattern '{pattern}'"
            yield self.found(subject.of.path, what, "Rename it before it is deployed: a new ID replaces the client")
