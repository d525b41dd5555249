"""The base class of the rules, and all that a rule file imports.

Options fail loudly; findings are put into words and located in the template.
"""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, TypeAlias

from cfnlint.rules import CloudFormationLintRule, RuleMatch

from cfn_upc_rules._cognito.pages import (
    api,
    developer_guide,
    property_page,
    request,
    template_reference,
    user_guide,
)
from cfn_upc_rules._cognito.stack import UserPoolStack
from cfn_upc_rules._cognito.types import CLIENT
from cfn_upc_rules._edits.edit import Change, Edit, add_item, put, rename, rewrite, safe, take_out, unsafe, wait_for
from cfn_upc_rules._template.language_extensions import as_written
from cfn_upc_rules._template.nodes import Node, View
from cfn_upc_rules._template.options import options_of_template, read_option
from cfn_upc_rules._template.printable import printable, shown
from cfn_upc_rules._template.references import Use
from cfn_upc_rules._template.resources import Output, Resource
from cfn_upc_rules._template.scenarios import explore
from cfn_upc_rules._template.stack import Stack
from cfn_upc_rules._template.values import Path

if TYPE_CHECKING:
    from cfnlint.template import Template

    from cfn_upc_rules._template.location import Location
    from cfn_upc_rules._template.scenarios import Scenario

__all__ = [
    "CONVENTION",
    "DEPLOYED",
    "REFERENCE",
    "REPORTED",
    "SAFE",
    "SCHEMA",
    "UNSAFE",
    "Change",
    "Edit",
    "Finding",
    "Findings",
    "Iterator",
    "Node",
    "Options",
    "Output",
    "Path",
    "Resource",
    "Sequence",
    "Stack",
    "UpcRule",
    "Use",
    "View",
    "add_item",
    "api",
    "developer_guide",
    "property_page",
    "put",
    "rename",
    "request",
    "rewrite",
    "safe",
    "take_out",
    "template_reference",
    "unsafe",
    "user_guide",
    "wait_for",
]

# How a fact is known; the letters are those of the rule catalogue.
DEPLOYED = "deployed: a real deployment failed with this text"
REPORTED = "reported: users got this text from AWS"
REFERENCE = "API reference"
SCHEMA = "provider schema"
CONVENTION = "convention of the stack editor"

# How sure the edits are that a rule gives its findings; some rules have both kinds.
SAFE = "safe"
UNSAFE = "unsafe"

_MOST_PROBLEMS = 20
# Of one rule for one property of one resource.
_MOST_FINDINGS = 20

Options: TypeAlias = dict[str, dict[str, Any]]


class Finding(NamedTuple):
    """What a rule found in one scenario.

    Attributes:
        path: what it is about; it need not exist (a missing property).
        what: which resource, and what is wrong, as a sentence without its full stop.
        instead: what to write instead, as a sentence without its full stop.
        answer: what AWS answers in this case, where it is not the rule's own: at most 80 characters.
        location: line, column, end line, end column (from 0), where the path doesn't lead there.
        edit: what mends it, where one surely does, or likely.
    """

    path: Path
    what: str
    instead: str = ""
    answer: str | None = None
    location: Location | None = None
    edit: Edit | None = None


Findings: TypeAlias = Iterator[Finding]


def _property(path: Path) -> tuple[str, ...]:
    """Return which property of which resource a path leads to or into."""
    names = [key for key in path if isinstance(key, str) and key != "Fn::If"]
    return tuple(names[:4])


