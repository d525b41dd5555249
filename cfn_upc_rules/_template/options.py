"""The values of rules' options, as users write them: read, and bounded, for a template can set them, too.

https://github.com/aws-cloudformation/cfn-lint#metadata
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cfn_upc_rules._template.printable import shown
from cfn_upc_rules._template.values import boolean, mapping

if TYPE_CHECKING:
    from cfnlint.template import Template

_LONGEST: Final = 1_000
_MOST: Final = 1_000


def read_option(kind: str, value: Any) -> tuple[Any, str]:
    """Read the value of an option.

    Args:
        kind: the type that the option takes: boolean, string or list.
        value: what the user wrote.

    Returns:
        The value, and what is wrong with it, "" where nothing is.
    """
    found = _READERS[kind](value)
    if found is None:
        return None, f"takes a {_WORDS.get(kind, kind)}, not {shown(value)}"
    entries = found if isinstance(found, list) else [found]
    if len(entries) > _MOST:
        return None, f"takes at most {_MOST} entries, not {len(entries)}"
    if any(isinstance(entry, str) and len(entry) > _LONGEST for entry in entries):
        return None, f"takes at most {_LONGEST} characters for a text"
    return found, ""


def options_of_template(cfn: Template, rule: str) -> dict[str, Any]:
    """Return the options of a rule that the template's own `Metadata` sets."""
    options: Any = cfn.template
    for key in ("Metadata", "cfn-lint", "config", "configure_rules", rule):
        options = mapping(mapping(options).get(key))
    return mapping(options)


def _string(value: Any) -> str | None:
    try:
        return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else None
    except ValueError:  # Python writes no number of more than 4,300 digits
        return None


def _list(value: Any) -> list[str] | None:
    items = value if isinstance(value, list) else [value]
    texts = [_string(item) for item in items]
    return [item for item in texts if item is not None] if items and None not in texts else None


# An empty list is refused, too.
_WORDS: Final = {"list": "list of one or more strings"}
_READERS: Final = {"boolean": boolean, "string": _string, "list": _list}
