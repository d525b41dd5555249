"""In what form a value names a user pool: its ID, its ARN, the name or the URL of its provider, its hosted domain."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from cfn_upc_rules._cognito.slots import ARN, DISCOVERY, ID, ISSUER, PROVIDER, pool_of, pools_in
from cfn_upc_rules._cognito.stack import pools
from cfn_upc_rules._cognito.types import CLIENT, CLIENT_IDS, DOMAIN, POOL
from cfn_upc_rules._cognito.words import written
from cfn_upc_rules._template.values import Reference, Text, scalar_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._cognito.slots import Form, Slot
    from cfn_upc_rules._template.nodes import Node, View
    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.stack import Stack
    from cfn_upc_rules._template.values import Value

# What stands for a reference in the spelling of a value; characters that no template has.
_POOL_ID, _POOL_ARN, _POOL_NAME, _CLIENT, _DOMAIN, _PSEUDO, _UNKNOWN = map(chr, range(0xE000, 0xE007))
_OF_POOL: Final = {
    "": _POOL_ID,
    "UserPoolId": _POOL_ID,
    "Arn": _POOL_ARN,
    "ProviderName": _POOL_NAME,
    "ProviderURL": f"https://{_POOL_NAME}",
}
_FORM_OF: Final = {"": ID, "UserPoolId": ID, "Arn": ARN, "ProviderName": PROVIDER, "ProviderURL": ISSUER}
_PSEUDO_PARAMETERS: Final = ("AWS::Region", "AWS::AccountId", "AWS::Partition", "AWS::URLSuffix")

_HOST: Final = r"cognito-idp\.[^/]*"
_PROVIDER: Final = rf"(?:{_HOST}/[^/]+|{_POOL_NAME})"
# The forms of a pool by their spelling; the first that fits. (`re` compiles a pattern when it is first asked.)
_SPELLINGS: Final = (
    (ID, r"(?a)[a-z]{2}(?:-[a-z]+)+-\d+_[0-9a-zA-Z]+"),
    (ARN, r"arn:[^/]*:cognito-idp:[^/]*:userpool/[^/]+"),
    (PROVIDER, _PROVIDER),
    (ISSUER, rf"https://{_PROVIDER}/?"),
    (DISCOVERY, rf"https://{_PROVIDER}/\.well-known/openid-configuration"),
)
# What is no form of a pool, and looks like one: in words.
_MISSPELLINGS: Final = (
    ("the pool's hosted domain", rf".*\.amazoncognito\.com.*|(?:https?://)?{_DOMAIN}(?:[/.].*)?"),
    ("a URL without https://", rf"{_PROVIDER}/\.well-known/.*"),
    ("the address of the pool's keys", rf"https://{_PROVIDER}/\.well-known/jwks\.json"),
    ("a text that begins with the pool's ID", rf"{_POOL_ID}[^\w-].*"),
    ("a text that begins with the pool's ARN", rf"{_POOL_ARN}.+"),
    ("https:// before the pool's ID", rf"https?://{_POOL_ID}.*"),
    ("https:// before the pool's ARN", rf"https?://{_POOL_ARN}.*"),
    ("the pool's ARN behind a slash", rf".*/{_POOL_ARN}.*"),
    ("the pool's provider name behind a path", rf"(?:https?:/)?[^{_UNKNOWN}/]*[^/]/{_POOL_NAME}.*"),
    ("an address with a client's ID", rf"(?:https://)?{_HOST}/{_CLIENT}.*|arn:.*/{_CLIENT}"),
)

_OF_MAPPING: Final = rf"(?:{_HOST}/[^/:]+|{_POOL_NAME}):[^/:]+"
_NO_MAPPING: Final = rf"https?:|arn:|{_POOL_ID}|{_POOL_ARN}|{_CLIENT}"


class Misfit(NamedTuple):
    """What stands where a pool should.

    Attributes:
        slot: the slot.
        node: what stands in it.
        words: what that is.
        pool: the pool that is meant; None where that is not known.
        is_named: whether it is the one that stands there, in whatever form.
        is_refused: whether AWS is known to refuse it.
    """

    slot: Slot
    node: Node
    words: str
    pool: Resource | None
    is_named: bool
    is_refused: bool

    @property
    def value(self) -> Reference | Text | None:
        """What to write; None where that is not known."""
        return None if self.slot.form is None or self.pool is None else self.slot.form.of(self.pool.id)

    def what(self, view: View) -> str:
        """Return what is wrong, as a sentence without its full stop."""
        owner = view.stack.owner(self.node.path, view.resource)
        return f"{self.slot.name} of {owner} is {self.words}"

    def instead(self, view: View) -> str:
        """Return what to write instead, as a sentence without its full stop."""
        if self.value is None:
            return f"Write the {self.slot.form.words if self.slot.form else 'ID'} of the User Pool"
        return f"Write {written(view.stack, self.value)}"


def misfits(view: View) -> Iterator[Misfit]:
    """Yield what is known to stand in a slot that takes a pool, and is none in the form that it takes.

    A shared slot is judged only where its value has to do with Cognito; of what can't be known there is nothing to
    say, and of a literal that the provider schema refuses cfn-lint says it. A client's pool and an identity pool's
    provider name have rules of their own.
    """
    for slot, node in pools_in(view):
        if slot.type != CLIENT and slot.form is not PROVIDER:
            found = _found(view.stack, slot, node)
            if found is not None and found.form is not slot.form:
                refused = _is_refused(slot, spelling_of(view.stack, node.value) or "")
                named = pool_of(view.stack, node) is not None
                yield Misfit(slot, node, found.words, _meant_pool(view, node), named, refused)


def is_of_pool_and_client(stack: Stack, value: Value) -> bool | None:
    """Return whether a text is `<provider name>:<client ID>`; None where that can't be told, or it names no pool."""
    spelling = spelling_of(stack, value)
    if spelling is None or re.fullmatch(_OF_MAPPING, spelling):
        return None if spelling is None else True
    names_pool = any(sign in spelling for sign in (_POOL_ID, _POOL_ARN, _POOL_NAME, _CLIENT, "cognito-idp."))
    known = _UNKNOWN not in spelling or re.match(_NO_MAPPING, spelling)
    return False if names_pool and known else None


