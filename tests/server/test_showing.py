"""How a finding is marked, and what is shown of its rule."""

from __future__ import annotations

import pytest
from sessions import PORTAL

from cfn_upc_rules._command.pages import page_of
from cfn_upc_rules._server._diagnostics import diagnostics
from cfn_upc_rules._server._documents import Snapshot
from cfn_upc_rules._server.configuration import FolderConfiguration
from cfn_upc_rules._server.hovering import hover_text
from cfn_upc_rules._server.linting import DocumentBase, Linter
from cfn_upc_rules._server.settings import Settings

_LINTER = Linter(FolderConfiguration(None, Settings()), plugin_only=True)
_TEMPLATE = PORTAL.replace("!GetAtt Pool.Arn", "!Ref Pool") + "      {}\n"


def marked(text: str) -> list[str]:
    """Return the texts that are marked."""
    linted = _LINTER.lint("/nowhere/a.yaml", text, DocumentBase("/nowhere/a.yaml"))
    lines = text.splitlines()
    found = []
    for one in diagnostics(Snapshot("file:///nowhere/a.yaml", text, 1), linted):
        assert one.range.start.line == one.range.end.line
        found.append(lines[one.range.start.line][one.range.start.character : one.range.end.character])
    return found


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("ClientName: büro  # ours", "ClientName: büro"),
        ("ClientName: 'büro' ", "ClientName: 'büro'"),
        ("AnalyticsConfiguration: {UserDataShared: true}", "AnalyticsConfiguration: {UserDataShared: true}"),
        # A block is not marked as a whole.
        ("ClientName:\n        büro", "ClientName"),
        ("AnalyticsConfiguration:\n        UserDataShared: true", "AnalyticsConfiguration"),
    ],
)
def test_a_finding_is_marked_over_its_value(written: str, expected: str) -> None:
    """Where that stands in the key's line."""
    assert marked(_TEMPLATE.format(written)) == [expected]


def test_a_reference_is_marked_with_its_key() -> None:
    assert marked(_TEMPLATE.format("").replace("!Ref Pool", "!GetAtt Pool.Arn")) == ["UserPoolId: !GetAtt Pool.Arn"]


def test_an_output_with_the_name_of_a_resource_is_not_that_resource() -> None:
    """The other resource that a message names is told beside the finding."""
    linted = _LINTER.lint("/nowhere/a.yaml", PORTAL, DocumentBase("/nowhere/a.yaml"))
    document = Snapshot("file:///nowhere/a.yaml", PORTAL, 1)
    for section, names in (("Resources", []), ("Outputs", ["'Pool' is defined here"])):
        object.__setattr__(linted.matches[0], "path", [section, "Pool", "Value"])
        related = diagnostics(document, linted)[0].related_information or []
        assert [one.message for one in related if "'Pool'" in one.message] == names


def test_json_is_marked_the_same() -> None:
    client = (
        '"Type": "AWS::Cognito::UserPoolClient", "Properties": {"UserPoolId": {"Ref": "P"},\n"ClientName": "b\u00fcro"}'
    )
    text = f'{{"Resources": {{"P": {{"Type": "AWS::Cognito::UserPool"}}, "Portal": {{{client}}}}}}}'
    assert marked(text)[0].startswith('"ClientName"')


def test_a_page_is_shown_without_its_head() -> None:
    shown = hover_text(page_of("E9610") or "")
    assert "Severity" not in shown
    assert shown.startswith("### E9610: User Pool Client is not connected to a User Pool\n\nUserPoolId must ")
    assert "in every scenario, and be the ID of a User Pool.\n\n#### What it catches\n" in shown


def test_a_page_is_shown_small_and_without_dead_links() -> None:
    """But code as it is: `#` begins a comment there."""
    code = "```yaml\n# [x](y)\nA: b\n```\n"
    page = f"# E9610: a\n\nSee [pages](../a.md), [AWS](https://aws.amazon.com/).\n\n{code}\n## Options\n\n- a\n\n## Z\n"
    shown = f"### E9610: a\n\nSee pages, [AWS](https://aws.amazon.com/).\n\n{code}\n#### Options\n\n- a\n\n#### Z\n"
    assert hover_text(page) == shown
