"""A sub-resource is renamed with every reference to it, or not at all."""

from __future__ import annotations

import pytest
from proof import lint_text

from cfn_upc_rules._command.mending import edit_of, mend

TEMPLATE = """\
Resources:
  Pool:
    Type: AWS::Cognito::UserPool
  WebClient:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      UserPoolId: !Ref Pool
      PreventUserExistenceErrors: ENABLED
  Style: # of the pages
    Type: AWS::Cognito::ManagedLoginBranding
    Properties:
      UserPoolId: !Ref Pool
      ClientId: !Ref WebClient
      UseCognitoProvidedValues: true
  Topic:
    Type: AWS::SNS::Topic
    DependsOn: [Pool, Style]
    Properties:
      TopicName: !Sub "${Style}-${Style.ManagedLoginBrandingId}-${Styles}-${AWS::Region}"
      DisplayName: !GetAtt Style.ManagedLoginBrandingId
  Other:
    Type: AWS::SNS::Topic
    DependsOn: Style
    Properties:
      DisplayName:
        Fn::Sub:
          - "${Style} ${Own}"
          - Own: !Ref Style
Outputs:
  Style:
    Value: !Ref Style
"""


def test_every_reference_follows() -> None:
    done = mend(TEMPLATE, lint_text, is_unsafe=True)
    renamed = TEMPLATE.replace("  Style: #", "  WebClientStyle: #").replace("Style]", "WebClientStyle]")
    for before in ("!Ref ", "!GetAtt ", "${", "DependsOn: "):
        renamed = renamed.replace(f"{before}Style", f"{before}WebClientStyle")
    renamed = renamed.replace("${WebClientStyles}", "${Styles}")
    assert done.text == renamed
    assert "W9604" not in {match.rule.id for match in done.left}
    assert mend(TEMPLATE, lint_text, is_unsafe=False).text == TEMPLATE


@pytest.mark.parametrize("taken", ["  WebClientStyle: {Type: AWS::SNS::Topic}\n", ""])
def test_a_name_that_is_taken(taken: str) -> None:
    parameters = "" if taken else "Parameters: {WebClientStyle: {Type: String}}\n"
    found = lint_text(parameters + TEMPLATE.replace("Outputs:", f"{taken}Outputs:"))
    assert [edit_of(match) for match in found if match.rule.id == "W9604"] == [None]


@pytest.mark.parametrize(
    "user",
    [
        "Metadata: {Note: !Ref Style}\n",
        "Rules: {R: {Assertions: [{Assert: !Equals [!Ref Style, x]}]}}\n",
        "Transform: AWS::Serverless-2016-10-31\nGlobals: {Function: {Environment: {Variables: {A: !Ref Style}}}}\n",
    ],
)
def test_a_name_that_other_sections_use(user: str) -> None:
    found = lint_text(user + TEMPLATE)
    assert [edit_of(match) for match in found if match.rule.id == "W9604"] == [None]


def test_a_variable_with_the_name_stays() -> None:
    text = TEMPLATE.replace('"${Style} ${Own}"', '"${Style} ${Style.Arn} ${Own}"').replace(
        "- Own:", "- Style: x\n            Own:"
    )
    assert '- "${Style} ${WebClientStyle.Arn} ${Own}"' in mend(text, lint_text, is_unsafe=True).text