class _Found(NamedTuple):
    """What a value is, in words; its form where it is a pool in any form."""

    words: str
    form: Form | None = None


def _found(stack: Stack, slot: Slot, node: Node) -> _Found | None:
    value = node.value
    if isinstance(value, Reference):
        found = _of_reference(stack, value, node)
        is_foreign = found is not None and found.form is None and not _is_cognito(node.target)
        return None if slot.is_shared and is_foreign else found
    spelling = spelling_of(stack, value)
    if spelling is None or (node.text is not None and slot.pattern and not re.search(slot.pattern, node.text)):
        return None
    found = _of_spelling(spelling)
    # What is not known of a text may still be the path that it lacks.
    may_go_on = slot.form is DISCOVERY and spelling.endswith(_UNKNOWN)
    return None if may_go_on and found is not None and found.form is ISSUER else found


def _is_refused(slot: Slot, spelling: str) -> bool:
    """Return whether AWS is known to refuse it: by the slot's answer, or by the pattern where the end is known."""
    if slot.refusal is None:
        return False
    return bool(slot.refusal.answer) or not (spelling.endswith(_UNKNOWN) or re.search(slot.pattern, spelling))


def _meant_pool(view: View, node: Node) -> Resource | None:
    """Return the pool that a value means: the one it names, that of the client or domain it names, or the only one."""
    named = pool_of(view.stack, node)
    if named is None and node.target is not None and node.target.type in (CLIENT, DOMAIN):
        other = view.other(node.target)
        named = None if other is None else pool_of(view.stack, other["UserPoolId"])
    known = pools(view.stack)
    return named or (known[0] if len(known) == 1 and node.text is None else None)


def _of_reference(stack: Stack, value: Reference, node: Node) -> _Found | None:
    target = stack.resources.get(value.target)
    if target is None or node.opaque:
        return None
    if target.type != POOL:
        words = "a client's ID" if target.type == CLIENT and value.attribute in CLIENT_IDS else str(target)
        return _Found(words)
    form = _FORM_OF.get(value.attribute)
    return None if form is None else _Found(f"the pool's {form.words}", form)


def _of_spelling(spelling: str) -> _Found | None:
    for form, pattern in _SPELLINGS:
        if re.fullmatch(pattern, spelling) and not _is_misplaced(spelling):
            return _Found(f"the pool's {form.words}", form)
    for words, pattern in _MISSPELLINGS:
        if re.fullmatch(pattern, spelling):
            return _Found(words)
    return None


def _is_misplaced(spelling: str) -> bool:
    """Return whether the pool's ARN, or a client, stands in the place of the pool's ID."""
    return spelling.endswith((f"/{_POOL_ARN}", f"/{_CLIENT}", f"com/{_POOL_NAME}"))


def _is_cognito(target: Resource | None) -> bool:
    return target is not None and target.type.startswith("AWS::Cognito::")


def spelling_of(stack: Stack, value: Value) -> str | None:
    """Return a text with a character in the place of each reference; None for what is neither."""
    if isinstance(value, Reference):
        return _spelled(stack, value)
    if not isinstance(value, Text):
        return scalar_text(value)
    return "".join(part if isinstance(part, str) else _spelled(stack, part) for part in value.parts)


def _spelled(stack: Stack, part: Reference | None) -> str:
    if part is None:
        return _UNKNOWN
    if part.target in _PSEUDO_PARAMETERS or part.attribute in ("partition", "region", "account"):
        return _PSEUDO
    target = stack.resources.get(part.target)
    kind = "" if target is None else target.type
    if kind == POOL:
        return _OF_POOL.get(part.attribute, _UNKNOWN)
    if kind == CLIENT:
        return _CLIENT if part.attribute in CLIENT_IDS else _UNKNOWN
    return _DOMAIN if kind == DOMAIN and not part.attribute else _UNKNOWN
