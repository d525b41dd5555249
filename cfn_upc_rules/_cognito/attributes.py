"""The user attributes of a pool: the standard ones, and those its `Schema` adds.

https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cfn_upc_rules._cognito.siblings import item_named, made_elsewhere, sibling_pool
from cfn_upc_rules._template.values import UNKNOWN

if TYPE_CHECKING:
    from cfn_upc_rules._template.nodes import Node, View

# What users or administrators fill in.
STANDARD_ATTRIBUTES: Final = frozenset(
    (
        "address",
        "birthdate",
        "email",
        "family_name",
        "gender",
        "given_name",
        "locale",
        "middle_name",
        "name",
        "nickname",
        "phone_number",
        "picture",
        "preferred_username",
        "profile",
        "updated_at",
        "website",
        "zoneinfo",
    )
)
# What Cognito alone fills in: clients may read it and never write it.
READ_ONLY_ATTRIBUTES: Final = frozenset(("email_verified", "phone_number_verified", "sub"))
# Cognito keeps it in the schema of pools with identity providers; nobody says what clients may do with it.
_KNOWN: Final = STANDARD_ATTRIBUTES | READ_ONLY_ATTRIBUTES | {"identities"}

_CUSTOM: Final = "custom:"
_FOREIGN: Final = ("dev:", "cognito:")


def undefined(subject: View, item: Node) -> tuple[str, str]:
    """Say why a client can't be allowed an attribute.

    Args:
        subject: the client.
        item: the attribute's name, in `ReadAttributes` or `WriteAttributes`.

    Returns:
        What is wrong and what to write instead; empty where the pool has the attribute, or may have it.
    """
    name = item.text
    pool = sibling_pool(subject)
    if pool is None or not name or name in _KNOWN or name.startswith(_FOREIGN):
        return "", ""
    bare = name.removeprefix(_CUSTOM)
    defined = [item_named(pool["Schema"], "Name", either) for either in {bare, name}]
    if UNKNOWN in defined:
        return "", ""
    if name != bare:
        if defined != [None, None] or made_elsewhere(subject, pool):
            return "", ""
        return f"'{name}', and the Schema of {pool} defines no '{bare}'", f"Add '{bare}' to the Schema"
    if defined == [None]:
        return f"'{name}', which is no attribute of {pool}", "Write a standard one, or custom: and a name"
    return f"'{name}' without the prefix custom:", f"Write {_CUSTOM}{name}"
