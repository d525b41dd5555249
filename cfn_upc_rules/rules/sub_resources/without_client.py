from cfn_upc_rules._cognito.types import BRANDING, CLIENT, TERMS
from cfn_upc_rules._cognito.words import refs
from cfn_upc_rules._rule import REFERENCE, UNSAFE, Findings, UpcRule, View, api, put, unsafe
from cfn_upc_rules._template.values import Reference


class WithoutClient(UpcRule):
    """ManagedLoginBranding and Terms belong to a client: Cognito asks for a ClientId where the schema doesn't."""

    id = "W9666"
    shortdesc = "Managed login branding or terms without a client"
    source_url = api("CreateManagedLoginBranding")
    types = (BRANDING, TERMS)
    evidence = REFERENCE
    fixes = (UNSAFE,)

    def judge(self, subject: View) -> Findings:
        client = subject["ClientId"]
        if client.absent:
            pool = subject["UserPoolId"].target
            of_pool = [] if pool is None else subject.stack.referring(pool, CLIENT)
            instead = f"Set ClientId to {refs(subject.stack, of_pool, 'a client of its pool')}"
            edit = unsafe(put(client, Reference(of_pool[0].id))) if len(of_pool) == 1 else None
            yield self.found(client, f"{subject} has no ClientId, which Cognito requires", instead, edit=edit)
