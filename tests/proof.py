"""Puts mistakes into templates, mends them, and compares: given back, declined, or different."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml
from cfnlint.config import ConfigMixIn
from cfnlint.decode import decode_str
from cfnlint.runner.template.runner import _run_template
from mistakes import Mistake, mistakes
from support import loaded
from variants import plain

from cfn_upc_rules._command.mending import Step, apart, decoded, edit_of, fixes_of, has_edit
from cfn_upc_rules._command.texts import plain_newlines
from cfn_upc_rules._edits.source import DeclinedError, Source
from cfn_upc_rules._edits.text import edits_of
from cfn_upc_rules._edits.tree import normal
from cfn_upc_rules._template.typed import typed
from cfn_upc_rules._template.unsaved import in_place_of

if TYPE_CHECKING:
    from cfnlint.match import Match


class Verdict(NamedTuple):
    """What came of a mistake.

    Attributes:
        kind: "given back", "declined", "different", or "not found" where no rule speaks of it here.
        reason: why it was declined.
        mistake: the mistake.
        mended: the text that came of it.
    """

    kind: str
    reason: str
    mistake: Mistake
    mended: str = ""


def lint_text(text: str, name: str = "template.yaml") -> list[Match]:
    """Return the plugin's findings of a text."""
    text = plain_newlines(text)
    template, problems = decode_str(text)
    if problems:
        return list(problems)
    with in_place_of(name, text):
        return list(_run_template(name, template, _config(), loaded(core=False)))


@cache
def _config() -> ConfigMixIn:
    return ConfigMixIn(["--include-checks", "I", "-x", "W9670:base=", "--template", "template.yaml"])


def forms(text: str, template: Any) -> Iterator[tuple[str, str]]:
    """Yield a template's text, and the same template written otherwise."""
    yield "as it is", text
    yield "CRLF", plain_newlines(text).replace("\n", "\r\n")
    try:
        yield "JSON", json.dumps(template, indent=2)
        yield "JSON with tabs", json.dumps(template, indent="\t").replace("\n", "\r\n")
        yield "JSON in one line", json.dumps(template)
        yield "long forms", yaml.safe_dump(template, sort_keys=False)
        yield "flow", _in_flow(template)
    except (TypeError, ValueError, yaml.YAMLError):
        return  # what only YAML can write


def _in_flow(template: dict[str, Any]) -> str:
    lines = []
    for name, section in template.items():
        if name == "Resources":
            bodies = (f"  {key}: {typed(body, is_json=False)}\n" for key, body in section.items())
            lines.append(f"Resources:\n{''.join(bodies)}")
        else:
            lines.append(f"{name}: {typed(section, is_json=False)}\n")
    return "".join(lines)


def judged(text: str, template: Any, chosen: Callable[[], bool] = lambda: True) -> Iterator[Verdict]:
    """Yield what comes of each mistake in a text.

    Args:
        text: the text.
        template: what it decodes to.
        chosen: says of a mistake whether it is made at all, for a sample.
    """
    before = lint_text(text)
    if any(match.rule.id.startswith("E000") for match in before):
        return
    known = {match.rule.id for match in before}
    for mistake in mistakes(template, text):
        if known.isdisjoint(mistake.rules) and chosen():  # else nobody could say which one is mended
            yield _judge(text, mistake)


def _judge(text: str, mistake: Mistake) -> Verdict:
    found = lint_text(mistake.text)
    new = [match for match in found if match.rule.id in mistake.rules and has_edit(match, is_unsafe=True)]
    if not new:
        return Verdict("not found", "", mistake)
    fixes = apart(fixes_of(mistake.text, new, is_unsafe=True))
    if not fixes:
        return Verdict("declined", _reason(mistake.text, new[0]), mistake)
    step = Step(mistake.text, found, lint_text)
    if not step.make(fixes):
        return Verdict("declined", next(iter(step.dropped.values())), mistake)
    return Verdict(_compared(text, mistake, step.text), "", mistake, step.text)


def _compared(text: str, mistake: Mistake, mended: str) -> str:
    if mended == text:
        return "given back"
    is_same = mistake.is_addition and normal(decoded(mended)) == normal(decoded(text))
    return "given back" if is_same and _only_added(mistake.text, mended) else "different"


def _only_added(old: str, new: str) -> bool:
    """Return whether all of a text is there, with something between."""
    begin = next((index for index, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    return new.endswith(old[begin:])


def _reason(text: str, match: Match) -> str:
    edit = edit_of(match)
    try:
        edits_of(Source(text), edit) if edit else None
    except DeclinedError as error:
        return str(error)
    return "?"


def templates(*folders: Path) -> Iterator[tuple[Path, str, Any]]:
    """Yield the templates of folders: path, text, and what they decode to."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                try:
                    text = path.read_bytes().decode("utf-8")
                except UnicodeError:
                    continue
                template, problems = decode_str(plain_newlines(text))
                if not problems and isinstance(template, dict):
                    yield path, text, plain(template)
