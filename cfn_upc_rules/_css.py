"""The classes that a UI customization may style, and which ones a style sheet styles.

https://docs.aws.amazon.com/cognito/latest/developerguide/hosted-ui-classic-branding.html
"""

from __future__ import annotations

import re
from typing import Final

ALLOWED_CLASSES: Final = frozenset(
    f"{name}-customizable"
    for name in (
        "background",
        "banner",
        "errorMessage",
        "idpButton",
        "idpDescription",
        "inputField",
        "label",
        "legalText",
        "logo",
        "passwordCheck-notValid",
        "passwordCheck-valid",
        "redirect",
        "socialButton",
        "submitButton",
        "textDescription",
    )
)

_COMMENT = re.compile(r"/\*.*?(\*/|$)", re.DOTALL)
_TEXT = re.compile(r"\"[^\"\n]*\"|'[^'\n]*'|\[[^\]]*\]|\([^)]*\)")
_SELECTOR = re.compile(r"([^{};]*)\{")
_CLASS = re.compile(r"\.(-?[A-Za-z_][\w-]*)")


def styled_classes(css: str) -> list[str]:
    """Return the classes that the selectors of a style sheet name, each once, in its order."""
    bare = _TEXT.sub("", _COMMENT.sub("", css))
    selectors = (found for found in _SELECTOR.findall(bare) if not found.strip().startswith("@"))
    return list(dict.fromkeys(name for selector in selectors for name in _CLASS.findall(selector)))
