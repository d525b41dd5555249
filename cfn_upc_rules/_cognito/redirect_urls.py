"""What can be told of a redirect URL, also where only pieces of it are known.

https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_CreateUserPoolClient.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from cfn_upc_rules._template.values import Reference, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cfn_upc_rules._template.nodes import Node, View
    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.values import Value

_LOCAL: Final = ("localhost", "127.0.0.1", "[::1]")
_HTTP: Final = r"(?is)http://(?:[^/?#@]*@)?(?P<host>\[[^]/?#]*]?|[^/?#:]*)(?P<end>.?)"
_SCHEME: Final = r"(?i)[a-z][a-z0-9+.-]*"
# Attributes that are the name of a host, which is never the user's own.
_HOSTS: Final = frozenset(
    {
        ("AWS::CloudFront::Distribution", "DomainName"),
        ("AWS::ElasticLoadBalancing::LoadBalancer", "DNSName"),
        ("AWS::ElasticLoadBalancingV2::LoadBalancer", "DNSName"),
        ("AWS::S3::Bucket", "DomainName"),
        ("AWS::S3::Bucket", "DualStackDomainName"),
        ("AWS::S3::Bucket", "RegionalDomainName"),
    }
)
# Attributes that are a URL, by what they begin with; a host follows.
_URLS: Final = {("AWS::S3::Bucket", "WebsiteURL"): "http://", ("AWS::Lambda::Url", "FunctionUrl"): "https://"}
_SOME_HOST: Final = "host.invalid"


def urls_of(client: View) -> Iterator[tuple[str, Node]]:
    """Yield a redirect URL of a client, and whether it is a "callback" or a "logout" URL; each in its own scenario."""
    kinds = {"CallbackURLs": "callback", "LogoutURLs": "logout"}
    name = client.scenario.choose(("list of URLs",), tuple(kinds))
    for node in client[name].each():
        yield kinds[name], node


class RedirectUrl:
    """A callback or logout URL.

    Args:
        value: a literal, a text, an attribute, or anything else, of which nothing is known.
        resources: those of the template, by logical ID.
    """

    def __init__(self, value: Value, resources: Mapping[str, Resource]) -> None:
        """Take the pieces that are known."""
        parts = parts_of(value)
        known = [_known(part, resources) for part in parts]
        self._pieces = [piece for piece in known if piece is not None]
        self._whole = len(self._pieces) == len(parts)
        start = known[: known.index(None)] if None in known else known
        self._start = "".join(piece for piece in start if piece is not None)

    def __str__(self) -> str:
        """Return what is known of its beginning."""
        start = self._start.split(_SOME_HOST)[0]
        return start if self._whole and start == self._start else f"{start}…"

    @property
    def insecure(self) -> bool:
        """Whether it is known to use http on a host other than localhost."""
        found = re.match(_HTTP, self._start)
        if found is None:
            return False
        host = found["host"].lower()
        if self._whole or found["end"]:
            return host not in _LOCAL
        return not any(local.startswith(host) for local in _LOCAL)

    @property
    def relative(self) -> bool:
        """Whether it is known to have no scheme."""
        scheme = re.match(_SCHEME, self._start)
        rest = self._start[scheme.end() :] if scheme else self._start
        return not rest.startswith(":") if rest else self._whole and bool(self._start)

    @property
    def has_fragment(self) -> bool:
        """Whether it is known to have a fragment."""
        return any("#" in piece for piece in self._pieces)


def _known(part: object, resources: Mapping[str, Resource]) -> str | None:
    """Return a piece of a URL, with some host for an attribute that is one; None where it is not known."""
    if not isinstance(part, Reference):
        return part if isinstance(part, str) else None
    target = resources.get(part.target)
    key = ("" if target is None else target.type, part.attribute)
    if key in _URLS:
        return f"{_URLS[key]}{_SOME_HOST}"
    return _SOME_HOST if key in _HOSTS else None
