"""What a style sheet styles."""

from __future__ import annotations

import pytest

from cfn_upc_rules._cognito.css import UNKNOWN_PIECE, styled


@pytest.mark.parametrize(
    ("css", "names"),
    [
        ("", []),
        ("no css at all", []),
        (".a {color: red} .b, div.c:hover > .a {x: .5em}", [".a", ".b", ".c"]),
        ("/* .a { */ .b {} /* .c {", [".b"]),
        ("@media (min-width: 1.5em) {.a {x: y}}", [".a"]),
        ("@import 'x.css'; .a{background: url(b.c{d) ; content: '.e{'}", [".a"]),
        (".a:not(.b) {}\n.-a {}\n._b {}", [".a", ".-a", "._b"]),
        (".a{", [".a"]),
        ("}.a{}}{", [".a"]),
        ("body { display: grid } .a, a:hover {}", ["body", ".a", "a"]),
        ("@keyframes k { from {a: b} 50% {} to {} } .z {}", [".z"]),
        ("@font-face { src: url(x) } @supports (display: grid) { .g {} }", [".g"]),
        ("@media\n  print { .a {} }", [".a"]),
        ("@media print { @media print { .a {} } } .b {}", [".a", ".b"]),
        (f"{UNKNOWN_PIECE} .a {{}} .b {{background: url({UNKNOWN_PIECE})}}", [".b"]),
        (f".a-{UNKNOWN_PIECE}, .b {{}}", [".b"]),
        ("* {} #id {} [x] {}", []),
    ],
)
def test_what_is_styled(css: str, names: list[str]) -> None:
    assert styled(css) == names
