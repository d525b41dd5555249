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

# What of a text is not known, in a style sheet.
UNKNOWN_PIECE: Final = "\0"
# At-rules with selectors in them; what stands in others (`@keyframes`, `@font-face`) selects nothing.
_WITH_SELECTORS: Final = ("@media", "@supports", "@layer", "@container")
_CLOSES: Final = {"(": ")", "[": "]", '"': '"', "'": "'"}
_SPECIAL: Final = r"/\*|[{};\"'(\[]"
_CLASS: Final = r"\.(-?[A-Za-z_][\w-]*)"
_ELEMENT: Final = r"\s*([A-Za-z][\w-]*)"


def selectors(css: str) -> list[str]:
    """Return the selectors of a style sheet, in one pass; those with an unknown piece are left out.

    Args:
        css: the style sheet, with `UNKNOWN_PIECE` for whatever is not known.
    """
    found: list[str] = []
    outer: list[bool] = []  # of each open block, whether there are selectors in it
    without = 0  # how many of them have none
    prelude: list[str] = []
    at = 0
    for mark in re.finditer(_SPECIAL, css):
        if mark.start() < at:  # within what was passed over
            continue
        prelude.append(css[at : mark.start()])
        sign, at = mark[0], mark.end()
        if sign in _CLOSES or sign == "/*":
            end = css.find(_CLOSES.get(sign, "*/"), at)
            at = len(css) if end < 0 else end + (1 if sign in _CLOSES else 2)
            continue
        text = "".join(prelude).strip()
        prelude = []
        if sign == "{":
            is_rule = not (without or text.startswith("@"))
            found += [part for part in text.split(",") if UNKNOWN_PIECE not in part] if is_rule else []
            outer.append(re.split(r"\s", text, maxsplit=1)[0].lower() in _WITH_SELECTORS)
            without += not outer[-1]
        elif sign == "}" and outer:
            without -= not outer.pop()
    return found


def styled(css: str) -> list[str]:
    """Return what a style sheet styles, each once, in its order: classes as `.name`, elements of no class as `name`."""
    names: list[str] = []
    for selector in selectors(css):
        classes = re.findall(_CLASS, selector)
        element = re.match(_ELEMENT, selector)
        names += [f".{name}" for name in classes] or ([element[1]] if element else [])
    return list(dict.fromkeys(names))
