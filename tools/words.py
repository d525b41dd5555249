"""Write the words by which the command tells, without loading cfn-lint, that a file has to do with Cognito.

They come from the rules' own metadata: the types that they judge, the slots, the variables that they look for.
"""

from __future__ import annotations

from pathlib import Path

from cfn_upc_rules._application.bounds import ASSET, NESTED
from cfn_upc_rules._cognito.authorizers import COGNITO_USER_POOLS
from cfn_upc_rules._cognito.slots import SLOTS
from cfn_upc_rules._cognito.types import ACCEPTED_NAME
from cfn_upc_rules.rules import rules

PATH = Path(__file__).parent.parent / "cfn_upc_rules" / "_command" / "words.py"
_COGNITO = "AWS::Cognito::"
# What most of them have in common: each word of its own is looked for in every file.
_STEMS = ("ognito", "UserPool", "USER_POOL")
# Where a slot is used by others, too, it has to hold a reference to one of Cognito's types, or one of its hosts.
_HOSTS = ("cognito-idp.", "amazoncognito.com")
_TEXT = '''"""Words without any of which a file has nothing to do with Cognito; `make docs` writes them."""

from __future__ import annotations

WORDS = (
{}
)
# The types that stand for a further template, and the keys that may say which file that is in.
NESTED = (
{}
)
NESTED_FILES = (
{}
)
'''


def words() -> list[str]:
    """Return the words, by their stems where they have one; none is a part of another one."""
    found = {ACCEPTED_NAME, COGNITO_USER_POOLS, *_HOSTS}
    found |= {name for rule in rules().values() for name in rule.types if name.startswith(_COGNITO)}
    found |= {slot.type for slot in SLOTS if slot.type.startswith(_COGNITO)}
    for slot in SLOTS:
        if not (slot.is_shared or slot.type.startswith(_COGNITO)):
            named = [key for key in slot.path.replace("[]", "").split(".") if "Cognito" in key or "UserPool" in key]
            found.add(named[-1])
    found = {next((stem for stem in _STEMS if stem in word), word) for word in found}
    return sorted(word for word in found if not any(other != word and other in word for other in found))


def text() -> str:
    """Return the module's text."""
    blocks = (words(), sorted(NESTED), sorted({*NESTED.values(), ASSET}))
    return _TEXT.format(*("\n".join(f'    b"{word}",' for word in block) for block in blocks))
