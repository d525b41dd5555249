"""How long a client's tokens are valid: value and unit together, with Cognito's defaults.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_TokenValidityUnitsType.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from cfn_upc_rules._template.nodes import Node, View

_HOUR: Final = 3600
_DAY: Final = 24 * _HOUR
_SECONDS: Final = {"seconds": 1, "minutes": 60, "hours": _HOUR, "days": _DAY}


class Token(NamedTuple):
    """A kind of token: what Cognito takes for it, and what it sets by itself (in seconds)."""

    name: str
    unit: str
    default: int
    default_said: str
    shortest: int
    longest: int
    range_said: str

    @property
    def key(self) -> str:
        """The property that holds its validity."""
        return f"{self.name}Validity"


class Validity(NamedTuple):
    """How long a token is valid: its node (absent for the default), seconds, and words."""

    node: Node
    seconds: float
    said: str

    def within(self, token: Token) -> bool:
        """Return whether it is in the token's range."""
        return token.shortest <= self.seconds <= token.longest


ACCESS: Final = Token("AccessToken", "hours", _HOUR, "1 hour", 300, _DAY, "5 minutes to 1 day")
ID: Final = Token("IdToken", "hours", _HOUR, "1 hour", 300, _DAY, "5 minutes to 1 day")
REFRESH: Final = Token("RefreshToken", "days", 30 * _DAY, "30 days", _HOUR, 3650 * _DAY, "60 minutes to 10 years")


def validity(client: View, token: Token) -> Validity | None:
    """Return how long a client's token is valid, None where value or unit can't be known.

    The default is a length of time, whatever the unit says. Cognito takes 0 for a refresh token as the
    default.
    """
    node = client[token.key]
    number = node.number
    if node.absent or (number == 0 and token is REFRESH):
        return Validity(node, token.default, f"{token.default_said} (the default)")
    unit = client.at("TokenValidityUnits", token.name)
    name = token.unit if unit.absent else unit.text
    if number is None or not number.is_integer() or name not in _SECONDS:
        return None
    return Validity(node, number * _SECONDS[name], f"{number:.0f} {name if number != 1 else name[:-1]}")


def fitting_units(node: Node, token: Token) -> list[str]:
    """Return the units in which the number of a token's validity is in the token's range."""
    number = node.number or 0
    return [name for name, seconds in _SECONDS.items() if token.shortest <= number * seconds <= token.longest]
