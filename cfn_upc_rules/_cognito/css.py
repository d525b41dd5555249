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

# Strings: `re` compiles what is used, so that loading the rules costs less.
_COMMENT = r"(?s)/\*.*?(\*/|$)"
_TEXT = r"\"[^\"\n]*\"|'[^'\n]*'|\[[^\]]*\]|\([^)]*\)"
_SELECTOR = r"([^{};]*)\{"
_CLASS = r"\.(-?[A-Za-z_][\w-]*)"


def styled_classes(css: str) -> list[str]:
    """Return the classes that the selectors of a style sheet name, each once, in its order."""
    bare = re.sub(_TEXT, "", re.sub(_COMMENT, "", css))
    selectors = (found for found in re.findall(_SELECTOR, bare) if not found.strip().startswith("@"))
    return list(dict.fromkeys(name for selector in selectors for name in re.findall(_CLASS, selector)))
