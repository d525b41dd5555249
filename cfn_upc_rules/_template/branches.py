"""What stands in the branches of an `Fn::If` that a path does not take."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cfn_upc_rules._template.values import under

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._template.values import Path

_TAKEN = (1, 2)


def other_branches(raw: Any, path: Path) -> Iterator[Any]:
    """Yield what stands at the same place of each other branch; ABSENT where there is no such place.

    Args:
        raw: where the path begins.
        path: a path with `"Fn::If", 1` or `"Fn::If", 2` where it takes a branch.
    """
    for index, key in enumerate(path[:-1]):
        if key == "Fn::If" and path[index + 1] in _TAKEN:
            other = 3 - int(path[index + 1])
            yield under(raw, (*path[: index + 1], other, *path[index + 2 :]))
