from typing import ClassVar

from cfn_upc_rules._cognito.stack import pools
from cfn_upc_rules._cognito.types import POOL
from cfn_upc_rules._cognito.words import refs
from cfn_upc_rules._cognito.wrong_ids import wrong_pool_id
from cfn_upc_rules._rule import SAFE, SCHEMA, UNSAFE, Edit, Findings, Options, UpcRule, View, put, request
from cfn_upc_rules._template.values import Reference


class ClientToPool(UpcRule):
    """UserPoolId must be given in every scenario, and be the ID of a User Pool."""

    id = "E9610"
    shortdesc = "User Pool Client is not connected to a User Pool"
    source_url = request("CreateUserPoolClient", "UserPoolId")
    evidence = SCHEMA
    fixes = (SAFE, UNSAFE)
    options: ClassVar[Options] = {
        "allow_external": {
            "default": True,
            "type": "boolean",
            "description": "`false` demands a User Pool of the same template.",
        },
    }

    def judge(self, subject: View) -> Findings:
        link = subject["UserPoolId"]
        wrong = wrong_pool_id(link)
        if not (wrong or self.config["allow_external"] or (link.target and link.target.type == POOL)):
            wrong = "is not connected to a User Pool of this template (option allow_external is false)"
        if wrong:
            is_named = link.target is not None and link.target.type == POOL
            meant = [link.target] if link.target and is_named else pools(subject.stack)
            written = refs(subject.stack, meant, "the ID of a User Pool")
            edit = Edit((put(link, Reference(meant[0].id)),), is_safe=is_named) if len(meant) == 1 else None
            yield self.found(link, f"{subject} {wrong}", f"Set UserPoolId to {written}", edit=edit)
