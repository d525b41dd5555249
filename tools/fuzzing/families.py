"""Families of templates that grow: long lists, many conditions, large texts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from fuzzing.templates import Template

_POOL: Final = {"Type": "AWS::Cognito::UserPool"}
_LONG: Final = (10_000, 20_000, 100_000)
_LONG_TEXT: Final = (50_000, 100_000)
_PIECES: Final = (12, 16, 30)


class Family(NamedTuple):
    """Templates of one kind, and how large they are measured."""

    make: Callable[[int], Template]
    sizes: tuple[int, ...]


def _template(*bodies: tuple[str, dict[str, Any]], conditions: int = 0, **sections: Any) -> Template:
    switches = range(conditions)
    made: Template = {
        "Parameters": {f"P{n}": {"Type": "String"} for n in switches},
        "Conditions": {f"C{n}": {"Fn::Equals": [{"Ref": f"P{n}"}, "x"]} for n in switches},
        **sections,
        "Resources": {"Pool": _POOL, **dict(bodies)},
    }
    return {name: section for name, section in made.items() if section}


def _client(**properties: Any) -> tuple[str, dict[str, Any]]:
    given = {
        "UserPoolId": {"Ref": "Pool"},
        "AllowedOAuthFlowsUserPoolClient": True,
        "AllowedOAuthFlows": ["code"],
        **properties,
    }
    return "Web", {"Type": "AWS::Cognito::UserPoolClient", "Properties": given}


def _of(name: str, kind: str, **properties: Any) -> tuple[str, dict[str, Any]]:
    return name, {"Type": kind, "Properties": properties}


def _if(number: int, value: Any, otherwise: Any) -> dict[str, Any]:
    return {"Fn::If": [f"C{number}", value, otherwise]}


_NOTHING: Final = {"Ref": "AWS::NoValue"}


def _callbacks(size: int) -> Template:
    return _template(_client(CallbackURLs=[f"https://a{n}.example.com/in" for n in range(size)]))


def _wrong_callbacks(size: int) -> Template:
    return _template(_client(CallbackURLs=[f"http://a{n}.example.com/in" for n in range(size)]))


def _conditional_callbacks(size: int) -> Template:
    urls = [_if(n % 3, f"http://a{n}.example.com/in", f"https://a{n}.example.com/in") for n in range(size)]
    return _template(_client(CallbackURLs=urls), conditions=3)


def _scopes(size: int) -> Template:
    scopes = [{"ScopeName": f"s{n}", "ScopeDescription": "s"} for n in range(size)]
    server = _of(
        "Api",
        "AWS::Cognito::UserPoolResourceServer",
        UserPoolId={"Ref": "Pool"},
        Identifier="api",
        Name="api",
        Scopes=scopes,
    )
    return _template(_client(AllowedOAuthScopes=[f"api/s{n}" for n in range(size)]), server)


def _unknown_scopes(size: int) -> Template:
    return _template(_client(AllowedOAuthScopes=[f"scope{n}" for n in range(size)]))


def _providers(size: int) -> Template:
    return _template(_client(SupportedIdentityProviders=[f"Provider{n}" for n in range(size)]))


def _attributes(size: int) -> Template:
    schema = [{"Name": f"a{n}", "AttributeDataType": "String"} for n in range(size)]
    pool = _of("Pool", "AWS::Cognito::UserPool", Schema=schema)
    names = [f"custom:a{n}" for n in range(size)]
    return _template(pool, _client(ReadAttributes=names, WriteAttributes=names))


def _unknown_attributes(size: int) -> Template:
    names = [f"custom:a{n}" for n in range(size)]
    return _template(_client(ReadAttributes=names, WriteAttributes=names))


def _required_attributes(size: int) -> Template:
    schema = [{"Name": f"a{n}", "AttributeDataType": "String", "Required": True, "Mutable": False} for n in range(size)]
    provider = _of(
        "Google",
        "AWS::Cognito::UserPoolIdentityProvider",
        UserPoolId={"Ref": "Pool"},
        AttributeMapping={"email": "email"},
    )
    return _template(_of("Pool", "AWS::Cognito::UserPool", Schema=schema), provider, _client(WriteAttributes=["email"]))


def _conditional_attributes(size: int) -> Template:
    schema = [_if(n, {"Name": f"a{n}", "AttributeDataType": "String"}, _NOTHING) for n in range(size)]
    pool = _of("Pool", "AWS::Cognito::UserPool", Schema=schema)
    names = [f"custom:a{n}" for n in range(size)]
    return _template(pool, _client(ReadAttributes=names, WriteAttributes=names), conditions=size)


def _ranges(size: int) -> Template:
    ranges = [f"10.{n // 65536}.{n // 256 % 256}.{n % 256}/33" for n in range(size)]
    risk = _of(
        "Risk",
        "AWS::Cognito::UserPoolRiskConfigurationAttachment",
        UserPoolId={"Ref": "Pool"},
        ClientId={"Ref": "Web"},
        RiskExceptionConfiguration={"BlockedIPRangeList": ranges, "SkippedIPRangeList": ranges},
    )
    return _template(_client(), risk)


def _clients_and_functions(size: int) -> Template:
    clients = [(f"Web{n}", _client()[1]) for n in range(size)]
    variables = {f"CLIENT_ID_{n}": {"Ref": f"Web{n}"} for n in range(size)}
    functions = [_of(f"Fn{n}", "AWS::Lambda::Function", Environment={"Variables": variables}) for n in range(size)]
    return _template(*clients, *functions)


def _containers(size: int) -> Template:
    item = {"Name": "USER_POOL_CLIENT_ID", "Value": {"Ref": "Pool"}}
    containers = [_if(n, {"Name": f"c{n}", "Image": "i", "Environment": [item]}, _NOTHING) for n in range(size)]
    task = _of("Task", "AWS::ECS::TaskDefinition", ContainerDefinitions=containers)
    return _template(_client(), task, conditions=size)


def _name(size: int) -> Template:
    return _template(_client(ClientName={"Fn::Join": ["", [_if(n, "a", "ä") for n in range(size)]]}), conditions=size)


def _pool_id(size: int) -> Template:
    pieces = [_if(n, "a", {"Ref": "Pool"}) for n in range(size)]
    return _template(_client(UserPoolId={"Fn::Join": ["", pieces]}), conditions=size)


def _provider(size: int) -> Template:
    name = {"Fn::Join": ["", [_if(n, "a", "b") for n in range(size)]]}
    provider = _of("Own", "AWS::Cognito::UserPoolIdentityProvider", UserPoolId={"Ref": "Pool"}, ProviderName=name)
    return _template(_client(SupportedIdentityProviders=["ab"]), provider, conditions=size)


def _conditional_environment(size: int) -> Template:
    variables = {f"CLIENT_ID_{n}": _if(n, {"Ref": "Web"}, {"Ref": "Pool"}) for n in range(size)}
    return _template(
        _client(), _of("Fn", "AWS::Lambda::Function", Environment={"Variables": variables}), conditions=size
    )


def _role_mappings(size: int) -> Template:
    mappings = {
        f"M{n}": {"IdentityProvider": f"cognito-idp.eu-west-1.amazonaws.com/x:{n}", "Type": "Token"}
        for n in range(size)
    }
    roles = _of("Roles", "AWS::Cognito::IdentityPoolRoleAttachment", IdentityPoolId="x", RoleMappings=mappings)
    return _template(_client(), roles)


def _pieces(size: int) -> Template:
    pieces = [{"Ref": "Pool"} if n % 2 else f"x{n}" for n in range(size)]
    return _template(_client(ClientName={"Fn::Join": ["-", pieces]}))


def _css(piece: str) -> Callable[[int], Template]:
    def make(size: int) -> Template:
        css = ".logo-customizable {" + piece * (size // len(piece))
        custom = _of(
            "Look",
            "AWS::Cognito::UserPoolUICustomizationAttachment",
            UserPoolId={"Ref": "Pool"},
            ClientId={"Ref": "Web"},
            CSS=css,
        )
        return _template(_client(), custom)

    return make


def _text(piece: str) -> Callable[[int], Template]:
    def make(size: int) -> Template:
        text = piece * (size // len(piece))
        function = _of(
            "Fn", "AWS::Lambda::Function", Environment={"Variables": {"CLIENT_ID": text, "URL": f"https://{text}"}}
        )
        return _template(_client(ClientName=text, CallbackURLs=[text, f"https://{text}"], UserPoolId=text), function)

    return make


FAMILIES: Final = {
    "callback URLs": Family(_callbacks, _LONG),
    "callback URLs, all wrong": Family(_wrong_callbacks, _LONG),
    "callback URLs, conditional": Family(_conditional_callbacks, _LONG[:2]),
    "scopes of a server": Family(_scopes, _LONG[:2]),
    "scopes, all wrong": Family(_unknown_scopes, _LONG),
    "identity providers": Family(_providers, _LONG),
    "attributes of a schema": Family(_attributes, (1_000, 2_000, 4_000)),
    "attributes, all wrong": Family(_unknown_attributes, _LONG),
    "attributes, required": Family(_required_attributes, (1_000, 2_000, 4_000)),
    "attributes, conditional": Family(_conditional_attributes, _PIECES),
    "IP ranges, all wrong": Family(_ranges, _LONG),
    "clients beside as many functions": Family(_clients_and_functions, (25, 50, 100)),
    "containers, conditional": Family(_containers, (12, 14, 30)),
    "variables, conditional": Family(_conditional_environment, _PIECES),
    "name of conditional pieces": Family(_name, _PIECES),
    "pool's ID of conditional pieces": Family(_pool_id, _PIECES),
    "provider of conditional pieces": Family(_provider, _PIECES),
    "role mappings": Family(_role_mappings, (1_000, 2_000)),
    "pieces of a text": Family(_pieces, _LONG[:2]),
    "CSS, declarations": Family(_css("a:b;"), _LONG_TEXT),
    "CSS, opening brackets": Family(_css("{"), _LONG_TEXT),
    "CSS, comments without end": Family(_css("/* "), _LONG_TEXT),
    "text, opening brackets": Family(_text("{"), _LONG_TEXT),
    "text, opening placeholders": Family(_text("{{"), _LONG_TEXT),
    "text, opening variables": Family(_text("${"), _LONG_TEXT),
    "text, templates": Family(_text("<% "), _LONG_TEXT),
    "text, placeholders": Family(_text("{{a}} "), _LONG_TEXT),
    "text, dots": Family(_text("a."), _LONG_TEXT),
    "text, hyphens": Family(_text("client-"), _LONG_TEXT),
    "text, blanks": Family(_text(" "), _LONG_TEXT),
}
