import re
from collections.abc import Iterable
from typing import ClassVar

from cfn_upc_rules._cognito.attributes import STANDARD_ATTRIBUTES, custom_mutable, mapped, required
from cfn_upc_rules._cognito.siblings import may_be_completed, sibling_pool
from cfn_upc_rules._rule import REPORTED, UNSAFE, Findings, Node, Options, UpcRule, View, developer_guide, put, unsafe

_NAMES = [
    *("role", "group", "tenant", "org", "organization", "organisation", "company", "account", "tier", "plan", "type"),
    *("admin", "administrator", "permission", "privilege", "entitlement", "scope", "credit", "member", "membership"),
    *("subscription", "verified", "approved"),
]
_SHOWN = 3


class WritableAuthority(UpcRule):
    """Without WriteAttributes the users of a client may write the pool's custom attributes about themselves."""

    id = "I9686"
    shortdesc = "Users may write custom attributes that say what they are allowed"
    source_url = developer_guide("user-pool-settings-attributes#user-pool-settings-attribute-permissions-and-scopes")
    evidence = REPORTED
    fixes = (UNSAFE,)
    options: ClassVar[Options] = {
        "names": {
            "default": _NAMES,
            "type": "list",
            "itemtype": "string",
            "description": "The words within an attribute's name that say who somebody is.",
        },
    }

    def judge(self, subject: View) -> Findings:
        written = subject["WriteAttributes"]
        pool = sibling_pool(subject) if written.absent else None
        if pool is None or _is_for_machines(subject["AllowedOAuthFlows"]):
            return
        if may_be_completed(subject.stack, subject.resource):
            return
        words = {_singular(str(word).casefold()) for word in self.config["names"]}
        kept = mapped(subject, pool)
        said = [name for name in custom_mutable(pool) if name not in kept and not words.isdisjoint(_words(name))]
        if said:
            belong = [*dict.fromkeys([*required(pool), *kept])]
            without = f"Set WriteAttributes to what they may write, without {'it' if len(said) == 1 else 'them'}"
            must = f" and with {_listed(belong, len(belong))}" if belong else ""
            what = f"{subject} has no WriteAttributes: its users may write {_listed(said, _SHOWN)} about themselves"
            kept_writable = [name for name in custom_mutable(pool) if name not in said]
            names = sorted({*STANDARD_ATTRIBUTES, *belong, *kept_writable})
            yield self.found(written, what, without + must, edit=unsafe(put(written, tuple(names))))


def _is_for_machines(flows: Node) -> bool:
    return flows.opaque or flows.find_text("client_credentials") is not None


def _words(name: str) -> set[str]:
    """Return the words within a name, and itself: `isTenant_admins` has is, tenant, admin, istenant_admin."""
    bare = name.removeprefix("custom:")
    split = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", bare)
    return {_singular(word.casefold()) for word in (*split, bare)}


def _singular(word: str) -> str:
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")


def _listed(names: Iterable[str], most: int) -> str:
    shown = list(names)
    more = len(shown) - most
    return ", ".join(shown[:most]) + (f" and {more} more" if more > 0 else "")
