"""What the templates of a run export, put together before any of them is linted."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from cfn_upc_rules._application.exports import Run, exports_of
from cfn_upc_rules._application.reading import named_file, read
from cfn_upc_rules._command.files import EXPORT, IMPORT, read_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cfn_upc_rules._application.exports import Key


def exports_among(names: Sequence[str]) -> dict[Key, tuple[str, str]]:
    """Return where the exports of some templates are: the file and its output, by the name of the export.

    Nothing is decoded where nobody imports. Of a name that two outputs have it can't be told which one is meant.
    """
    texts = {name: read_bytes(name) or b"" for name in names} if len(names) > 1 else {}
    if not any(IMPORT in text for text in texts.values()):
        return {}
    found: dict[Key, set[tuple[str, str]]] = {}
    for name, text in texts.items():
        file = named_file(name) if EXPORT in text else None
        stack = None if file is None else read(file)
        for key, output in ({} if stack is None else exports_of(stack)).items():
            found.setdefault(key, set()).add((name, output))
    return {key: next(iter(places)) for key, places in found.items() if len(places) == 1}


@contextmanager
def importing(exports: dict[Key, tuple[str, str]]) -> Iterator[None]:
    """Let the rules know of exports for a while."""
    before, Run.exports = Run.exports, exports
    try:
        yield
    finally:
        Run.exports = before
