"""Kinds of mutations: each changes a template at a place by chance."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, Final

from fuzzing.templates import Raw, any_template, at, paths, put, put_key, section

from cfn_upc_rules._cognito.slots import SLOTS
from cfn_upc_rules.rules import rules

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from fuzzing.templates import Path_, Template

_ODD_TEXTS: Final = (
    *("", " ", "x", "true", "1", "-1", "1e999", "9" * 5000, "nan", "{{resolve:ssm:/a}}", "{{resolve:", "${", "${A}"),
    *("${!A}", "<%", "%>", "a.b.c", "[", "(?P<", "*", "\\", "%s", "{0}", "A" * 300, "ä…", "AWS::NoValue", "__class__"),
    *("https://[", "https://[::1", "http://localhost:99999", "https://a:b:c", "//", "https://ex ample.com/ä", "app://"),
    *("arn:aws:cognito-idp:eu-west-1:1:userpool/x", "cognito-idp.eu-west-1.amazonaws.com/", "10.0.0.0/99", "::/0"),
    *("WebClient", "AppPool", "ALL", "COGNITO", "openid", ".css {", "/*", "\u2028", "\x1b[31m", "\ud800", "a\udfffb"),
)
_ODD_NUMBERS: Final = (0, 1, -1, 3, 3600, 10**9, 10**20, 0.5, -0.0, 1e308)
_FUNCTIONS: Final = (
    *("Ref", "Condition", "Fn::GetAtt", "Fn::Sub", "Fn::Join", "Fn::Select", "Fn::Split", "Fn::If", "Fn::FindInMap"),
    *("Fn::ImportValue", "Fn::Transform", "Fn::Cidr", "Fn::Base64", "Fn::Length", "Fn::ToJsonString", "Fn::GetAZs"),
    *("Fn::Equals", "Fn::And", "Fn::Or", "Fn::Not", "Fn::ForEach::Loop", "Fn::ValueOf", "Fn::RefAll", "Fn::"),
)
_ODD_KEYS: Final = (
    *("", " ", "1", "a b", "Ev(", "[", "*", "\\", "(?P<", "${A}", "{0}", "%s", "ä", "A" * 300, "a.b", "__class__"),
    *("\ud800", "\x1b[31m", "Type", "Properties", "Resources", "AWS::NoValue", "<<", *_FUNCTIONS),
)
# What only YAML can write.
_ONLY_YAML: Final = tuple(
    map(
        Raw,
        (
            *(".inf", "-.inf", ".nan", f"0x{'f' * 5000}", f"-0x{'f' * 5000}", "0b101", "0o17", "1_000", "12:30:45"),
            *("2020-01-01", "2020-01-01T00:00:00Z", "~", "yes", "1e999", "!!binary aGFsbG8=", "!!set {a, b}"),
            *("!!omap [a: 1, b: 2]", "!!pairs [a: 1, a: 2]", "!!timestamp 2020-01-01", "!!float 1", "!!int '7'"),
            *(
                "!!null ''",
                "!!bool 'no'",
                "{2020-01-01: 1}",
                "{1: a, b: c}",
                "{.inf: 1, x: 2}",
                "{~: 1}",
                "{yes: 1, a: 2}",
            ),
            *(
                "{[a, b]: c}",
                "{{a: b}: c}",
                "{1.5: {2: {3: 4}}}",
                "!Ref {2020-01-01: 1}",
                "!Sub 1.5",
                "!Sub [1.5, {1: 2}]",
            ),
            *(
                "!GetAtt [a, .inf]",
                "!GetAtt 1.5",
                "!Select [.inf, [a]]",
                "!Select [.nan, [a]]",
                "!Join [.inf, [2020-01-01]]",
            ),
            *("!If [2020-01-01, a, b]", "!If [1, 2, 3]", "!FindInMap [1, 2.5, 2020-01-01]", "!Split [.inf, a]"),
            *("!Equals [.nan, .inf]", "!Ref 2020-01-01", "!ImportValue .inf", "!Base64 .nan", "!Unknown x"),
            *('"\\ud800"', '{"\\ud800": "\\udfff"}', '"\\e[31m"', '"\\0"', "!!str 2020-01-01", "<<", "="),
        ),
    )
)
_ONLY_YAML_KEYS: Final = tuple(
    map(Raw, ("2020-01-01", "1", "1.5", ".inf", ".nan", "~", "yes", "0x10", '"\\ud800"', f"0x{'f' * 5000}", "[a, b]"))
)
_RECURSIVE: Final = tuple(
    map(
        Raw,
        (
            "&a [*a]",
            "&a {k: *a}",
            "&a {Fn::If: [C, *a, *a]}",
            "&a {Ref: *a}",
            "&a [x, {y: *a}]",
            "&a {Fn::Sub: [x, *a]}",
        ),
    )
)
_DEPTHS: Final = (30, 100, 150, 200, 300, 1000)
_LEVELS: Final = (
    ("[", "]"),
    ("{k: ", "}"),
    ("{Fn::If: [Deep, ", ", x]}"),
    ("{Fn::If: [Deep, x, ", "]}"),
    ('{Fn::Join: ["", [', "]]}"),
    ("{Fn::Select: [0, [", "]]}"),
    ("{Fn::Sub: ['${A}', {A: ", "}]}"),
    ("{Fn::Not: [", "]}"),
    ("{<<: ", "}"),
    ("{Ref: ", "}"),
)
_LONG_TEXTS: Final = (
    "(",
    "[",
    "{",
    "{{",
    "${",
    "/*",
    ".a{b:c}",
    "a",
    "a.",
    "https://",
    "-",
    "\\",
    "@media{",
    '"',
    " ",
    "1",
)
_PATTERNS: Final = ("(", "a{1,2000}{1,2000}", "(a+)+$", "(?x)a", "a{99999999999999999999}", "[A-Z]*", "(?P<n>a)(?P=n)")
_MANY: Final = (300, 1000, 3000, 10_000)
# cfn-lint's own time for a mapping grows with the square of its keys.
_MANY_KEYS: Final = 600
# How many conditional pieces: each doubles the scenarios.
_PIECES: Final = (2, 3, 5, 8, 12, 16, 30)


def _place(rng: Random, template: Template) -> Path_:
    found = paths(template)
    # Most of what is judged stands below a resource's properties.
    below = [path for path in found if len(path) > 3 and path[0] == "Resources" and path[2] == "Properties"]  # noqa: PLR2004
    return rng.choice(below if below and rng.random() < 0.7 else found or [("Resources",)])  # noqa: PLR2004


def _names(template: Template) -> list[Any]:
    return [name for part in ("Resources", "Parameters") for name in section(template, part)] or ["WebClient"]


def _value(rng: Random, template: Template, depth: int = 0) -> Any:  # noqa: PLR0911 - one return for each kind of value
    """Return any value that JSON can hold."""
    what = rng.randrange(9 if depth < 3 else 4)  # noqa: PLR2004
    if what == 0:
        return rng.choice((None, True, False, [], {}))
    if what == 1:
        return rng.choice(_ODD_NUMBERS)
    if what == 2:  # noqa: PLR2004
        return rng.choice(_ODD_TEXTS)
    if what == 3:  # noqa: PLR2004
        name = rng.choice(_names(template))
        attribute = rng.choice(("Arn", "ProviderName", "ClientSecret", "UserPoolId", "ClientId", "Name", "a.b", ""))
        forms: list[Any] = [{"Ref": name}, {"Fn::GetAtt": [name, attribute]}, {"Fn::Sub": f"a${{{name}}}b"}, name]
        forms += [
            {"Fn::GetAtt": f"{name}.{attribute}"},
            {"Ref": "AWS::NoValue"},
            {"Ref": "AWS::Region"},
            {"Ref": "Nowhere"},
        ]
        return rng.choice(forms)
    if what in (4, 5):
        inner = [_value(rng, template, depth + 1) for _ in range(rng.randrange(4))]
        return {rng.choice(_FUNCTIONS): rng.choice((inner, inner[0] if inner else None))}
    if what == 6:  # noqa: PLR2004
        return [_value(rng, template, depth + 1) for _ in range(rng.randrange(4))]
    if what == 7:  # noqa: PLR2004
        return {rng.choice(_ODD_KEYS): _value(rng, template, depth + 1) for _ in range(rng.randrange(4))}
    found = paths(template)
    return deepcopy(at(template, rng.choice(found))) if found else None


def any_value(rng: Random, template: Template) -> None:
    """Any value at any place."""
    put(template, _place(rng, template), _value(rng, template))


def any_key(rng: Random, template: Template) -> None:
    """Any key at any place, half the time with what refers to it."""
    named = [path for path in paths(template) if isinstance(path[-1], str)]
    if named:
        path = rng.choice(named)
        key = rng.choice((*_ODD_KEYS, *_names(template)))
        put_key(template, path, key)
        if rng.random() < 0.5:  # noqa: PLR2004
            _replace(template, path[-1], key)


def _replace(value: Any, old: Any, new: Any) -> None:
    for key, item in list(value.items() if isinstance(value, dict) else enumerate(value)):
        if isinstance(item, (dict, list)):
            _replace(item, old, new)
        elif item == old and type(item) is type(old):
            value[key] = new


def removed(rng: Random, template: Template) -> None:
    """Nothing where something stood."""
    path = _place(rng, template)
    if len(path) > 1:
        del at(template, path[:-1])[path[-1]]


def part_of_another(rng: Random, template: Template) -> None:
    """A part of another template: under the same key, a resource, or anywhere."""
    other = any_template(rng)
    how = rng.randrange(3)
    if how == 0:
        name, body = rng.choice(list(section(other, "Resources").items()) or [("X", {})])
        section(template, "Resources")[name] = body
        return
    path = _place(rng, template)
    found = [place for place in paths(other) if how == 2 or place[-1] == path[-1]]  # noqa: PLR2004
    if found:
        put(template, path, at(other, rng.choice(found)))


def another_type(rng: Random, template: Template) -> None:
    """Another type that rules judge."""
    types = sorted({name for rule in rules().values() for name in rule.types} | {slot.type for slot in SLOTS})
    bodies = [body for body in section(template, "Resources").values() if isinstance(body, dict)]
    if bodies:
        rng.choice(bodies)["Type"] = rng.choice(types)


def only_yaml(rng: Random, template: Template) -> None:
    """A value that only YAML can write: dates, infinities, hexadecimal, sets, binary."""
    put(template, _place(rng, template), rng.choice(_ONLY_YAML))


def only_yaml_key(rng: Random, template: Template) -> None:
    """A key that is no text."""
    places = [path for path in paths(template) if isinstance(at(template, path[:-1]), dict)]
    if places:
        put_key(template, rng.choice(places), rng.choice(_ONLY_YAML_KEYS))


def recursive(rng: Random, template: Template) -> None:
    """An anchor that holds itself."""
    put(template, _place(rng, template), rng.choice(_RECURSIVE))


def deep(rng: Random, template: Template) -> None:
    """Up to a thousand levels."""
    opening, closing = rng.choice(_LEVELS)
    depth = rng.choice(_DEPTHS)
    inner = rng.choice(("x", "{Ref: X}", "[]", "{k: x}"))
    put(template, _place(rng, template), Raw(opening * depth + inner + closing * depth))
    _condition(template, "Deep")


def long(rng: Random, template: Template) -> None:
    """Up to ten thousand items or keys, or a hundred thousand letters."""
    path = _place(rng, template)
    value = at(template, path)
    many = rng.choice(_MANY)
    if isinstance(value, list) and value:
        value[:] = [_other(value[number % len(value)], number) for number in range(many)]
    elif isinstance(value, dict) and value:
        items = list(value.items())
        value.update(
            (f"{key}{number}", deepcopy(item))
            for number in range(min(many, _MANY_KEYS) // len(items))
            for key, item in items
        )
    else:
        start = value if isinstance(value, str) else ""
        piece = rng.choice(_LONG_TEXTS)
        put(template, path, start + piece * (10 * many // len(piece)))


def _other(item: Any, number: int) -> Any:
    return f"{item}{number}" if isinstance(item, str) else deepcopy(item)


def conditional(rng: Random, template: Template) -> None:
    """`Fn::If` around parts of a resource, or pieces of one value, each under a condition of its own."""
    count = rng.choice(_PIECES)
    for number in range(count):
        _condition(template, f"Fuzz{number}")
    path = _place(rng, template)
    value = at(template, path)
    pieces = [_either(rng, number, value) for number in range(count)]
    if isinstance(value, list):
        value += pieces if not value else [_either(rng, number, value[0]) for number in range(count)]
    elif isinstance(value, dict) and len(path) > 1:
        inner = [place for place in paths(value) if not any(str(key).startswith("Fn::") for key in place)]
        for number, place in enumerate(sorted(rng.sample(inner, min(count, len(inner))), key=len, reverse=True)):
            put(value, place, _either(rng, number, at(value, place)))
    elif rng.random() < 0.5:  # noqa: PLR2004
        put(template, path, {"Fn::Join": ["", pieces]})
    else:
        names = {f"V{number}": piece for number, piece in enumerate(pieces)}
        put(template, path, {"Fn::Sub": ["".join(f"${{{name}}}" for name in names), names]})


def _either(rng: Random, number: int, value: Any) -> Any:
    others = ({"Ref": "AWS::NoValue"}, f"x{number}", deepcopy(value), None)
    return {"Fn::If": [f"Fuzz{number}", deepcopy(value), rng.choice(others)]}


def _condition(template: Template, name: str) -> None:
    section(template, "Parameters")[f"Is{name}"] = {"Type": "String"}
    section(template, "Conditions")[name] = {"Fn::Equals": [{"Ref": f"Is{name}"}, "yes"]}


def merged(rng: Random, template: Template) -> None:
    """A merge key, of one level or many."""
    mappings = [path for path in paths(template) if isinstance(at(template, path), dict)]
    if mappings:
        path = rng.choice([("Resources",), *mappings])
        of = at(template, path)
        if isinstance(of, dict):
            items = list(of.items())
            below = dict(items[: rng.randrange(len(items) + 1)])
            for _ in range(rng.choice((0, 0, 1, 2, 25, 90))):
                below = {Raw("<<"): rng.choice((below, [below]))}
            of[Raw("<<")] = rng.choice((below, [below, {}], rng.choice(_RECURSIVE), None))


def of_a_section(rng: Random, template: Template) -> None:
    """Transforms, Globals, Rules, and options in Metadata."""
    what = rng.randrange(4)
    if what == 0:
        known: tuple[Any, ...] = (
            "AWS::Serverless-2016-10-31",
            "AWS::LanguageExtensions",
            "AWS::Include",
            "Mine",
            1,
            None,
            [],
            {"Name": "Mine"},
        )
        template["Transform"] = rng.choice((rng.choice(known), [rng.choice(known), rng.choice(known)]))
    elif what == 1:
        kind = rng.choice(("Function", "Api", "HttpApi", "x"))
        template["Globals"] = rng.choice(({kind: _value(rng, template)}, _value(rng, template)))
        template["Transform"] = "AWS::Serverless-2016-10-31"
    elif what == 2:  # noqa: PLR2004
        template["Rules"] = {
            "R": {"Assertions": [{"Assert": _value(rng, template)}], "RuleCondition": _value(rng, template)}
        }
    else:
        of_rules = [(rule.id, name) for rule in rules().values() for name in rule.options] + [("E9610", "no_option")]
        rule, name = rng.choice(sorted(of_rules))
        value = rng.choice((_value(rng, template), rng.choice(_ONLY_YAML), rng.choice(_PATTERNS)))
        template["Metadata"] = {"cfn-lint": {"config": {"configure_rules": {rule: {name: value}}}}}


def loop(rng: Random, template: Template) -> None:
    """`Fn::ForEach` around a resource."""
    resources = section(template, "Resources")
    if resources:
        name = rng.choice(list(resources))
        items = rng.choice(([name], ["A", "B"], {"Ref": "Items"}, [{"Ref": "Items"}], _value(rng, template)))
        body = {rng.choice((f"{name}${{Item}}", f"{name}&{{Item}}", "${Item}", name)): resources.pop(name)}
        resources["Fn::ForEach::Loop"] = ["Item", items, body]
        template["Transform"] = "AWS::LanguageExtensions"
        section(template, "Parameters")["Items"] = {"Type": "CommaDelimitedList", "Default": "A,B"}


# With how often each is taken.
KINDS: Final[dict[str, tuple[Callable[[Random, Template], None], int]]] = {
    "any value": (any_value, 20),
    "any key": (any_key, 10),
    "removed": (removed, 6),
    "part of another template": (part_of_another, 8),
    "another type": (another_type, 5),
    "only in YAML": (only_yaml, 14),
    "key that is no text": (only_yaml_key, 8),
    "recursive": (recursive, 4),
    "deep": (deep, 6),
    "long": (long, 2),
    "conditional": (conditional, 8),
    "merge key": (merged, 4),
    "sections": (of_a_section, 6),
    "loop": (loop, 3),
}


def mutate(rng: Random, template: Template) -> list[str]:
    """Change a template in one to three ways; return the kinds."""
    weights = [weight for _, weight in KINDS.values()]
    kinds = rng.choices(list(KINDS), weights, k=rng.choice((1, 1, 2, 3)))
    for kind in kinds:
        KINDS[kind][0](rng, template)
    return kinds
