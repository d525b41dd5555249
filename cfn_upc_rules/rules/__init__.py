"""The rules, one file each; `cfn-lint --append-rules=cfn_upc_rules.rules` loads them from here, too."""

from __future__ import annotations

from typing import Any


def __getattr__(name: str) -> Any:  # noqa: ANN401
    """Return a rule by its class name.

    Raises:
        AttributeError: there is no such rule.
    """
    import cfn_upc_rules  # noqa: PLC0415

    return getattr(cfn_upc_rules, name)


def __dir__() -> list[str]:
    """Return the names of all rules."""
    import cfn_upc_rules  # noqa: PLC0415

    return dir(cfn_upc_rules)
