"""What a browser makes of a template: which host it sends, and which variables a build puts into its code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from cfn_upc_rules._template.values import Reference, parts_of

if TYPE_CHECKING:
    from cfn_upc_rules._template.nodes import Node, View
    from cfn_upc_rules._template.values import Value

# The variables that a build puts into the code of a page, by what each tool takes.
PREFIXES: Final = {
    "EXPO_PUBLIC_": "https://docs.expo.dev/guides/environment-variables/",
    "GATSBY_": "https://www.gatsbyjs.com/docs/how-to/local-development/environment-variables/",
    "NEXT_PUBLIC_": "https://nextjs.org/docs/pages/guides/environment-variables",
    "NG_APP_": "https://github.com/chihab/ngx-env",
    "NUXT_PUBLIC_": "https://nuxt.com/docs/4.x/guide/going-further/runtime-config",
    "PUBLIC_": "https://svelte.dev/docs/kit/$env-static-public",
    "REACT_APP_": "https://create-react-app.dev/docs/adding-custom-environment-variables/",
    "VITE_": "https://vite.dev/guide/env-and-mode",
    "VUE_APP_": "https://cli.vuejs.org/guide/mode-and-env.html",
}
# The property that names a load balancer; without it CloudFormation makes up a name with capitals.
# https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html
_BALANCERS: Final = {
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "Name",
    "AWS::ElasticLoadBalancing::LoadBalancer": "LoadBalancerName",
}
_TOKEN: Final = re.compile(r"\$\{[Tt]oken\[[^\]{}]*\]\}")


def host_of(value: Value) -> list[str | Reference | None]:
    """Return the pieces of a URL's host, with its port; none where there is no scheme in front of it."""
    host: list[str | Reference | None] = []
    scheme = True
    for part in parts_of(value):
        if not isinstance(part, str):
            if scheme:
                return []
            host.append(part)
            continue
        text = part
        if scheme:
            _, mark, text = part.partition("://")
            if not mark:
                return []
            scheme = False
        end = re.search(r"[/?#]", text)
        host.append(text[: end.start()] if end else text)
        if end:
            break
    return host


def generated_host(subject: View, value: Value) -> tuple[str, str]:
    """Return the load balancer whose name, with capitals, is in a URL's host, and the property that names it."""
    for part in host_of(value):
        target = subject.stack.resources.get(part.target) if isinstance(part, Reference) else None
        if target is None or target.type not in _BALANCERS or not isinstance(part, Reference):
            continue
        balancer = subject.other(target)
        key = _BALANCERS[target.type]
        if balancer is None or part.attribute != "DNSName":
            continue
        name = balancer[key].text
        if balancer[key].absent or (name is not None and name != name.lower()):
            return target.name, key
    return "", ""


def has_wildcard(value: Value) -> bool:
    """Return whether there is a `*` in a URL's host."""
    return any(isinstance(part, str) and "*" in part for part in host_of(value))


def left_over(node: Node) -> str:
    """Return the CDK's token that stands in a text for a value which the CDK never got to see; "" if none does."""
    todo: list[Any] = [node.raw]
    while todo:
        raw = todo.pop()
        if isinstance(raw, str):
            found = _TOKEN.search(raw)
            if found:
                return found[0]
        elif isinstance(raw, list):
            todo += raw
        elif isinstance(raw, dict) and "Fn::Join" in raw:
            todo.append(raw["Fn::Join"])
    return ""
