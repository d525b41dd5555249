"""cfn-lint rules for Amazon Cognito User Pool Clients.

`cfn-lint --append-rules=cfn_upc_rules -- template.yaml` loads every rule of `cfn_upc_rules.rules` from
here. They are imported when somebody asks for them (PEP 562), so that `cfn-upc-lint` can look at a file
before anything of cfn-lint is loaded.
"""

from __future__ import annotations

TYPE_CHECKING = False  # importing typing for this costs more than `cfn-upc-lint` takes to pass over a file
if TYPE_CHECKING:
    from typing import Any

__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """Return a rule by its class name.

    Raises:
        AttributeError: there is no such rule.
    """
    if not name.startswith("_"):
        from cfn_upc_rules.rules import rules  # noqa: PLC0415

        found = rules()
        if name in found:
            return found[name]
    message = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(message)


def __dir__() -> list[str]:
    """Return the names of all rules, which is where cfn-lint looks for them."""
    from cfn_upc_rules.rules import rules  # noqa: PLC0415

    return ["__version__", *rules()]
