"""Where a finding is shown: at what exists, and in SAM's Globals where it was written there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from cfnlint.decode import decode
from cfnlint.template import Template

from cfn_upc_rules._cognito.stack import UserPoolStack

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    Timeout: 5
    Environment: {Variables: {A: shared, B: shared}}
Resources:
  Handler:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: .
      Environment: {Variables: {B: own}}
  Other:
    Type: AWS::Serverless::Function
  Web:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      Fn::If: [IsProd, {ClientName: web}, {Ref: AWS::NoValue}]
"""
IN_HANDLER = ("Resources", "Handler", "Properties")
IN_OTHER = ("Resources", "Other", "Properties")
GLOBAL = ("Globals", "Function")
BRANCH = ("Resources", "Web", "Properties", "Fn::If", 1)
VARIABLES = ("Environment", "Variables")


@pytest.fixture
def stack(tmp_path: Path) -> UserPoolStack:
    file = tmp_path / "template.yaml"
    file.write_text(SOURCE, encoding="utf-8")
    decoded: Any = decode(str(file))[0]
    template = Template(str(file), decoded, ["us-east-1"])
    template.transform()
    found = UserPoolStack.of(template)
    assert isinstance(found, UserPoolStack)
    return found


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        # The nearest thing that exists.
        ((*IN_HANDLER, "CodeUri"), (*IN_HANDLER, "CodeUri")),
        ((*IN_HANDLER, "Handler"), IN_HANDLER[:2]),
        (("Resources", "Nowhere", "Properties"), ("Resources",)),
        ((*BRANCH, "ClientName"), (*BRANCH, "ClientName")),
        ((*BRANCH, "GenerateSecret"), BRANCH[:2]),
        # What was written in Globals is shown there; what is missing there, at the function.
        ((*IN_HANDLER, "Timeout"), (*GLOBAL, "Timeout")),
        ((*IN_HANDLER, *VARIABLES, "A"), (*GLOBAL, *VARIABLES, "A")),
        ((*IN_HANDLER, *VARIABLES, "B"), (*IN_HANDLER, *VARIABLES, "B")),
        ((*IN_OTHER, *VARIABLES, "A"), (*GLOBAL, *VARIABLES, "A")),
        ((*IN_OTHER, *VARIABLES, "C"), IN_OTHER[:2]),
    ],
)
def test_where_it_is_shown(stack: UserPoolStack, path: tuple[Any, ...], shown: tuple[Any, ...]) -> None:
    assert stack.locate(path)[0] == shown


def test_an_own_value_is_located_where_it_is_written(stack: UserPoolStack) -> None:
    """The merged mapping keeps the key of Globals, whose line cfn-lint would take."""
    _, location = stack.locate((*IN_HANDLER, *VARIABLES, "B"))
    assert location is not None
    line, column, *_ = location
    assert SOURCE.splitlines()[line][column:].startswith("own")
    assert stack.locate((*IN_HANDLER, "CodeUri"))[1] is None


def test_whose_value_it_is(stack: UserPoolStack) -> None:
    handler = stack.resources["Handler"]
    assert stack.owner((*IN_HANDLER, *VARIABLES, "A"), handler) == "Globals"
    assert stack.owner((*IN_HANDLER, *VARIABLES, "B"), handler) == "Function 'Handler'"
