"""Mistakes, put into a template by its text: what `--fix` has to give back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import yaml

from cfn_upc_rules._cognito.auth_flows import LEGACY_FLOWS
from cfn_upc_rules._cognito.slots import CLIENT_SLOTS, POOL_SLOTS, Slot
from cfn_upc_rules._cognito.types import (
    CLIENT,
    DOMAIN,
    IDENTITY_POOL,
    IDENTITY_PROVIDER,
    POOL,
    RESOURCE_SERVER,
    RISK_CONFIGURATION,
    UI_CUSTOMIZATION,
)
from cfn_upc_rules._edits.source import DeclinedError, Source, in_brackets
from cfn_upc_rules._template.values import mapping, under

Path = tuple[str | int, ...]
Write = Callable[[str], str]
_LETTER = r"[\"']?"
_WAITED_FOR = {CLIENT: (IDENTITY_PROVIDER, RESOURCE_SERVER), UI_CUSTOMIZATION: (DOMAIN,)}
_POOL_ATTRIBUTES = ("Arn", "ProviderName", "ProviderURL")


class Mistake(NamedTuple):
    """A mistake in a text.

    Attributes:
        kind: what was done.
        rules: the rules of which one has to find it.
        text: the text with the mistake.
        is_addition: whether it is mended by adding something.
    """

    kind: str
    rules: tuple[str, ...]
    text: str
    is_addition: bool = False


class _Site(NamedTuple):
    kind: str
    rules: tuple[str, ...]
    path: Path
    how: str
    write: Write


def mistakes(template: dict[str, Any], text: str) -> Iterator[Mistake]:
    """Yield every mistake that can be put into a template.

    Args:
        template: the template, decoded.
        text: its text.
    """
    source = Source(text)
    for site in _sites(template):
        try:
            steps = source.walk(site.path)
        except DeclinedError:
            continue
        if len(steps) == len(site.path) + 1:
            changed = _HOW[site.how](source, site, steps)
            if changed is not None and changed != text:
                yield Mistake(site.kind, site.rules, changed, site.how == "drop")


# -- where -----------------------------------------------------------------------------------------------------------


def _sites(template: dict[str, Any]) -> Iterator[_Site]:
    resources = mapping(template.get("Resources"))
    for name, body in resources.items():
        if isinstance(body, dict) and isinstance(body.get("Type"), str):
            path = ("Resources", name, "Properties")
            properties = mapping(body.get("Properties"))
            yield from _slots(body["Type"], path, properties, resources)
            yield from _variables(path, properties, resources)
            if body["Type"] in _BY_TYPE:
                yield from _BY_TYPE[body["Type"]](path, properties)
            if _type_of(body.get("DependsOn"), resources) in _WAITED_FOR.get(body["Type"], ()):
                yield _Site("dependency dropped", ("W9651", "W9653", "W9667"), (*path[:-1], "DependsOn"), "drop", str)


def _slots(kind: str, path: Path, properties: dict[str, Any], resources: dict[str, Any]) -> Iterator[_Site]:
    for slot in CLIENT_SLOTS:
        for at, value in _walk(slot, kind, path, properties):
            if _type_of(value.get("Ref"), resources) == CLIENT:
                for attribute in ("ClientSecret", "Name"):
                    yield _Site(f"client's {attribute}", ("E9611",), at, "value", _ref_to(attribute))
    rules = ("E9610",) if kind == CLIENT else ("E9613",) if kind == IDENTITY_POOL else ("E9614", "W9617")
    for slot in POOL_SLOTS:
        for at, value in _walk(slot, kind, path, properties):
            own = slot.form.attribute if slot.form else ""
            is_id = not own and _type_of(value.get("Ref"), resources) == POOL
            if is_id or (own and "Fn::GetAtt" in value):
                yield from _other_forms(own, rules, at)


def _other_forms(own: str, rules: tuple[str, ...], at: Path) -> Iterator[_Site]:
    for other in _POOL_ATTRIBUTES:
        if other != own:
            write = _other(own, other) if own else _ref_to(other)
            yield _Site(f"pool's {other} for its {own or 'ID'}", rules, at, "value", write)
    if own:
        yield _Site(f"pool's ID for its {own}", rules, at, "value", _att_to_ref)


def _walk(slot: Slot, kind: str, path: Path, properties: dict[str, Any]) -> Iterator[tuple[Path, dict[str, Any]]]:
    if slot.type != kind or "[Name" in slot.path:
        return
    found: list[tuple[Path, Any]] = [(path, properties)]
    for step in slot.path.replace("[]", ".[]").split("."):
        deeper: list[tuple[Path, Any]] = []
        for at, value in found:
            if step == "[]":
                deeper += (
                    [((*at, i), item) for i, item in enumerate(value)] if isinstance(value, list) else [(at, value)]
                )
            elif isinstance(value, dict):
                keys = list(value) if step == "*" else [step] * (step in value)
                deeper += [((*at, key), value[key]) for key in keys]
        found = deeper
    yield from ((at, value) for at, value in found if isinstance(value, dict))


def _variables(path: Path, properties: dict[str, Any], resources: dict[str, Any]) -> Iterator[_Site]:
    variables = mapping(mapping(properties.get("Environment")).get("Variables"))
    at = (*path, "Environment", "Variables")
    client = mapping(resources.get(str(mapping(variables.get("USER_POOL_CLIENT_ID")).get("Ref"))))
    pool = mapping(client.get("Properties")).get("UserPoolId")
    for name, value in variables.items():
        if name == "USER_POOL_CLIENT_ID" and client.get("Type") == CLIENT:
            for attribute in ("ClientSecret", "Name"):
                yield _Site(f"variable with the {attribute}", ("E9622",), (*at, name), "value", _ref_to(attribute))
            if variables.get("USER_POOL_ID") == pool:
                yield _Site("variable dropped", ("W9620", "I9624"), (*at, name), "drop", str)
        if name == "USER_POOL_ID" and value == pool:
            yield _Site("pool's variable dropped", ("I9625",), (*at, name), "drop", str)


def _of_client(path: Path, properties: dict[str, Any]) -> Iterator[_Site]:
    yield from _flows(path, properties)
    yield from _attributes(path, properties)
    yield from _sign_in(path, properties)
    for name in ("ClientId", "ClientSecret"):
        yield _Site(f"read-only {name}", ("W9649",), path, "entry", _as(name))
    if properties.get("GenerateSecret") is True:
        rules = ("E9630", "E9646", "E9657", "W9656")
        yield _Site("secret dropped", rules, (*path, "GenerateSecret"), "drop", str)
    if properties.get("PreventUserExistenceErrors") == "ENABLED":
        yield _Site("errors that tell dropped", ("I9680",), (*path, "PreventUserExistenceErrors"), "drop", str)
    yield _Site("revocation off", ("W9684",), (*path, "EnableTokenRevocation"), "text", _to("true", "false"))


def _flows(path: Path, properties: dict[str, Any]) -> Iterator[_Site]:
    old = {new: legacy for legacy, new in LEGACY_FLOWS.items()}
    for at, text in _texts(path, properties, "ExplicitAuthFlows"):
        if text in old:
            yield _Site(f"legacy {old[text]}", ("E9642",), at, "text", _to(text, old[text]))
    kind = "refresh flow beside rotation"
    yield _Site(kind, ("E9643",), (*path, "ExplicitAuthFlows"), "add", _as("ALLOW_REFRESH_TOKEN_AUTH"))


def _attributes(path: Path, properties: dict[str, Any]) -> Iterator[_Site]:
    for key, rule in (("WriteAttributes", "E9654"), ("ReadAttributes", "E9655")):
        for at, text in _texts(path, properties, key):
            yield _Site(f"letter case in {key}", (rule,), at, "text", _to(text, text.title()))
            if text.startswith("custom:"):
                yield _Site(f"prefix gone in {key}", (rule,), at, "text", _to("custom:", ""))
    for name in ("email_verified", "sub"):
        yield _Site(f"{name} written", ("E9654",), (*path, "WriteAttributes"), "add", _as(name))


def _sign_in(path: Path, properties: dict[str, Any]) -> Iterator[_Site]:
    for at, text in _texts(path, properties, "AllowedOAuthScopes"):
        yield _Site("letter case of a scope", ("E9652",), at, "text", _to(text, text.title()))
    for at, text in _texts(path, properties, "SupportedIdentityProviders"):
        if text == "COGNITO":
            yield _Site("letter case of COGNITO", ("E9650",), at, "text", _to(text, "Cognito"))
    for key in ("CallbackURLs", "LogoutURLs"):
        for at, _ in _items(path, properties, key):
            yield _Site("http for https", ("E9636",), at, "value", lambda text: text.replace("https://", "http://"))
    if properties.get("AllowedOAuthFlowsUserPoolClient") is True:
        yield _Site("switch dropped", ("W9637",), (*path, "AllowedOAuthFlowsUserPoolClient"), "drop", str)


def _of_risk(path: Path, properties: dict[str, Any]) -> Iterator[_Site]:
    levels = [
        ("AccountTakeoverRiskConfiguration", "Actions", level) for level in ("LowAction", "MediumAction", "HighAction")
    ]
    for keys in (*levels, ("CompromisedCredentialsRiskConfiguration", "Actions")):
        if isinstance(under(properties, (*keys, "EventAction")), str):
            yield _Site("letter case of an action", ("E9663",), (*path, *keys, "EventAction"), "value", str.title)
    events = ("CompromisedCredentialsRiskConfiguration", "EventFilter")
    for index, event in enumerate(_list(under(properties, events))):
        if isinstance(event, str):
            yield _Site("letter case of an event", ("E9663",), (*path, *events, index), "value", str.title)
    for key in ("BlockedIPRangeList", "SkippedIPRangeList"):
        ranges = ("RiskExceptionConfiguration", key)
        for index, item in enumerate(_list(under(properties, ranges))):
            if re.search(r"\.[1-9]\d*/32$|:[\da-f]*[1-9a-f]/128$", str(item)):
                yield _Site("prefix length gone", ("E9663",), (*path, *ranges, index), "value", _without_length)


def _without_length(text: str) -> str:
    return re.sub(r"/(32|128)\b", "", text)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _of_provider(path: Path, properties: dict[str, Any]) -> Iterator[_Site]:
    for name in mapping(properties.get("AttributeMapping")):
        at = (*path, "AttributeMapping", name)
        yield _Site("letter case of a mapping", ("E9725",), at, "key", str.title)
        yield _Site("prefix gone in a mapping", ("E9725",), at, "key", lambda text: text.replace("custom:", ""))


def _of_branding(path: Path, _: dict[str, Any]) -> Iterator[_Site]:
    yield _Site("settings beside the provided ones", ("E9660",), path, "entry {}", lambda _: "Settings")


def _of_roles(path: Path, properties: dict[str, Any]) -> Iterator[_Site]:
    for key, value in mapping(properties.get("RoleMappings")).items():
        if "ProviderName}:" in str(mapping(value).get("IdentityProvider")):
            at = (*path, "RoleMappings", key, "IdentityProvider")
            yield _Site(
                "client gone from a role mapping", ("E9615",), at, "value", lambda text: re.sub(r":\$\{\w+\}", "", text)
            )


def _of_listener(path: Path, properties: dict[str, Any]) -> Iterator[_Site]:
    for key in ("DefaultActions", "Actions"):
        for index, _ in enumerate(properties.get(key, []) if isinstance(properties.get(key), list) else []):
            at = (*path, key, index, "AuthenticateCognitoConfig", "UserPoolDomain")
            yield _Site("distribution for the domain", ("E9710",), at, "value", _ref_to("CloudFrontDistribution"))


_BY_TYPE: dict[str, Callable[[Path, dict[str, Any]], Iterator[_Site]]] = {
    CLIENT: _of_client,
    RISK_CONFIGURATION: _of_risk,
    IDENTITY_PROVIDER: _of_provider,
    "AWS::Cognito::ManagedLoginBranding": _of_branding,
    "AWS::Cognito::IdentityPoolRoleAttachment": _of_roles,
    "AWS::ElasticLoadBalancingV2::Listener": _of_listener,
    "AWS::ElasticLoadBalancingV2::ListenerRule": _of_listener,
}


def _type_of(name: Any, resources: dict[str, Any]) -> Any:
    return mapping(resources.get(name)).get("Type") if isinstance(name, str) else None


def _items(path: Path, properties: dict[str, Any], key: str) -> Iterator[tuple[Path, Any]]:
    items = properties.get(key)
    yield from (((*path, key, i), item) for i, item in enumerate(items if isinstance(items, list) else []))


def _texts(path: Path, properties: dict[str, Any], key: str) -> Iterator[tuple[Path, str]]:
    yield from ((at, item) for at, item in _items(path, properties, key) if isinstance(item, str))


# -- what ------------------------------------------------------------------------------------------------------------


def _as(text: str) -> Write:
    return lambda _: text


def _to(old: str, new: str) -> Write:
    return lambda text: text.replace(old, new, 1)


def _other(old: str, new: str) -> Write:
    return lambda text: re.sub(rf"\b{old}\b(?!.*\b{old}\b)", new, text, flags=re.DOTALL)


def _ref_to(attribute: str) -> Write:
    def write(text: str) -> str:
        text = re.sub(rf"^!Ref(\s+)({_LETTER})(\w+)\2$", rf"!GetAtt\1\2\3.{attribute}\2", text)
        return re.sub(
            rf"({_LETTER})Ref\1(\s*:\s*)({_LETTER})(\w+)\3",
            rf"\1Fn::GetAtt\1\2[\3\4\3, \3{attribute}\3]",
            text,
        )

    return write


def _att_to_ref(text: str) -> str:
    text = re.sub(rf"^!GetAtt(\s+)({_LETTER})(\w+)\.\w+\2$", r"!Ref\1\2\3\2", text)
    return re.sub(rf"({_LETTER})Fn::GetAtt\1(\s*:\s*)\[\s*({_LETTER})(\w+)\3\s*,[^]]*\]", r"\1Ref\1\2\3\4\3", text)


# -- how -------------------------------------------------------------------------------------------------------------


def _value(source: Source, site: _Site, steps: list[Any]) -> str | None:
    node = steps[-1].node
    start, end = source.start(node), source.end(node)
    return source.text[:start] + site.write(source.text[start:end]) + source.text[end:]


def _key(source: Source, site: _Site, steps: list[Any]) -> str | None:
    node = steps[-1].key
    start, end = source.start(node), source.end(node)
    return source.text[:start] + site.write(source.text[start:end]) + source.text[end:]


def _drop(source: Source, _: _Site, steps: list[Any]) -> str | None:
    """Take an entry out that stands on lines of its own, or behind another one within braces."""
    above, key, node = steps[-2].node, steps[-1].key, steps[-1].node
    entries = [(source.start(k), source.end_of_value(k, v)) for k, v in above.value]
    index = entries.index((source.start(key), source.end_of_value(key, node)))
    if len(entries) == 1:
        return None
    if in_brackets(above):
        if index == 0:
            return None
        return source.text[: entries[index - 1][1]] + source.text[entries[index][1] :]
    start, end = source.start_of_line(entries[index][0]), source.next_line(entries[index][1])
    return source.text[:start] + source.text[end:] if source.is_first_in_line(entries[index][0]) else None


def _add(source: Source, site: _Site, steps: list[Any]) -> str | None:
    """Add an item at the end of a list."""
    node = steps[-1].node
    if not isinstance(node, yaml.SequenceNode) or not node.value:
        return None
    last = node.value[-1]
    quote = source.text[source.start(last)] if source.text[source.start(last)] in "\"'" else ""
    item = f"{quote}{site.write('')}{quote}"
    if in_brackets(node):
        end = source.end(last)
        return f"{source.text[:end]}, {item}{source.text[end:]}"
    end = source.end_of_line(source.end(node))
    dash = source.text[source.start_of_line(source.start(node)) : source.start(node)]
    if dash.strip():
        return None
    return f"{source.text[:end]}{source.newline}{dash}- {item}{source.text[end:]}"


def _entry(source: Source, site: _Site, steps: list[Any], value: str = "abcdef") -> str | None:
    """Add an entry at the end of a mapping."""
    node = steps[-1].node
    if not isinstance(node, yaml.MappingNode) or not node.value:
        return None
    key, last = node.value[-1]
    quote = source.text[source.start(key)] if source.text[source.start(key)] in "\"'" else ""
    value = value if value == "{}" else f"{quote}{value}{quote}"
    entry = f"{quote}{site.write('')}{quote}: {value}"
    if in_brackets(node):
        end = source.end_of_value(key, last)
        return f"{source.text[:end]}, {entry}{source.text[end:]}"
    end = source.end_of_line(source.end_of_value(key, last))
    indent = source.indent(source.start(node.value[0][0]))
    return f"{source.text[:end]}{source.newline}{indent}{entry}{source.text[end:]}"


_HOW: dict[str, Callable[[Source, _Site, list[Any]], str | None]] = {
    "value": _value,
    "text": _value,
    "key": _key,
    "drop": _drop,
    "add": _add,
    "entry": _entry,
    "entry {}": lambda source, site, steps: _entry(source, site, steps, "{}"),
}
