"""Words without any of which a file has nothing to do with Cognito; `make docs` writes them."""

from __future__ import annotations

WORDS = (
    b"USER_POOL",
    b"UserPool",
    b"ognito",
)
