"""The properties of what takes a pool or a client: a value at the path of a slot, and what SAM demands beside it."""

from __future__ import annotations

from typing import Any


def steps(path: str) -> list[str]:
    """Return the keys of a path of the table of slots; an item of a list begins with `[`."""
    return path.replace("[", ".[").split(".")


def put(below: Any, path: str, value: Any) -> tuple[str | int, ...]:
    """Put a value to the end of a path of the table of slots, and return where that is."""
    keys = steps(path)
    place: list[str | int] = []
    for step, following in zip(keys, [*keys[1:], None], strict=True):
        key: str | int = 0 if step.startswith("[") else "Main" if step == "*" else step
        new: Any = value if following is None else [] if following.startswith("[") else {}
        if isinstance(below, dict):
            below.setdefault(key, new)
        elif not below:
            below.append(new)
        below = below[key]
        if "=" in step:
            below["Name"] = step.strip("[]").partition("=")[2]
        place.append(key)
    return tuple(place)


def complete(kind: str, properties: dict[str, Any]) -> None:
    """Add what SAM's translator demands: cfn-lint up to 1.53 runs it, and shows a template it refuses to no rule."""
    auth = properties.get("Auth", {})
    if kind == "AWS::Serverless::Api":
        properties["StageName"] = "live"
    elif kind == "AWS::Serverless::HttpApi":
        for authorizer in auth["Authorizers"].values():
            authorizer["IdentitySource"] = "$request.header.Authorization"
    elif kind == "AWS::Serverless::GraphQLApi":
        properties["SchemaInline"] = "type Query { orders: [String] }"
        for one in (auth, *auth.get("Additional", [])):
            one["Type"] = "AMAZON_COGNITO_USER_POOLS" if "UserPool" in one else "AWS_IAM"
