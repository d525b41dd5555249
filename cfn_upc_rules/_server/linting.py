"""Lints the text of a document in this process: as `cfn-upc-lint` would, were it the file's."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from cfnlint.runner.template import runner as templates

from cfn_upc_rules._command.arguments import Arguments
from cfn_upc_rules._command.configuration import BASE_RULE
from cfn_upc_rules._command.files import may_hand_over, may_have_subject
from cfn_upc_rules._command.linter import PluginRunner
from cfn_upc_rules._command.report import shown
from cfn_upc_rules._command.template_files import is_template_text
from cfn_upc_rules._command.texts import plain_newlines
from cfn_upc_rules._history.base_version import DEFAULT_BASE, base_version
from cfn_upc_rules._history.git import BaseUnavailableError
from cfn_upc_rules._history.head import mark_of
from cfn_upc_rules._template.open_text import decoded
from cfn_upc_rules._template.opened import OpenTemplate
from cfn_upc_rules._template.unsaved import in_place_of
from cfn_upc_rules._template.values import mapping

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cfnlint.match import Match

    from cfn_upc_rules._server.configuration import FolderConfiguration

Mark = tuple[int, int, int, int]


class Linted(NamedTuple):
    """What was found.

    Attributes:
        matches: the findings, as cfn-lint has them.
        is_template: whether the text is a template; None where it can't be read, so that nobody knows.
        names: where each resource's logical ID stands: line, column, end line, end column (from 0).
        template: the text decoded, as the rules left it; empty where there was nothing to lint.
        has_unknown_regions: whether regions that are set were passed over.
    """

    matches: list[Match]
    is_template: bool | None
    names: dict[str, Mark]
    template: Mapping[str, object] = MappingProxyType({})
    has_unknown_regions: bool = False


class DocumentBase:
    """What the base holds of a document: git is asked once, and again when the revision has moved.

    Args:
        filename: the document's file.
    """

    def __init__(self, filename: str) -> None:
        """Remember nothing yet."""
        self._filename = filename
        self._known: dict[tuple[str, bool], tuple[tuple[object, ...], bytes | BaseUnavailableError | None]] = {}
        self.text = ""

    def forget(self) -> None:
        """Have git asked again."""
        self._known = {}

    def __call__(self, revision: str, *, has_subject: bool) -> bytes | None:
        """Return the old text.

        Raises:
            BaseUnavailableError: the base is not the default, and git can't read it.
        """
        mark, key = mark_of(revision, self._filename), (revision, has_subject)
        known = self._known.get(key)
        if known is None or known[0] != mark:
            known = self._known[key] = (mark, self._asked(revision, has_subject=has_subject))
        if isinstance(known[1], BaseUnavailableError):
            raise known[1]
        return known[1]

    def _asked(self, revision: str, *, has_subject: bool) -> bytes | BaseUnavailableError | None:
        text = self.text.encode("utf-8", "replace")
        try:
            return base_version(self._filename, revision, has_subject=has_subject, text=text)
        except BaseUnavailableError as problem:
            return problem


class Linter:
    """The rules with a configuration.

    Args:
        config: cfn-lint's configuration.
        plugin_only: whether the rules of this package run alone.
    """

    def __init__(self, config: FolderConfiguration, *, plugin_only: bool) -> None:
        """Load the rules."""
        self._config = config
        self._plugin_only = plugin_only
        self._rules = PluginRunner(Arguments([], frozenset(["--plugin-only"] if plugin_only else []), {}), config).rules

    def lint(self, filename: str, text: str, base: DocumentBase) -> Linted:
        """Return what is to be said of a text.

        Args:
            filename: the document's file.
            text: its text, as the editor has it.
            base: what the base holds of it.
        """
        read = text.encode("utf-8", "surrogatepass")
        if not is_template_text(read):
            return Linted([], False, {})
        base.text = text
        self._config.set_template_args({})  # those of the document that was linted before
        if self._plugin_only and not self._concerns(filename, read, base):
            return Linted([], True, {})
        # As Python reads a file.
        lines = plain_newlines(text)
        template, problems = decoded(lines)
        if problems or not isinstance(template, dict):
            return Linted(self._enabled(problems), None, {})
        self._config.set_template_args(template)
        names = _names(template)
        opened = OpenTemplate(filename, template, self._config.regions, base)
        matches: list[Match] = []
        with in_place_of(filename, lines):
            run = templates._run_template_per_config  # noqa: SLF001 - there is no other that takes a template
            for match in map(shown, run(opened, self._config, self._rules)):
                if match not in matches:
                    matches.append(match)
        return Linted(matches, True, names, template, self._config.has_unknown_regions)

    def _concerns(self, filename: str, read: bytes, base: DocumentBase) -> bool:
        """Return whether our rules may have something to say of a text: git is asked last."""
        return may_have_subject(read) or may_hand_over(read, filename) or self._had_subject(base)

    def _had_subject(self, base: DocumentBase) -> bool:
        revision = mapping(self._config.configure_rules.get(BASE_RULE)).get("base", DEFAULT_BASE)
        try:
            return isinstance(revision, str) and base(revision, has_subject=False) is not None
        except BaseUnavailableError:
            return False

    def _enabled(self, problems: list[Match]) -> list[Match]:
        return [shown(match) for match in problems if self._rules.is_rule_enabled(match.rule.id, self._config)]


def _names(template: dict[str, object]) -> dict[str, Mark]:
    found: dict[str, Mark] = {}
    for name in mapping(template.get("Resources")):
        start, end = getattr(name, "start_mark", None), getattr(name, "end_mark", None)
        if start is not None and end is not None:
            found[str(name)] = (start.line, start.column, end.line, end.column)
    return found
