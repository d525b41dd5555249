"""The base class of the rules about values that cross from one template into another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._application.bounds import NESTED
from cfn_upc_rules._application.exports import Run
from cfn_upc_rules._rule import SCHEMA, Finding, Stack, UpcRule, View
from cfn_upc_rules._template.scenarios import explore

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cfn_upc_rules._application.told import Across
    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.scenarios import Scenario, When


class ApplicationRule(UpcRule):
    """Judges what crosses from one template into another, where all of them are as one template."""

    types = tuple(NESTED)
    evidence = SCHEMA

    def findings(self, stack: Stack) -> Iterator[tuple[Finding, str]]:
        """Yield each finding with when it holds; of several with one cause the first."""
        if not (Run.exports or stack.of_type(*NESTED)):
            return
        # Most templates stand alone, and need nothing of it.
        from cfn_upc_rules._application.application import application_of  # noqa: PLC0415
        from cfn_upc_rules._application.words import Words  # noqa: PLC0415

        application = application_of(stack)
        if application is None:
            return
        words = Words(application)
        found: dict[tuple[object, ...], list[tuple[Finding, When]]] = {}
        for resource in application.concerned:

            def judge(scenario: Scenario, resource: Resource = resource) -> Iterable[Finding]:
                judged = list(self.judge_across(words, View(application.stack, scenario, resource)))
                return judged if application.is_told(scenario) else ()

            for finding, when in explore(resource.given, application.stack.possible, judge):
                found.setdefault((finding.path, finding.instead, when), []).append((finding, when))
        for (first, when), *more in found.values():
            places = "place" if len(more) == 1 else "places"
            counted = f" (and so in {len(more)} more {places})" if more else ""
            yield first._replace(what=f"{first.what}{counted}"), when

    def judge_across(self, across: Across, subject: View) -> Iterable[Finding]:
        """Yield what is wrong with a resource of an application in one scenario."""
        raise NotImplementedError
