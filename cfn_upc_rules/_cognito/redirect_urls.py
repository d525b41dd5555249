"""What can be told of a redirect URL, also where only pieces of it are known.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cfn_upc_rules._template.values import Text

if TYPE_CHECKING:
    from cfn_upc_rules._template.values import Value

_LOCAL: Final = ("localhost", "127.0.0.1", "[::1]")
_HTTP: Final = r"(?is)http://(?:[^/?#@]*@)?(?P<host>\[[^]/?#]*]?|[^/?#:]*)(?P<end>.?)"
_SCHEME: Final = r"(?i)[a-z][a-z0-9+.-]*"


class RedirectUrl:
    """A callback or logout URL.

    Args:
        value: a literal, a Text, or anything else, of which nothing is known.
    """

    def __init__(self, value: Value) -> None:
        """Take the pieces that are known."""
        parts = value.parts if isinstance(value, Text) else (value,)
        self._known = [part for part in parts if isinstance(part, str)]
        self._whole = len(self._known) == len(parts)
        self._start = parts[0] if isinstance(parts[0], str) else ""

    def __str__(self) -> str:
        """Return what is known of its beginning."""
        return self._start if self._whole else f"{self._start}…"

    @property
    def insecure(self) -> bool:
        """Whether it is known to use http on a host other than localhost."""
        found = re.match(_HTTP, self._start)
        if found is None:
            return False
        host = found["host"].lower()
        if self._whole or found["end"]:
            return host not in _LOCAL
        return not any(local.startswith(host) for local in _LOCAL)

    @property
    def relative(self) -> bool:
        """Whether it is known to have no scheme."""
        scheme = re.match(_SCHEME, self._start)
        rest = self._start[scheme.end() :] if scheme else self._start
        return not rest.startswith(":") if rest else self._whole and bool(self._start)

    @property
    def has_fragment(self) -> bool:
        """Whether it is known to have a fragment."""
        return any("#" in piece for piece in self._known)
