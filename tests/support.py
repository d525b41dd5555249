"""Runs cfn-lint as its command line does, and reads what fixtures expect."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import cfnlint
import cfnlint.version
from cfnlint.config import ConfigMixIn
from cfnlint.rules import Rules
from cfnlint.runner import Runner
from repositories import beside

from cfn_upc_rules.rules import rules

ROOT = Path(__file__).parent.parent
FIXTURES = ROOT / "tests" / "fixtures"
NEWEST_TESTED = (1, 58)
CFN_LINT = tuple(int(part) for part in cfnlint.version.__version__.split(".")[:2])
# Up to 1.53 cfn-lint runs SAM's translator before the rules, and shows them nothing of a template that it refuses.
TRANSLATES_SAM = CFN_LINT < (1, 54)
RULE_IDS = [rule.id for rule in rules().values()]


class Found(NamedTuple):
    """A finding, as far as tests look at it."""

    line: int
    id: str
    message: str
    column: int
    path: tuple[str | int, ...]


@cache
def loaded(*, core: bool) -> Rules:
    """Return the plugin's rules, with cfn-lint's own or only with those that speak of crashes."""
    found = Rules.create_from_module("cfnlint.rules.errors")
    if core:
        found = of_cfn_lint()
    found.update(Rules.create_from_module("cfn_upc_rules"))
    return found


def of_cfn_lint() -> Rules:
    """Return cfn-lint's own rules."""
    return Rules.create_from_directory(str(Path(cfnlint.__file__).parent / "rules"))


class _Runner(Runner):
    """cfn-lint's runner, without its loading some 330 rules anew for every template."""

    def _get_rules(self) -> None:
        self.rules = Rules()


def lint(
    path: Path,
    *,
    core: bool = False,
    include: tuple[str, ...] = (),
    options: tuple[str, ...] = (),
    base: str | None = "",
) -> list[Found]:
    """Return the findings of a file, sorted.

    A fixture that lies beside its base version (`W9670-a.base.yaml`) is linted in a repository that holds it.

    Args:
        path: the template.
        core: whether cfn-lint's own rules run too.
        include: further IDs to include (`-c`).
        options: further arguments of the command line.
        base: the git revision to compare with; "" for none, None for what the rules take by themselves.
    """
    old = path.with_name(re.sub(r"\.(fail|pass)\.", ".base.", path.name))
    if old != path and old.exists():
        with beside(old, path) as copy:
            return lint(copy, core=core, include=include, options=options, base=None)
    arguments = ["--template", str(path), *options]
    if base is not None:
        arguments += ["-x", f"W9670:base={base}"]
    if include:
        arguments += ["--include-checks", *include]
    return found_by(loaded(core=core), arguments)


def found_by(rules: Rules, arguments: list[str]) -> list[Found]:
    """Return what some rules find, sorted; the arguments are those of cfn-lint's command line."""
    runner = _Runner(ConfigMixIn(arguments))
    runner.rules = rules
    return sorted(
        Found(m.linenumber, m.rule.id, m.message, m.columnnumber, tuple(getattr(m, "path", None) or ()))
        for m in runner.run()
    )


def lint_data(folder: Path, template: Any, name: str = "template.json", **how: Any) -> list[Found]:
    """Return the findings of a template given as data."""
    path = folder / name
    path.write_text(json.dumps(template), encoding="utf-8")
    return lint(path, **how)


def ours(found: list[Found]) -> list[Found]:
    """Return the plugin's own findings (and crashes, which must not be)."""
    return [f for f in found if f.id in RULE_IDS or (f.id == "E0002" and any(i in f.message for i in RULE_IDS))]


class Expected(NamedTuple):
    """What a fixture's marker says: `# expect: E9610:7 "part of the message"`."""

    line: int
    id: str
    column: int | None
    text: str


_MARKER = re.compile(r"#\s*expect:\s*(.*)$")
_ITEM = re.compile(r"([EWI]\d{4})(?::(\d+))?(?:\s+\"([^\"]*)\")?\s*(?:,|$)")


def expected(path: Path) -> list[Expected]:
    """Return what a fixture's markers say, sorted."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        marker = _MARKER.search(line)
        if marker:
            items = list(_ITEM.finditer(marker[1]))
            rest = _ITEM.sub("", marker[1]).strip()
            if rest or not items:
                message = f"{path.name}:{number}: not understood: {rest or line}"
                raise ValueError(message)
            found += [Expected(number, i[1], int(i[2]) if i[2] else None, i[3] or "") for i in items]
    return sorted(found, key=lambda e: (e.line, e.id))


def fixtures(kind: str) -> list[Path]:
    """Return the fixtures of a kind, `fail` or `pass`."""
    return sorted(FIXTURES.glob(f"*.{kind}.*"))


def applications(kind: str) -> list[Path]:
    """Return the fixtures that are folders of templates, of a kind, `fail` or `pass`."""
    return sorted(FIXTURES.glob(f"*.{kind}"))


def templates_in(application: Path) -> list[Path]:
    """Return the templates of an application."""
    return sorted(path for path in application.rglob("*") if path.is_file())


def rule_of(fixture: Path) -> str:
    """Return the rule that a fixture's name begins with ("" for a whole stack)."""
    start = fixture.name[:5]
    return start if re.fullmatch(r"[EWI]9[67]\d\d", start) else ""


def included(fixture: Path) -> tuple[str, ...]:
    """Return what must be switched on for the fixture's rule to speak."""
    rule = rule_of(fixture)
    if fixture.name.startswith("stack-"):
        return ("I96", "I97")
    return (rule,) if rule.startswith("I") else ()
