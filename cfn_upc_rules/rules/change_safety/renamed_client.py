from typing import Any, ClassVar

from cfn_upc_rules._cognito.stack import clients
from cfn_upc_rules._history.base_version import DEFAULT_BASE
from cfn_upc_rules._history.change import Change
from cfn_upc_rules._history.comparison import compare, is_revision
from cfn_upc_rules._rule import Finding, Findings, Iterator, Options, Stack, user_guide
from cfn_upc_rules.rules.change_safety._change_rule import ChangeRule


class RenamedClient(ChangeRule):
    """CloudFormation deletes a client whose logical ID changes, and creates another one."""

    id = "W9670"
    shortdesc = "Logical ID of a User Pool Client was renamed"
    source_url = user_guide("stack-refactoring")
    options: ClassVar[Options] = {
        "base": {
            "default": DEFAULT_BASE,
            "type": "string",
            "description": (
                "The git revision that W9670, W9671, W9672 and W9674 compare with; empty: none. "
                "A template's `Metadata` can't set it."
            ),
        },
    }
    # It makes us run git, on a name of the template's choice.
    trusted_options: ClassVar[dict[str, Any]] = {"base": ""}

    def check_options(self) -> Iterator[str]:
        """See that `base` can be the name of a revision."""
        if not is_revision(self.config["base"]):
            yield f"option 'base' takes a git revision, not {self.config['base']!r}"

    def findings(self, stack: Stack) -> Iterator[tuple[Finding, str]]:
        """Say first when the configured base can't be read."""
        comparison = compare(stack)
        if comparison.problem and clients(stack):
            what = f"Changes since '{comparison.revision}' can't be told (option base): {comparison.problem}"
            yield Finding((), what, "Fetch that revision: a shallow clone has the newest commit only"), ""
        yield from super().findings(stack)

    def judge_change(self, change: Change) -> Findings:
        if change.same is None and change.successor is not None:
            new = change.successor
            what = (
                f"{new} was '{change.old.id}' in {change.revision}: "
                f"{change.consequences(new, retained=change.retained)}"
            )
            instead = f"Keep '{change.old.id}', or rename it by a stack refactoring"
            yield self.found(new.resource.path, what, instead)
