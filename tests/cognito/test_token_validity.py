"""How long tokens are valid where a client says 0."""

from __future__ import annotations

import pytest
from cfnlint.template import Template

from cfn_upc_rules._cognito.stack import UserPoolStack
from cfn_upc_rules._cognito.token_validity import ACCESS, ID, REFRESH, Token, validity
from cfn_upc_rules._template.nodes import View
from cfn_upc_rules._template.scenarios import Scenario


@pytest.mark.parametrize(("token", "seconds"), [(ACCESS, 0), (ID, 0), (REFRESH, 30 * 24 * 3600)], ids=str)
def test_zero_is_the_default_of_refresh_tokens_only(token: Token, seconds: int) -> None:
    web = {"Type": "AWS::Cognito::UserPoolClient", "Properties": {token.key: 0}}
    stack = UserPoolStack.of(Template(None, {"Resources": {"Web": web}}, ["us-east-1"]))
    found = validity(View(stack, Scenario({}, []), stack.resources["Web"]), token)
    assert found is not None
    assert found.seconds == seconds
