from typing import ClassVar

from cfn_upc_rules._rule import SCHEMA, Finding, Findings, Iterator, Options, Stack, UpcRule, View, user_guide
from cfn_upc_rules._template.language_extensions import unknown_items
from cfn_upc_rules._template.users_pattern import PatternError, UsersPattern
from cfn_upc_rules._template.values import is_unknown

_LONGEST = 255


class LogicalIdPattern(UpcRule):
    """A logical ID is alphanumeric and at most 255 characters long; a team can narrow the pattern."""

    id = "E9601"
    shortdesc = "Logical ID of a User Pool Client does not fit the pattern"
    source_url = user_guide("resources-section-structure#resources-section-structure-logicalid")
    evidence = SCHEMA
    options: ClassVar[Options] = {
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
        """Report a pattern that is no regular expression, or none that can be used."""
        try:
            self.pattern = UsersPattern(self.config["pattern"])
        except PatternError as error:
            yield f"option 'pattern' is no regular expression: '{self.config['pattern']}' ({error})"

    def findings(self, stack: Stack) -> Iterator[tuple[Finding, str]]:
        """Say once that the pattern takes too long."""
        self.pattern.begin()
        try:
            yield from super().findings(stack)
        except TimeoutError:
            what = f"Whether logical IDs match the pattern '{self.pattern}' can't be told in {self.pattern.SECONDS} s"
            yield Finding((), what, "Simplify it: a repetition of a repetition, such as (a+)+, has no end"), ""

    def judge(self, subject: View) -> Findings:
        if unknown_items(subject.id):
            return
        if len(subject.id) > _LONGEST:
            what = f"The logical ID of a client has {len(subject.id)} characters"
            yield self.found(subject.resource.path, what, f"Shorten it to at most {_LONGEST}")
        elif not (self.pattern.fits(subject.id) or is_unknown(subject.id) or _is_made(subject)):
            what = f"{subject} does not match the pattern '{self.pattern}'"
            yield self.found(subject.resource.path, what, "Rename it before it is deployed")


def _is_made(subject: View) -> bool:
    """Return whether a tool made the logical ID: what a tool makes is alphanumeric, and nobody's to narrow."""
    return subject.stack.is_synthesised and subject.id.isascii() and subject.id.isalnum()
