"""Finds the rules: one file each, below `rules/`."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cfn_upc_rules._rule import UpcRule

_FOLDER = Path(__file__).parent / "rules"


@cache
def rules() -> dict[str, type[UpcRule]]:
    """Return every rule's class by its name, ordered by rule ID."""
    from cfn_upc_rules._rule import UpcRule  # noqa: PLC0415 - imports cfn-lint

    found: list[type[UpcRule]] = []
    for file in sorted(_FOLDER.glob("*/[a-z]*.py")):
        module = import_module(f"cfn_upc_rules.rules.{file.parent.name}.{file.stem}")
        found += [
            value
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, UpcRule) and value.__module__ == module.__name__
        ]
    return {rule.__name__: rule for rule in sorted(found, key=lambda rule: rule.id[1:])}
