"""E9610: a client must be connected to a User Pool."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, ClassVar

from cfn_upc_rules._rule import SCHEMA, Finding, UpcRule
from cfn_upc_rules._tables import POOL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View

_POOL_ID = re.compile(r"[\w-]+_[0-9a-zA-Z]+", re.ASCII)
_LONGEST = 55
_ATTRIBUTES_THAT_ARE_NO_ID = ("Arn", "ProviderName", "ProviderURL")


class ClientToPool(UpcRule):
    """The client's `UserPoolId` must be the ID of a User Pool."""

    id = "E9610"
    shortdesc = "User Pool Client is not connected to a User Pool"
    description = "UserPoolId must be given in every scenario, and be the ID of a User Pool"
    source_url = (
        "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/"
        "API_CreateUserPoolClient.html#CognitoUserPools-CreateUserPoolClient-request-UserPoolId"
    )
    evidence = SCHEMA
    options: ClassVar[dict[str, dict[str, Any]]] = {
        "allow_external": {
            "default": True,
            "type": "boolean",
            "description": "`false` demands a User Pool of the same template.",
        },
    }

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look at what `UserPoolId` holds."""
        link = subject["UserPoolId"]
        pools = " or ".join(f"!Ref {pool.id}" for pool in subject.stack.pools[:3]) or "the ID of a User Pool"
        wrong = ""
        if link.empty:
            wrong = "has no UserPoolId" if link.absent else "has an empty UserPoolId"
        elif link.text is not None:
            if not _POOL_ID.fullmatch(link.text) or len(link.text) > _LONGEST:
                wrong = f"has the UserPoolId '{link.text}', which is no User Pool ID"
        elif link.resource is not None and not link.opaque:
            if link.resource.type != POOL:
                wrong = f"is connected to {link.resource}, which is no User Pool"
            elif link.attribute in _ATTRIBUTES_THAT_ARE_NO_ID:
                wrong = f"takes {link.attribute} of {link.resource}, which is not its ID"
        if not (wrong or self.config["allow_external"] or (link.resource and link.resource.type == POOL)):
            wrong = "is not connected to a User Pool of this template (option allow_external is false)"
        if wrong:
            yield self.found(link, f"{subject} {wrong}", f"Set UserPoolId to {pools}")
