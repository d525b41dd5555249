"""W9653: a resource server that is named by literal may not exist yet when the client is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._rule import REPORTED, Finding, UpcRule
from cfn_upc_rules._scopes import server_of
from cfn_upc_rules._siblings import sibling_pool
from cfn_upc_rules._stack import View

if TYPE_CHECKING:
    from collections.abc import Iterator


class ScopeRace(UpcRule):
    """`AllowedOAuthScopes` names a resource server of the template, and the client does not wait for it."""

    id = "W9653"
    shortdesc = "User Pool Client does not wait for its resource server"
    description = (
        "CloudFormation makes the client and the resource server at the same time unless the client refers "
        "to the server or depends on it"
    )
    source_url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html"
    answer = "Invalid scope requested: …"
    evidence = REPORTED
    about = ("AllowedOAuthScopes",)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look for a reference or dependency of the client to each resource server it names."""
        pool = sibling_pool(subject)
        if pool is None:
            return
        for item in subject["AllowedOAuthScopes"].each():
            scope = item.text or ""
            server = server_of(subject, pool, scope) if "/" in scope else None
            if isinstance(server, View) and not subject.stack.depends_on(subject.of, server.of):
                what = f"{subject} names the scope '{scope}' and does not wait for '{server.id}'"
                name = scope.rpartition("/")[2]
                instead = f'Write !Sub "${{{server.id}}}/{name}"'
                yield self.found(item, f"{what}, which may be made later", instead)
