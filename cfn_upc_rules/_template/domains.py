"""What the parameters of a template can be, as far as conditions compare them.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from cfn_upc_rules._template.users_pattern import PatternError, UsersPattern
from cfn_upc_rules._template.values import intrinsic, mapping, number, scalar_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

# What a parameter may well be, tried against its constraints: is there a value beside those that are compared?
_PROBES: Final = (
    *("", "a", "A", "0", "1", "10", "443", "abc", "example", "example.com", "https://example.com", "a@example.com"),
    *("10.0.0.0/16", "123456789012", "us-east-1", "vpc-12345678", "Example-123", "a" * 8, "A" * 8, "2026-01-01"),
)
# What a bare word of YAML 1.1 may have been before it was decoded as a boolean.
_BOOLEAN_WORDS: Final = frozenset({"yes", "no", "y", "n", "on", "off", "true", "false"})
# The pseudo parameters that follow from another one.
_FOLLOWS: Final = {
    "AWS::Partition": ("AWS::Region",),
    "AWS::URLSuffix": ("AWS::Region",),
    "AWS::StackId": ("AWS::Region", "AWS::AccountId", "AWS::StackName"),
}


class Domains:
    """What each parameter can be.

    Args:
        parameters: the template's `Parameters`.
        mappings: its `Mappings`.
        conditions: its `Conditions`: whatever is a key of a mapping there is one of its keys.
    """

    def __init__(self, parameters: Mapping[str, Any], mappings: Mapping[str, Any], conditions: Any) -> None:
        """Read what the parameters allow."""
        self._parameters = {name: mapping(parameter) for name, parameter in parameters.items()}
        self._patterns: dict[str, UsersPattern] = {}
        self._closed: dict[str, list[str]] = {}
        for name, parameter in self._parameters.items():
            allowed = parameter.get("AllowedValues")
            texts = [scalar_text(value) for value in allowed] if isinstance(allowed, list) else []
            known = [text for text in texts if text is not None]
            if known and len(known) == len(texts) and not self._is_indirect(name):
                self._closed[name] = [text for text in dict.fromkeys(known) if not self._violates(name, text)]
        self._close_by_mappings(mappings, conditions)

    def closed(self, name: str) -> list[str] | None:
        """Return all that a parameter can be, None where that is open."""
        return self._closed.get(name)

    def accepts(self, name: str, text: str) -> bool:
        """Return whether a parameter may be the text."""
        closed = self._closed.get(name)
        return text in closed if closed is not None else not self._violates(name, text)

    def is_spelled_alike(self, name: str, raw: Any) -> bool:
        """Return whether the text may be an allowed value in spite of another spelling.

        The decoder makes the same boolean of a bare `yes`, `on`, `True`: what CloudFormation compares is not known.
        """
        allowed = self._parameters.get(name, {}).get("AllowedValues")
        if scalar_text(raw) in self._closed.get(name, ()):
            return False
        values = allowed if isinstance(allowed, list) else []
        if isinstance(raw, bool):
            return any(isinstance(value, str) and value.casefold() in _BOOLEAN_WORDS for value in values)
        words = isinstance(raw, str) and raw.casefold() in _BOOLEAN_WORDS
        return words and any(isinstance(value, bool) for value in values)

    def has_others(self, name: str, than: Iterable[str]) -> bool:
        """Return whether an open parameter is known to have a value beside these."""
        parameter = self._parameters.get(name, {})
        if self._is_indirect(name) or not parameter.keys() & _CONSTRAINTS:
            return True
        others = (text for text in self._probes(parameter) if text not in than)
        return any(not self._violates(name, text, surely=False) for text in others)

    def is_plain(self, name: str, texts: Iterable[str]) -> bool:
        """Return whether cfn-lint reads a parameter right that is compared with the texts."""
        if name in _FOLLOWS or (name not in self._parameters and not name.startswith("AWS::")):
            return False
        written = self._parameters.get(name, {}).get("AllowedValues")
        closed = self._closed.get(name)
        return closed == written and (closed is not None or self.has_others(name, texts))

    @staticmethod
    def follows(name: str) -> tuple[str, ...]:
        """Return the other pseudo parameters that a pseudo parameter follows from."""
        return _FOLLOWS.get(name, ())

    def _is_indirect(self, name: str) -> bool:
        """Return whether what the user gives is not what `Ref` gives: a parameter's name, or a list."""
        kind = scalar_text(self._parameters[name].get("Type")) or "" if name in self._parameters else ""
        return kind.startswith("AWS::SSM::Parameter::Value") or "List" in kind

    def _violates(self, name: str, text: str, *, surely: bool = True) -> bool:
        """Return whether the parameter can't be the text; not `surely`: whether there is any doubt."""
        parameter = self._parameters.get(name, {})
        if self._is_indirect(name):
            return False
        try:
            pattern = self._pattern(name)
            # AWS compares the whole text; cfn-lint its beginning.
            if pattern is not None and not (pattern.begins(text) if surely else pattern.fits(text)):
                return True
        except (PatternError, TimeoutError):
            return not surely
        measured = number(text)
        if measured is None and (parameter.get("Type") == "Number" or parameter.keys() & {"MinValue", "MaxValue"}):
            return True
        limits: list[tuple[str, float, int]] = [("MinLength", len(text), -1), ("MaxLength", len(text), 1)]
        if measured is not None:
            limits += [("MinValue", measured, -1), ("MaxValue", measured, 1)]
        for limit, measure, sign in limits:
            bound = number(parameter.get(limit))
            if bound is not None and (measure - bound) * sign > 0:
                return True
        return False

    def _pattern(self, name: str) -> UsersPattern | None:
        """Return the `AllowedPattern` of a parameter, None where it has none.

        Raises:
            PatternError: it can't be used.
        """
        written = scalar_text(self._parameters.get(name, {}).get("AllowedPattern"))
        if written is None:
            return None
        if name not in self._patterns:
            self._patterns[name] = UsersPattern(written)
        return self._patterns[name]

    @staticmethod
    def _probes(parameter: Mapping[str, Any]) -> Iterator[str]:
        default = scalar_text(parameter.get("Default"))
        if default is not None:
            yield default
        yield from re.findall(r"[\w.-]+", scalar_text(parameter.get("AllowedPattern")) or "")
        yield from _PROBES
        for limit in ("MinValue", "MaxValue"):
            bound = number(parameter.get(limit))
            if bound is not None:
                yield from (f"{bound + step:g}" for step in (0, 1, -1))
        for limit in ("MinLength", "MaxLength"):
            length = number(parameter.get(limit))
            if length is not None and 0 <= length <= 4096:  # noqa: PLR2004 - no parameter is longer
                yield from ("a" * int(length), "A" * int(length), "1" * int(length))

    def _close_by_mappings(self, mappings: Mapping[str, Any], raw: Any) -> None:
        """Note of each parameter that is the key of a mapping that it is one of the keys: all else fails."""
        todo = [raw]
        while todo:
            raw = todo.pop()
            todo.extend(raw.values() if isinstance(raw, dict) else raw if isinstance(raw, list) else ())
            call = intrinsic(raw)
            if call and call[0] == "Fn::FindInMap" and isinstance(call[1], list) and len(call[1]) == 3:  # noqa: PLR2004
                table, first, second = call[1]
                entries = mapping(mappings.get(table)) if isinstance(table, str) else {}
                chosen = [entries.get(first)] if isinstance(first, str) else entries.values()
                self._close(first, entries)
                self._close(second, {key: None for entry in chosen for key in mapping(entry)})

    def _close(self, key: Any, keys: Mapping[Any, Any]) -> None:
        call = intrinsic(key)
        if call and call[0] == "Ref" and isinstance(call[1], str) and keys and all(isinstance(k, str) for k in keys):
            known = self._closed.get(call[1], keys)
            self._closed[call[1]] = [str(text) for text in known if text in keys and not self._violates(call[1], text)]


_CONSTRAINTS: Final = {"AllowedPattern", "MinLength", "MaxLength", "MinValue", "MaxValue"}
