"""The rules, one file each: `rules()` finds them, and cfn-lint can load them from here, too."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cfn_upc_rules._rule import UpcRule

_FOLDER = Path(__file__).parent


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


def __getattr__(name: str) -> Any:
    """Return a rule by its class name.

    Raises:
        AttributeError: there is no such rule.
    """
    if not name.startswith("_") and name in rules():
        return rules()[name]
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """Return the names of all rules, which is where cfn-lint looks for them."""
    return [*rules()]
