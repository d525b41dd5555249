"""Decides whether there is anything to do at all, before anything of cfn-lint is loaded."""

from __future__ import annotations

import os

from cfn_upc_rules._command.arguments import named_files
from cfn_upc_rules._command.files import CONFIGURATIONS, had_client, read_bytes, sort_out

# Options that only choose among findings: where there are none, they change nothing. Any value will do.
_CHOOSE = ("-i", "--ignore-checks", "-c", "--include-checks", "-m", "--mandatory-checks")
_CHOOSE_ALONE = (
    *("-e", "--include-experimental"),
    *(f"--non-zero-exit-code={level}" for level in ("informational", "warning", "error", "none")),
)
# Keys of cfn-lint's configuration that do so, too.
_HARMLESS = {
    *(b"append_rules", b"configure_rules", b"ignore_checks", b"include_checks", b"include_experimental"),
    *(b"mandatory_checks", b"non_zero_exit_code"),
}


def nothing_to_do(rest: list[str], base: str | None = None) -> bool:
    """Return whether it is certain that cfn-lint would find, print and do nothing with our rules alone.

    Certain means: all arguments are files, or options that choose among findings; there is at least one
    file; none has to do with Cognito, or had a client. In doubt cfn-lint decides.

    Args:
        rest: cfn-lint's arguments.
        base: the revision that change safety compares with, None for its default.
    """
    files = _all_files(rest)
    if not files or _configured():
        return False
    present, without = sort_out(files)
    if present:
        from cfn_upc_rules._command.template_files import is_template  # noqa: PLC0415 - loads YAML

        if any(map(is_template, present)):
            return False
    return not had_client(without, base)


def _all_files(rest: list[str]) -> list[str]:
    """Return the files behind `--`; none where there is an argument of another kind, or a bad one."""
    if "--" not in rest:
        return []
    end = rest.index("--")
    choosing = waits = False
    for argument in rest[:end]:
        if not argument.startswith("-"):
            if not choosing:
                return []
            waits = False
        elif waits or not (argument in _CHOOSE_ALONE or argument.partition("=")[0] in _CHOOSE):
            return []
        else:
            choosing = waits = argument in _CHOOSE
    found = [named_files(argument) for argument in rest[end + 1 :]]
    return [] if waits or not all(found) else [name for names in found for name in names]


def _configured() -> bool:
    """Return whether cfn-lint's configuration may do more than choose rules and findings, or is not easily read."""
    for folder in (".", os.path.expanduser("~")):
        for name in CONFIGURATIONS:
            text = read_bytes(os.path.join(folder, name)) or b""
            keys = {line.partition(b":")[0] for line in text.splitlines() if line[:1] not in b" \t#-"}
            # W9670's base and W9621's variables decide which files concern our rules.
            if b"W9670" in text or b"W9621" in text or not keys.issubset(_HARMLESS):
                return True
    return False
