from cfn_upc_rules._cognito.scopes import server_of
from cfn_upc_rules._cognito.siblings import sibling_pool
from cfn_upc_rules._cognito.words import waiting
from cfn_upc_rules._rule import REPORTED, SAFE, Findings, UpcRule, View, safe, template_reference, wait_for


class ScopeRace(UpcRule):
    """CloudFormation makes the client and the resource server at the same time unless the client refers to the server
    or depends on it.
    """

    id = "W9653"
    shortdesc = "User Pool Client does not wait for its resource server"
    source_url = template_reference("aws-attribute-dependson")
    answer = "Invalid scope requested: …"
    quote = "Invalid scope requested"
    evidence = REPORTED
    fixes = (SAFE,)
    properties = ("AllowedOAuthScopes",)

    def judge(self, subject: View) -> Findings:
        pool = sibling_pool(subject)
        if pool is None:
            return
        for item in subject["AllowedOAuthScopes"].each():
            scope = item.text or ""
            server = server_of(subject, pool, scope) if "/" in scope else None
            if isinstance(server, View) and not subject.stack.depends_on(subject.resource, server.resource):
                what = f"{subject} does not wait for the scope '{scope}'"
                is_free = not subject.stack.depends_on(server.resource, subject.resource)
                edit = safe(wait_for(subject.id, server.id)) if is_free else None
                yield self.found(item, what, waiting(server), edit=edit)
