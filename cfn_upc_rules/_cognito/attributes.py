"""The user attributes of a pool: the standard ones, and those its `Schema` adds.

https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cfn_upc_rules._cognito.siblings import belongs, candidates, item_named, made_elsewhere, sibling_pool
from cfn_upc_rules._cognito.types import IDENTITY_PROVIDER
from cfn_upc_rules._template.values import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    if pool is None or not name or name in _KNOWN or name.startswith(_FOREIGN) or subject.stack.may_gain_resources:
        return "", ""
    # Cognito puts `custom:` in front of whatever name the Schema has.
    in_schema = name.removeprefix(_CUSTOM)
    is_custom = name != in_schema
    defined = item_named(pool["Schema"], "Name", in_schema)
    if defined is UNKNOWN or (is_custom and (defined is not None or made_elsewhere(subject, pool))):
        return "", ""
    what = f"'{name}', which {pool} lacks"
    meant = _meant(pool, name)
    if meant:
        return what, f"Write {meant}"
    return (
        what,
        f"Add '{in_schema}' to its Schema" if is_custom else "Write a standard attribute, or custom:…",
    )


def _meant(pool: View, name: str) -> str:
    """Return the attribute that a name is but for its letter case and its prefix; "" where there is none."""
    custom = [f"{_CUSTOM}{text}" for text in _names(pool) if text not in STANDARD_ATTRIBUTES]
    letters = {known.casefold(): known for known in (*custom, *STANDARD_ATTRIBUTES, *READ_ONLY_ATTRIBUTES)}
    return letters.get(name.casefold()) or letters.get(f"{_CUSTOM}{name}".casefold(), "")


def _names(pool: View) -> Iterator[str]:
    """Yield the names in the Schema that are the same in every scenario."""
    for attribute in pool["Schema"].raw if isinstance(pool["Schema"].raw, list) else ():
        name = attribute.get("Name") if isinstance(attribute, dict) else None
        if isinstance(name, str):
            yield name


# -- what a client's users may write of themselves ---------------------------------------------------

# A mapping onto these asks nothing of a client: Cognito alone fills them in.
_NEVER_WRITTEN: Final = READ_ONLY_ATTRIBUTES | {"username"}


def custom_mutable(pool: View) -> list[str]:
    """Return the custom attributes that are known to be mutable, with `custom:`.

    One in the `Schema` that doesn't say so can be set at sign-up alone: https://github.com/aws/aws-cdk/issues/8624
    """
    return [
        f"{_CUSTOM}{item['Name'].text}"
        for item in pool["Schema"].matching(lambda value: isinstance(value, dict))
        if item["Name"].text not in (None, *STANDARD_ATTRIBUTES, *READ_ONLY_ATTRIBUTES)
        if item["Mutable"].on and not item["DeveloperOnlyAttribute"].on
    ]


def required(pool: View) -> list[str]:
    """Return the attributes that the `Schema` is known to require."""
    items = pool["Schema"].matching(lambda value: isinstance(value, dict))
    named = (item["Name"].text for item in items if item["Required"].on)
    return [name for name in named if name and name not in READ_ONLY_ATTRIBUTES]


def mapped(subject: View, pool: View) -> list[str]:
    """Return the attributes that the identity providers map, of a pool or of pools that may be it."""
    views = (subject.other(resource) for resource in candidates(subject.stack, pool.resource, IDENTITY_PROVIDER))
    mine = (view for view in views if view is not None and belongs(view, pool) is not False)
    names = (name for view in mine for name in view["AttributeMapping"].keys())  # noqa: SIM118 - a node, no mapping
    return [name for name in dict.fromkeys(names) if name not in _NEVER_WRITTEN]