class UpcRule(CloudFormationLintRule):
    """A rule of this plugin.

    A rule names its subjects (by default the template's clients) and judges each in one scenario at a
    time, as if the template had no conditions. The base class runs the scenarios, says when a finding
    holds, and finds where to show it. A rule's docstring is its description.

    Attributes:
        types: the resource types that it judges.
        properties: the properties it is about; a subject that has none of them has no findings. () for any subject.
        answer: what AWS answers at deployment, in its own words; "" where it says nothing.
        quote: the distinctive part of a long answer, for the message; the rule's page has the whole.
        evidence: how the fact is known: one of the constants above; every rule says it.
        has_no_effect: whether it speaks of a property that has no effect; editors grey it.
        fixes: how sure its edits are: SAFE, UNSAFE, both; () where it has none.
        options: what users can configure, as cfn-lint's `config_definition`, each with `description`.
        takes_values: whether a parameter's value that the user gives is as good as one that is written.
        looks_beyond: whether its findings depend on more than the template and its nested stacks: on what else is
            linted, or on the base version.
        trusted_options: those that a template can't set, with the value that counts where it does.
    """

    tags: list[str] = ["cognito", "userpoolclient"]  # noqa: RUF012 - cfn-lint declares it so
    types: ClassVar[tuple[str, ...]] = (CLIENT,)
    properties: ClassVar[tuple[str, ...]] = ()
    answer: ClassVar[str] = ""
    quote: ClassVar[str] = ""
    evidence: ClassVar[str]
    has_no_effect: ClassVar[bool] = False
    fixes: ClassVar[tuple[str, ...]] = ()
    options: ClassVar[Options] = {}
    takes_values: ClassVar[bool] = True
    looks_beyond: ClassVar[bool] = False
    trusted_options: ClassVar[dict[str, Any]] = {}

    def __init_subclass__(cls) -> None:
        """Take the description from the docstring."""
        super().__init_subclass__()
        said = " ".join(inspect.cleandoc(cls.__doc__ or cls.shortdesc).split())  # `python -OO` drops docstrings
        cls.description = said.removesuffix(".")

    def __init__(self) -> None:
        """Declare the options to cfn-lint."""
        super().__init__()
        self.config_definition = dict(self.options)
        self._problems: list[str] = []
        self._misplaced: list[str] = []

    # -- what a rule overrides ---------------------------------------------------------------------

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        """Return the resources to judge, by default those of `types`."""
        return stack.of_type(*self.types)

    def judge(self, subject: View) -> Iterable[Finding]:
        """Yield what is wrong with a subject in one scenario."""
        raise NotImplementedError

    def check_options(self) -> Iterator[str]:
        """Yield what is wrong with the values of the options, beyond their types."""
        yield from ()

    # -- what cfn-lint calls -----------------------------------------------------------------------

    def configure(self, configs: Any = None, experimental: bool = False) -> None:  # noqa: FBT001, FBT002
        """Take the options; keep what is wrong with them for `match` to report.

        Args:
            configs: the user's options of this rule.
            experimental: cfn-lint's own switch.
        """
        self._problems = []
        accepted: dict[str, Any] = {}
        if configs is not None and not isinstance(configs, dict):
            self._problems.append(f"the options must be a mapping, not {shown(configs)}")
            configs = {}
        for name, value in (configs or {}).items():
            definition = self.options.get(name)
            if definition is None:
                known = ", ".join(self.options) or "none"
                self._problems.append(f"there is no option {shown(name)} (options of {self.id}: {known})")
                continue
            read, problem = read_option(definition["type"], value)
            if problem:
                self._problems.append(f"option '{name}' {problem}")
            else:
                accepted[name] = read
        super().configure(accepted, experimental)  # type: ignore[no-untyped-call]
        if not self._problems:
            self._problems.extend(self.check_options())

    def initialize(self, cfn: Template) -> None:
        """Share the options with the other rules; cfn-lint calls this for all rules before any judges."""
        self._misplaced = []
        of_template = options_of_template(cfn, self.id)
        for name, definition in self.options.items():
            value = self.config.get(name, definition["default"])
            if name in self.trusted_options and name in of_template:
                self._misplaced.append(name)
                if value == read_option(definition["type"], of_template[name])[0]:
                    value = self.trusted_options[name]
            Stack.set_option(cfn, name, value)

    def match(self, cfn: Template) -> list[RuleMatch]:
        """Return the findings of a template.

        Args:
            cfn: the template, decoded and transformed by cfn-lint.
        """
        misplaced = [
            f"option '{name}' belongs in .cfnlintrc or on the command line, not in a template's Metadata"
            for name in self._misplaced
        ]
        if problems := self._problems or misplaced:
            return [
                RuleMatch([], printable(f"{self.id} is not configured right: {problem}."), location=(0, 0, 0, 0))
                for problem in problems[:_MOST_PROBLEMS]
            ]
        matches: dict[tuple[Path, str], RuleMatch] = {}
        of_property: dict[tuple[str, ...], list[RuleMatch]] = {}
        left: Counter[tuple[str, ...]] = Counter()
        wanted: list[tuple[RuleMatch, Edit, str]] = []
        plain = UserPoolStack.of(cfn)
        for stack, finding, when in self._found_in(cfn, plain):
            key = _property(finding.path)
            listed = of_property.setdefault(key, [])
            if len(listed) == _MOST_FINDINGS:
                left[key] += 1
                continue
            new = self._match(stack, finding, when)
            match = matches.setdefault((tuple(new.path), new.message), new)
            if match is new:
                listed.append(match)
            if finding.edit is not None and stack is plain:  # what is wrong with some values may be right with others
                wanted.append((match, finding.edit, when))
        for key, count in left.items():
            verb = "is" if count == 1 else "are"
            of_property[key][-1].message += f" {count} more of this kind in {printable(key[-1])} {verb} not listed."
        if wanted:
            from cfn_upc_rules._edits.admission import admit  # noqa: PLC0415 - few templates have a finding

            admit(plain, wanted)
        return list(matches.values())

    def matchall_resource_properties(self, *_: Any) -> tuple[()]:
        """Return nothing, at once: cfn-lint asks every rule for every resource."""
        return ()

    def findings(self, stack: Stack) -> Iterator[tuple[Finding, str]]:
        """Yield each finding with when it holds ("" for always)."""
        for subject in self.subjects(stack):
            if self.properties and not subject.may_have(self.properties):
                continue

            def judge(scenario: Scenario, subject: Resource = subject) -> Iterable[Finding]:
                return self.judge(View(stack, scenario, subject))

            yield from explore(subject.given, stack.possible, judge, f"{self.id} of '{subject.id}'")

    def _found_in(self, cfn: Template, plain: Stack) -> Iterator[tuple[Stack, Finding, str]]:
        """Yield the findings, with when they hold; where the user gives values, those with each set of them."""
        given = UserPoolStack.with_values(cfn) if self.takes_values else []
        if not given:
            yield from ((plain, *known) for known in self.findings(plain))
            return
        found: dict[tuple[Finding, str], list[tuple[str, Stack]]] = {}
        for name, stack in given:
            for known in self.findings(stack):
                found.setdefault(known, []).append((name, stack))
        always = set(self.findings(plain)) if found else set()
        for (finding, when), sets in found.items():
            stack = sets[0][1]
            names = " and ".join(dict.fromkeys(name for name, _ in sets))
            yield (
                stack,
                finding,
                when if (finding, when) in always else ", ".join(filter(None, (when, f"with {names}"))),
            )

    def _match(self, stack: Stack, finding: Finding, when: str) -> RuleMatch:
        shown_path, location = stack.locate(finding.path)
        location = finding.location or location
        answer = (self.quote or self.answer) if finding.answer is None else finding.answer
        sentences = [f"{finding.what} ({when})" if when else finding.what, finding.instead]
        message = " ".join(sentence.rstrip(".") + "." for sentence in sentences if sentence)
        if answer:
            message += f' AWS: "{answer}".'
        if location is None and stack.source is not None:
            location = stack.source.get_location_yaml(stack.source.template, list(shown_path))
        where = {} if location is None else {"location": location}
        message = printable(" ".join(as_written(message).split()))
        match = RuleMatch(list(stack.as_expanded(shown_path)), message, **where)
        match.advice = printable(as_written(finding.instead))  # type: ignore[attr-defined]
        return match

    # -- words for the rules -----------------------------------------------------------------------

    def found(
        self, at: Node | Path, what: str, instead: str = "", answer: str | None = None, *, edit: Edit | None = None
    ) -> Finding:
        """Return a finding at a node or path (see `Finding`)."""
        return Finding(at.path if isinstance(at, Node) else at, what, instead, answer, edit=edit)
