"""Makes a failing template smaller while it fails."""

from __future__ import annotations

import time
from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

from fuzzing.templates import at, paths, put

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from fuzzing.templates import Path_, Template

_FEW: Final = 8


def shrunk(template: Template, fails: Callable[[Template], bool], seconds: float) -> Template:
    """Return the smallest template found that still fails.

    Args:
        template: one that fails.
        fails: whether a template fails in the same way.
        seconds: how long to look for a smaller one.
    """
    until = time.monotonic() + seconds
    smaller = True
    while smaller:
        smaller = False
        # What stands high holds most.
        for path in sorted(paths(template), key=len):
            for other in _without(template, path):
                if time.monotonic() > until:
                    return template
                if fails(other):
                    template, smaller = other, True
                    break
    return template


def _without(template: Template, path: Path_) -> Iterator[Template]:
    """Yield the template without what stands at a path, or with less of it."""
    try:
        value = at(template, path)
    except (KeyError, IndexError, TypeError):
        return  # gone with something else
    other = deepcopy(template)
    del at(other, path[:-1])[path[-1]]
    yield other
    if isinstance(value, list) and len(value) > _FEW:
        half = len(value) // 2
        yield from (_with(template, path, part) for part in (value[:half], value[half:]))
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(part, (dict, list)) and len(value) <= _FEW:
            yield _with(template, path, part)
    if isinstance(value, str) and len(value) > 2 * _FEW and type(value) is str:
        yield _with(template, path, value[: len(value) // 2])


def _with(template: Template, path: Path_, value: Any) -> Template:
    other = deepcopy(template)
    put(other, path, deepcopy(value))
    return other
