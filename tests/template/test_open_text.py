"""A text that is open in an editor is decoded, and searched, as cfn-lint does it."""

from __future__ import annotations

from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from cfnlint.decode import decode_str
from cfnlint.helpers import FUNCTION_FOR_EACH
from cfnlint.template import Template
from proof import forms, templates
from support import FIXTURES, ROOT

from cfn_upc_rules._command.texts import plain_newlines
from cfn_upc_rules._template import open_text
from cfn_upc_rules._template.open_text import decoded
from cfn_upc_rules._template.opened import OpenTemplate

if TYPE_CHECKING:
    from cfnlint.match import Match

_SHARED = ROOT.parent / "shared"
_TEXTS = sorted(
    path
    for folder in (FIXTURES, ROOT / "examples", _SHARED / "corpus" / "templates", _SHARED / "cases")
    for path in folder.rglob("*")
    if path.suffix in (".yaml", ".yml", ".json", ".template")
)
_SEARCHED = ("Ref", "Fn::Sub", "Fn::If", "Fn::FindInMap", "Fn::GetAtt", "Condition", FUNCTION_FOR_EACH)


def as_marked(value: Any) -> Any:
    """Return a decoded value with all that cfn-lint's nodes have."""
    marks = [(mark.line, mark.column) for end in ("start", "end") if (mark := getattr(value, f"{end}_mark", None))]
    kind = (type(value).__name__, marks, getattr(value, "using_merge", False))
    if isinstance(value, dict):
        return (kind, [(as_marked(key), as_marked(item)) for key, item in value.items()])
    if isinstance(value, list):
        return (kind, [as_marked(item) for item in value])
    return (kind, str(value) if isinstance(value, float) else value)  # a number may be none


def same_as_cfn_lint(text: str) -> None:
    """Compare what becomes of a text."""
    template, problems = decoded(text)
    expected, expected_problems = decode_str(text)
    assert as_marked(template) == as_marked(expected)
    assert [_told(problem) for problem in problems] == [_told(problem) for problem in expected_problems]


def _told(problem: Match) -> tuple[int, int, str, str]:
    # Python tells recursion apart by where it ended.
    return problem.linenumber, problem.columnnumber, problem.rule.id, problem.message.removesuffix(" in comparison")


def search_alike(text: str) -> None:
    """Compare what both templates find, before and after the transform."""
    template, again = decode_str(text)[0], decode_str(text)[0]
    if not isinstance(template, dict) or not isinstance(again, dict):
        return
    known = Template("a.yaml", template, ["us-east-1"])
    opened = OpenTemplate("a.yaml", again, ["us-east-1"], _no_base)
    assert opened.transform_pre == known.transform_pre
    assert opened.transform() == known.transform()
    _ = opened.context  # what cfn-lint makes at once
    for name in _SEARCHED:
        for is_with_globals in (True, False):
            of_both = (one.search_deep_keys(name, is_with_globals) for one in (opened, known))
            for one, other in zip_longest(*of_both):
                assert one == other, name


def _no_base(revision: str, *, has_subject: bool) -> None:
    del revision, has_subject


def _read(path: Path) -> str | None:
    try:
        return plain_newlines(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return None


PLAIN = """\
Resources:
  Pool: {Type: "AWS::Cognito::UserPool", Properties: {MfaConfiguration: "OFF"}}
  Portal:
    Type: AWS::Cognito::UserPoolClient
    DependsOn: [Pool]
    Properties:
      UserPoolId: !Ref Pool
      GenerateSecret: false
      AccessTokenValidity: 5
      Names: [!GetAtt Pool.Arn, !GetAtt [Pool, Arn], !Sub ["${A}", {A: !If [IsProd, ~, 1.5]}], !Sub {a: b}]
      123: 2012-10-17
"""


@pytest.mark.parametrize(
    "text",
    [
        PLAIN,
        '{"Resources": {"Pool": {"Type": "AWS::Cognito::UserPool",\t"Deep": [1, true, null]}}}',
        "",
        "just a text",
        "- a list",
        "a: 1\na: 2\n",
        "1: 1\ntrue: 2\n",
        "~: 1\n",
        "? [a, b]\n: 1\n",
        "? {a: b}\n: 1\n",
        "a: &x {b: 1}\nc: *x\n",
        "a: &x 1\n",
        "a: &x {b: 1}\nc: {<<: *x}\n",
        "a: {<<: {b: 1}}\n",
        "a: !!str 5\nb: !!map {}\nc: !!seq [1]\nd: !!binary aGk=\ne: !!set {a, b}\n",
        "a: !!map text\n",
        "!Ref a: b\n",
        "a: !<!Ref> b\nc: ! d\ne: ! {f: g}\n",
        "a: !GetAtt {b: c}\n",
        "a: !Ref\nb: !Sub ''\n",
        "a: 2026-02-30\n",
        "a: =\n",
        "a: 0o17\nb: 0x1F\nc: 1_000\nd: 190:20:30\ne: .inf\nf: -0\n",
        "a: 1\n---\nb: 2\n",
        "a: 1\n...\n",
        "%YAML 1.1\n---\na: 1\n",
        "a: [\n",
        "a: b: c\n",
        '{"a": 1,}',
        '{\t"a": "\\/"}',
        "a: \x00",
        f"a: {'[' * 300}{']' * 300}\n",
        f"a: {'1' * 5000}\n",
        "a: |\n  x\n\n  y\nb: >-\n  z\n",
        "é: '\u2028'\n🎈: a\n",
    ],
    ids=range(35),
)
def test_a_text_is_decoded_as_cfn_lint_does(text: str) -> None:
    """Plain ones, and those that are left to it."""
    same_as_cfn_lint(text)
    search_alike(text)


def test_a_plain_text_is_not_left_to_cfn_lint(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the comparisons here would compare cfn-lint with itself."""
    expected = as_marked(decode_str(PLAIN)[0])
    monkeypatch.setattr(open_text, "decode_str", None)
    assert as_marked(decoded(PLAIN)[0]) == expected


@pytest.mark.second_tier
@pytest.mark.parametrize("path", _TEXTS, ids=lambda path: path.name)
def test_every_text_is_decoded_as_cfn_lint_does(path: Path) -> None:
    """Fixtures, examples, cases, corpus."""
    text = _read(path)
    if text is not None:
        same_as_cfn_lint(text)
        search_alike(text)


@pytest.mark.second_tier
def test_every_form_of_a_fixture_is_decoded_as_cfn_lint_does() -> None:
    """JSON, flow style, other newlines."""
    for _, text, template in templates(FIXTURES):
        for _, written in forms(text, template):
            same_as_cfn_lint(plain_newlines(written))
