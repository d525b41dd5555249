"""Marks the findings that can be mended, as ruff does: `[*]`."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Final

from cfn_upc_rules._command.mending import fixes_of, has_edit, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cfnlint.match import Match

    from cfn_upc_rules._command.mending import Fix

# The formats for people, and those that editors show as they are.
FORMATS: Final = ("pretty", "parseable")
_MARK: Final = "[*]"


def marked(shown: list[Match], matches: list[Match], *, is_unsafe: bool) -> list[Match]:
    """Return the findings, those marked that can be mended.

    Args:
        shown: the findings as they are shown.
        matches: the same findings, in the same order, with their edits.
        is_unsafe: whether unsafe edits count, too.
    """
    fixable = {id(fix.match) for fix in every_fix(matches, is_unsafe=is_unsafe)}
    return [_with_mark(clean) if id(match) in fixable else clean for clean, match in zip(shown, matches, strict=True)]


def every_fix(matches: Iterable[Match], *, is_unsafe: bool) -> Iterator[Fix]:
    """Yield the fixes of findings in files as they are now."""
    by_file: dict[str, list[Match]] = {}
    for match in matches:
        if match.filename and has_edit(match, is_unsafe=is_unsafe):
            by_file.setdefault(match.filename, []).append(match)
    for name, found in by_file.items():
        text = text_of(name)
        yield from fixes_of(text, found, is_unsafe=is_unsafe) if text is not None else ()


def _with_mark(match: Match) -> Match:
    clean = copy.copy(match)
    object.__setattr__(clean, "message", f"{_MARK} {match.message}")  # it is frozen
    return clean
