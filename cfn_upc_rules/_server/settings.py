"""What an editor can set; `docs/editors.md` describes it."""

from __future__ import annotations

from typing import Any, NamedTuple

# The section of the client's configuration that is the server's.
SECTION = "cfn-upc-rules"
PLUGIN, ALL = "plugin", "all"


class Settings(NamedTuple):
    """What an editor can set.

    Attributes:
        rules: `plugin` for the rules of this package, `all` for cfn-lint's own too.
        trusted: whether the folder is trusted: may its `.cfnlintrc` load code and files? Said when the server starts.
        ignore_checks: rules whose findings are not shown.
        include_checks: rules, or beginnings of their IDs, that are shown beside errors and warnings.
        configure_rules: options of rules, by rule ID.
    """

    rules: str = PLUGIN
    trusted: bool = False
    ignore_checks: tuple[str, ...] = ()
    include_checks: tuple[str, ...] = ()
    configure_rules: dict[str, Any] = {}  # noqa: RUF012 - never changed


# Only where the server starts: a folder's own settings file must not say that the folder is trusted.
_TRUST = "trustWorkspace"
_NAMES = {
    "rules": "rules",
    _TRUST: "trusted",
    "ignoreChecks": "ignore_checks",
    "includeChecks": "include_checks",
    "configureRules": "configure_rules",
}


def read_settings(said: Any, before: Settings, *, at_start: bool = False) -> tuple[Settings, list[str]]:
    """Return the settings that a client says, and what is wrong with it, a sentence each.

    Args:
        said: what the client sent: a mapping, perhaps within one named after the server; None for nothing.
        before: what counts where it says nothing, or nothing that can be used.
        at_start: whether these are the initialization options.
    """
    if isinstance(said, dict) and SECTION in said:
        said = said[SECTION]
    if said is None:
        return before, []
    if not isinstance(said, dict):
        return before, [f"the settings '{SECTION}' must be a mapping"]
    found: dict[str, Any] = {}
    problems: list[str] = []
    for name, value in said.items():
        if problem := _problem(str(name), value, before.trusted, at_start=at_start):
            problems.append(problem)
        elif name != _TRUST or at_start:
            found[_NAMES[name]] = tuple(value) if isinstance(value, list) else value
    return before._replace(**found), problems


def is_about_us(said: Any) -> bool:
    """Return whether something of what a client sent is the server's: some send the settings of all servers."""
    return not isinstance(said, dict) or any(name in said for name in (SECTION, *_NAMES))


def _problem(name: str, value: Any, trusted: bool, *, at_start: bool) -> str:  # noqa: FBT001
    """Return what is wrong with a setting, as a sentence without its full stop; "" for nothing."""
    if name not in _NAMES:
        return f"there is no setting {name[:100]!r} (settings: {', '.join(_NAMES)})"
    must_be = _must_be(name, value)
    if must_be:
        return f"the setting '{name}' must be {must_be}"
    if name == _TRUST and not at_start and value != trusted:
        return f"the setting '{name}' counts only among the initialization options"
    return ""


def _must_be(name: str, value: Any) -> str:
    """Return what a setting must be, where it is not."""
    if name == "rules":
        return "" if value in (PLUGIN, ALL) else f"'{PLUGIN}' or '{ALL}'"
    if name == _TRUST:
        return "" if isinstance(value, bool) else "true or false"
    if name == "configureRules":
        return "" if isinstance(value, dict) and all(isinstance(key, str) for key in value) else "a mapping"
    return "" if isinstance(value, list) and all(isinstance(item, str) for item in value) else "a list of rule IDs"
