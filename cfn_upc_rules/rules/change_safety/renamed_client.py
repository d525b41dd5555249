"""W9670: another logical ID is another client."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from cfn_upc_rules._base_version import DEFAULT_BASE
from cfn_upc_rules._changes import Change, ChangeRule, compare, is_revision
from cfn_upc_rules._rule import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import Stack


class RenamedClient(ChangeRule):
    """A client keeps the logical ID that it has in the base version."""

    id = "W9670"
    shortdesc = "Logical ID of a User Pool Client was renamed"
    description = "CloudFormation deletes a client whose logical ID changes, and creates another one"
    source_url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-refactoring.html"
    needs_client: ClassVar[bool] = True
    options: ClassVar[dict[str, dict[str, Any]]] = {
        "base": {
            "default": DEFAULT_BASE,
            "type": "string",
            "description": "The git revision that W9670, W9671 and W9672 compare with; empty: none.",
        },
    }

    def check_options(self) -> Iterator[str]:
        """See that `base` can be the name of a revision."""
        if not is_revision(self.config["base"]):
            yield f"option 'base' takes a git revision, not {self.config['base']!r}"

    def findings(self, stack: Stack) -> Iterator[tuple[Finding, str]]:
        """Say first when the configured base can't be read."""
        comparison = compare(stack)
        if comparison.problem:
            what = f"Changes since '{comparison.revision}' can't be told (option base): {comparison.problem}"
            yield Finding((), what, "Fetch that revision: a shallow clone has the newest commit only"), ""
        yield from super().findings(stack)

    def judge_change(self, change: Change) -> Iterator[Finding]:
        """Look for a client that took the place of one that is gone."""
        if change.same is None and change.successor is not None:
            new = change.successor
            what = (
                f"{new} was '{change.old.id}' in {change.revision}: "
                f"{change.consequences(new, retained=change.retained)}"
            )
            instead = f"Keep the ID '{change.old.id}', or rename it by a stack refactoring, which replaces nothing"
            if not change.retained:
                instead += "; with DeletionPolicy: Retain, deployed before, the old client lives on"
            yield self.found(new.of.path, what, instead)
