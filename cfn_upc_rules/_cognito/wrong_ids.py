"""What is known to stand in the place of a client's ID, a pool's ID or a pool's provider name without being one.

Each function says in words what it is, and "" where it is one or can't be told.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cfn_upc_rules._cognito.slots import is_of_cognito
from cfn_upc_rules._cognito.types import CLIENT, POOL, STORES
from cfn_upc_rules._template.values import Reference, Text, references

if TYPE_CHECKING:
    from cfn_upc_rules._cognito.slots import Pair
    from cfn_upc_rules._template.nodes import Node
    from cfn_upc_rules._template.stack import Stack

_NO_CLIENT_IDS: Final = ("ClientSecret", "Name")

_POOL_ID: Final = r"(?a)[\w-]+_[0-9a-zA-Z]+"
_NO_POOL_ID: Final = r"(?a)[^\w-]"
_LONGEST: Final = 55
# What the provider schema knows of a pool, and the pieces of these. Of anything else cfn-lint's E1010 speaks.
_NO_POOL_IDS: Final = ("Arn", "ProviderName", "ProviderURL", "partition", "region", "account", "host")

_START: Final = "cognito-idp."
# The DNS suffixes of all partitions: amazonaws.com, amazonaws.com.cn, amazonaws.eu, and those of the isolated ones.
_SUFFIXES: Final = r"amazonaws\.(?:com(?:\.cn)?|eu)|c2s\.ic\.gov|sc2s\.sgov\.gov|csp\.hci\.ic\.gov|cloud\.adc-e\.uk"
_PROVIDER_NAME: Final = rf"(?a)cognito-idp\.[a-z0-9-]+\.(?:{_SUFFIXES})/[\w-]+_[0-9a-zA-Z]+"


def wrong_client_id(stack: Stack, pair: Pair) -> str:
    """Return what stands in a slot for a client's ID: a resource, or an attribute of the client."""
    for reference in references(pair.client.value):
        target = stack.resources.get(reference.target)
        if target is not None and target.type == CLIENT and reference.attribute in _NO_CLIENT_IDS:
            return f"the {reference.attribute} of '{target.name}'"
        if target is not None and target.type == POOL:
            return str(target)
    target = pair.client.target
    if target is None or target.type == CLIENT or pair.client.opaque or pair.slot.takes_audience:
        return ""
    # An OpenID Connect provider can be anybody, and so can be its clients.
    return "" if pair.slot.is_shared and not is_of_cognito(stack, pair.pool) else str(target)


def wrong_client_variable(value: Node) -> str:
    """Return what a variable that should hold a client's ID holds."""
    target = value.target
    if target is None or value.opaque or target.type in STORES:  # a store's name may be looked up at run time
        return ""
    if target.type != CLIENT:
        return f"holds {target}" if value.attribute == "" else f"holds the {value.attribute} of {target}"
    is_wrong = value.attribute in _NO_CLIENT_IDS
    return f"holds the {value.attribute} of '{target.name}', not its ID" if is_wrong else ""


def wrong_pool_id(link: Node) -> str:
    """Return what is wrong with a client's `UserPoolId`."""
    if link.empty:
        return "has no UserPoolId" if link.absent else "has an empty UserPoolId"
    if link.text is not None:
        fits = re.fullmatch(_POOL_ID, link.text) and len(link.text) <= _LONGEST
        return "" if fits else f"has the UserPoolId '{link.text}', which is no pool ID"
    if isinstance(link.value, Text):
        return "has a UserPoolId with characters that no pool ID has" if _is_no_pool_id(link.value) else ""
    target = link.target
    if target is None or link.opaque:
        return ""
    if target.type == POOL:
        return f"takes the {link.attribute} of {target}, not its ID" if link.attribute in _NO_POOL_IDS else ""
    return f"is connected to {target}, which is no pool"


def _is_no_pool_id(text: Text) -> bool:
    """Return whether a piece of a text can't stand in a pool's ID."""
    return any(
        re.search(_NO_POOL_ID, part)
        if isinstance(part, str)
        else isinstance(part, Reference) and part.attribute in ("Arn", "ProviderName", "ProviderURL", "host")
        for part in text.parts
    )


def wrong_provider_name(stack: Stack, name: Node) -> str:
    """Return what an identity pool's `ProviderName` is."""
    if name.text is not None:
        return "" if re.fullmatch(_PROVIDER_NAME, name.text) else f"'{name.text}'"
    if isinstance(name.value, Text):
        return _wrong_text(stack, name.value)
    if name.target is None or name.opaque:
        return ""
    if name.target.type != POOL:
        return str(name.target)
    if name.attribute == "ProviderName":
        return ""
    return f"the {name.attribute or 'ID'} of {name.target}"


def _wrong_text(stack: Stack, text: Text) -> str:
    """Return what is wrong with a text that is partly known: its beginning, or the form of the pool at its end."""
    start, end = text.start, text.parts[-1]
    if not (start.startswith(_START) or _START.startswith(start)):
        return f"a text that begins with '{start}'"
    target = stack.resources.get(end.target) if isinstance(end, Reference) else None
    if isinstance(end, Reference) and target is not None and target.type == POOL and start:
        before = text.parts[-2]
        if end.attribute not in ("", "UserPoolId") or not (isinstance(before, str) and before.endswith("/")):
            return f"a text that ends in the {end.attribute or 'ID'} of {target}, not in /<pool ID>"
    return ""
