import re
from typing import ClassVar

from cfn_upc_rules._cognito.stack import pools
from cfn_upc_rules._cognito.types import POOL
from cfn_upc_rules._rule import SCHEMA, Findings, Node, Options, UpcRule, View, request
from cfn_upc_rules._template.values import Text

_POOL_ID = r"(?a)[\w-]+_[0-9a-zA-Z]+"
_NO_POOL_ID = r"(?a)[^\w-]"
_LONGEST = 55
_ATTRIBUTES_THAT_ARE_NO_ID = ("Arn", "ProviderName", "ProviderURL")


class ClientToPool(UpcRule):
    """UserPoolId must be given in every scenario, and be the ID of a User Pool."""

    id = "E9610"
    shortdesc = "User Pool Client is not connected to a User Pool"
    source_url = request("CreateUserPoolClient", "UserPoolId")
    evidence = SCHEMA
    options: ClassVar[Options] = {
        "allow_external": {
            "default": True,
            "type": "boolean",
            "description": "`false` demands a User Pool of the same template.",
        },
    }

    def judge(self, subject: View) -> Findings:
        link = subject["UserPoolId"]
        wrong = _wrong(link)
        known = " or ".join(f"!Ref {pool.id}" for pool in pools(subject.stack)[:3]) or "the ID of a User Pool"
        if not (wrong or self.config["allow_external"] or (link.target and link.target.type == POOL)):
            wrong = "is not connected to a User Pool of this template (option allow_external is false)"
        if wrong:
            yield self.found(link, f"{subject} {wrong}", f"Set UserPoolId to {known}")


def _wrong(link: Node) -> str:
    """Return what is wrong with a link, "" where nothing is known to be."""
    if link.empty:
        return "has no UserPoolId" if link.absent else "has an empty UserPoolId"
    if link.text is not None:
        fits = re.fullmatch(_POOL_ID, link.text) and len(link.text) <= _LONGEST
        return "" if fits else f"has the UserPoolId '{link.text}', which is no User Pool ID"
    if isinstance(link.value, Text):
        rejected = any(isinstance(part, str) and re.search(_NO_POOL_ID, part) for part in link.value.parts)
        return "has a UserPoolId with characters that no User Pool ID has" if rejected else ""
    if link.target is not None and not link.opaque and link.target.type != POOL:
        return f"is connected to {link.target}, which is no User Pool"
    if link.target is not None and link.attribute in _ATTRIBUTES_THAT_ARE_NO_ID and not link.opaque:
        return f"takes {link.attribute} of {link.target}, which is not its ID"
    return ""
