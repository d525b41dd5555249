"""Regular expressions of users: bounded in time and memory, for a template can bring its own.

https://github.com/mrabarnett/mrab-regex (which cfn-lint depends on)
"""

from __future__ import annotations

import time
from math import prod
from typing import TYPE_CHECKING, ClassVar, Final

import regex

if TYPE_CHECKING:
    from collections.abc import Callable

# `regex` writes counted repetitions out: 255 of 1,024 take 70 MB.
_MOST_REPEATS: Final = 255 * 1024
# Lets blanks and comments stand anywhere, also within a count.
_VERBOSE: Final = r"\(\?[A-Za-z0-9-]*x"
_COUNT: Final = r"\d+(?=\})|\d+(?=,\d*\})"


class PatternError(Exception):
    """A pattern that can't be used; says why."""


class UsersPattern:
    """A regular expression of a user.

    Attributes:
        SECONDS: how long all texts of a template may take together.
    """

    SECONDS: ClassVar = 0.5

    def __init__(self, pattern: str) -> None:
        """Compile it.

        Raises:
            PatternError: it is no regular expression, or one that takes too much memory.
        """
        self._text = pattern
        if regex.search(_VERBOSE, pattern):
            message = "the flag x is not taken"
            raise PatternError(message)
        counts = regex.findall(_COUNT, pattern)
        if (
            any(len(count) > len(str(_MOST_REPEATS)) for count in counts)
            or prod(max(1, int(count)) for count in counts) > _MOST_REPEATS
        ):
            message = f"its repetitions multiply to more than {_MOST_REPEATS}"
            raise PatternError(message)
        try:
            self._compiled = regex.compile(pattern)
        except (regex.error, ValueError, OverflowError, RecursionError, MemoryError) as error:
            raise PatternError(str(error)) from error
        self._left = self.SECONDS

    def __str__(self) -> str:
        """Return it as the user wrote it."""
        return self._text

    def begin(self) -> None:
        """Give it the time for another template."""
        self._left = self.SECONDS

    def fits(self, text: str) -> bool:
        """Return whether the whole text matches.

        Raises:
            TimeoutError: the time is over.
        """
        return self._matches(self._compiled.fullmatch, text)

    def begins(self, text: str) -> bool:
        """Return whether the text begins with a match.

        Raises:
            TimeoutError: the time is over.
        """
        return self._matches(self._compiled.match, text)

    def _matches(self, match: Callable[..., object], text: str) -> bool:
        if self._left <= 0:
            raise TimeoutError
        start = time.monotonic()
        try:
            return match(text, timeout=self._left) is not None
        finally:
            self._left -= time.monotonic() - start
