"""The user attributes of a pool: the standard ones, and those its `Schema` adds, by the names that Cognito gives them.

https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-attributes.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from cfn_upc_rules._cognito.siblings import item_named, made_elsewhere, possible_members, sibling_pool
from cfn_upc_rules._cognito.types import IDENTITY_PROVIDER
from cfn_upc_rules._cognito.words import entry
from cfn_upc_rules._template.values import ABSENT, UNKNOWN, Unknown, mapping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cfn_upc_rules._template.nodes import Node, View
    from cfn_upc_rules._template.values import Value

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

CUSTOM: Final = "custom:"
_FOREIGN: Final = ("dev:", "cognito:")


class Attribute(NamedTuple):
    """An item of a pool's `Schema`.

    Attributes:
        name: the name that Cognito gives it: `email`, `custom:plan`.
        node: the item.
    """

    name: str
    node: Node

    @property
    def is_required(self) -> bool:
        """Whether it is known to be required; Cognito requires standard attributes only."""
        return self.name in STANDARD_ATTRIBUTES and self.node["Required"].on

    @property
    def is_immutable(self) -> bool:
        """Whether it is known never to change: `Mutable` is written, and false whatever the conditions are."""
        mutable = self.node["Mutable"]
        return mutable.boolean is False and "Fn::If" not in mutable.path


def in_schema(pool: View, fits: Callable[[Value], bool] | None = None) -> Iterator[Attribute]:
    """Yield one attribute of a pool's `Schema`; the others are yielded in scenarios of their own.

    Args:
        pool: the pool.
        fits: leaves out the items that don't fit in any scenario.
    """
    for item in pool["Schema"].each(fits):
        name = item["Name"].text
        if name and not item["DeveloperOnlyAttribute"].on:
            yield Attribute(made_of(name), item)


def is_literal(name: Value) -> bool:
    """Return whether an item of a list of attributes is a name that is known."""
    return isinstance(name, str)


def is_unsure(name: Value) -> bool:
    """Return whether an item of a list of attributes may be any name."""
    return name is not ABSENT and not is_literal(name)


def may_be_required(item: Value) -> bool:
    """Return whether an item of a `Schema` may be required."""
    return mapping(item).get("Required", False) is not False


def made_of(name: str) -> str:
    """Return the name of the attribute that Cognito makes of a `Name` in a `Schema`: it knows the standard ones."""
    return name if name in _KNOWN else f"{CUSTOM}{name}"


def defined(pool: View, name: str) -> Attribute | Unknown | None:
    """Return the item of a pool's `Schema` that makes an attribute; None where there is none, UNKNOWN if in doubt."""
    item = item_named(pool["Schema"], "Name", name.removeprefix(CUSTOM))
    if item is None or isinstance(item, Unknown):
        return item
    return Attribute(name, item) if made_of(name.removeprefix(CUSTOM)) == name else None


class Undefined(NamedTuple):
    """What is said of an attribute that a pool lacks; all empty where it has it, or may have it.

    Attributes:
        wrong: what is wrong.
        instead: what to do.
        meant: the attribute that is meant, where only letter case or prefix is wrong; else "".
    """

    wrong: str = ""
    instead: str = ""
    meant: str = ""


def undefined(subject: View, name: str | None) -> Undefined:
    """Say why nothing can be done with an attribute.

    Args:
        subject: the client or identity provider that names it.
        name: the attribute's name, None where it is not known.
    """
    pool = sibling_pool(subject)
    if pool is None or not name or name in _KNOWN or name.startswith(_FOREIGN) or subject.stack.may_gain_resources:
        return Undefined()
    is_custom = name.startswith(CUSTOM)
    found = defined(pool, name)
    if found is UNKNOWN or (is_custom and (found is not None or made_elsewhere(subject, pool))):
        return Undefined()
    wrong = f"'{name}', which {pool} lacks"
    names = list(_names(pool))
    if name.startswith(CUSTOM) and name in names:  # Cognito puts `custom:` in front of that, too
        return Undefined(wrong, f"Write {entry(pool.stack, 'Name', name.removeprefix(CUSTOM))} in its Schema")
    custom = [made_of(text) for text in names if text not in _KNOWN]
    letters = {known.casefold(): known for known in (*custom, *STANDARD_ATTRIBUTES, *READ_ONLY_ATTRIBUTES)}
    forms = (name, f"{CUSTOM}{name}", name.removeprefix(CUSTOM))
    meant = next((letters[form.casefold()] for form in forms if form.casefold() in letters), "")
    if meant:
        return Undefined(wrong, f"Write {meant}", meant)
    return Undefined(wrong, "Add it to its Schema" if is_custom else "Write a standard attribute, or custom:…")


def _names(pool: View) -> Iterator[str]:
    """Yield the names in the Schema that are the same in every scenario."""
    for attribute in pool["Schema"].raw if isinstance(pool["Schema"].raw, list) else ():
        name = attribute.get("Name") if isinstance(attribute, dict) else None
        if isinstance(name, str):
            yield name


# -- what a client's users may write of themselves ---------------------------------------------------

# A mapping onto these asks nothing of a client: Cognito alone fills them in.
NEVER_WRITTEN: Final = READ_ONLY_ATTRIBUTES | {"username"}


def custom_mutable(pool: View) -> list[str]:
    """Return the custom attributes that are known to be mutable, with `custom:`.

    One in the `Schema` that doesn't say so can be set at sign-up alone: https://github.com/aws/aws-cdk/issues/8624
    """
    return [
        f"{CUSTOM}{item['Name'].text}"
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
    mine = possible_members(subject, pool, IDENTITY_PROVIDER)
    names = (name for view in mine for name in view["AttributeMapping"].keys())  # noqa: SIM118 - a node, no mapping
    return [name for name in dict.fromkeys(names) if name not in NEVER_WRITTEN]
