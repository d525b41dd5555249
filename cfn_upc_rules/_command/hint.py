"""The sentence below findings that says how one of them is explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import UpcRule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cfnlint.match import Match


def hint(matches: Iterable[Match], mark: str = "") -> str:
    """Return the sentence for the first finding that has a page; "" where none has.

    Args:
        matches: the findings.
        mark: what stands around the command, where that is to be told from the sentence.
    """
    first = next((match.rule.id for match in matches if isinstance(match.rule, UpcRule)), None)
    return f"{mark}cfn-upc-lint explain {first}{mark} says more" if first else ""
