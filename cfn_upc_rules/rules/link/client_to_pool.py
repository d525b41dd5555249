import re
from typing import ClassVar

from cfn_upc_rules._cognito.stack import pools
from cfn_upc_rules._cognito.types import POOL
from cfn_upc_rules._cognito.words import refs
from cfn_upc_rules._rule import SAFE, SCHEMA, UNSAFE, Edit, Findings, Node, Options, UpcRule, View, put, request
from cfn_upc_rules._template.values import Reference, Text

_POOL_ID = r"(?a)[\w-]+_[0-9a-zA-Z]+"
_NO_POOL_ID = r"(?a)[^\w-]"
_LONGEST = 55
# What the provider schema knows of a pool, and the pieces of these. Of anything else cfn-lint's E1010 speaks.
_NO_IDS = ("Arn", "ProviderName", "ProviderURL", "partition", "region", "account", "host")


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
        wrong = _wrong(link)
        if not (wrong or self.config["allow_external"] or (link.target and link.target.type == POOL)):
            wrong = "is not connected to a User Pool of this template (option allow_external is false)"
        if wrong:
            is_named = link.target is not None and link.target.type == POOL
            meant = [link.target] if link.target and is_named else pools(subject.stack)
            written = refs(subject.stack, meant, "the ID of a User Pool")
            edit = Edit((put(link, Reference(meant[0].id)),), is_safe=is_named) if len(meant) == 1 else None
            yield self.found(link, f"{subject} {wrong}", f"Set UserPoolId to {written}", edit=edit)


def _wrong(link: Node) -> str:
    """Return what is wrong with a link, "" where nothing is known to be."""
    if link.empty:
        return "has no UserPoolId" if link.absent else "has an empty UserPoolId"
    if link.text is not None:
        fits = re.fullmatch(_POOL_ID, link.text) and len(link.text) <= _LONGEST
        return "" if fits else f"has the UserPoolId '{link.text}', which is no pool ID"
    if isinstance(link.value, Text):
        return "has a UserPoolId with characters that no pool ID has" if _is_no_id(link.value) else ""
    target = link.target
    if target is None or link.opaque:
        return ""
    if target.type == POOL:
        return f"takes the {link.attribute} of {target}, not its ID" if link.attribute in _NO_IDS else ""
    return f"is connected to {target}, which is no pool"


def _is_no_id(text: Text) -> bool:
    """Return whether a piece of a text can't stand in a pool's ID."""
    return any(
        re.search(_NO_POOL_ID, part)
        if isinstance(part, str)
        else isinstance(part, Reference) and part.attribute in ("Arn", "ProviderName", "ProviderURL", "host")
        for part in text.parts
    )
