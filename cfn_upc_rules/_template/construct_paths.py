"""Which construct of a CDK app a resource was made of.

https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html#identifiers-paths
"""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from cfn_upc_rules._template.values import mapping

if TYPE_CHECKING:
    from collections.abc import Collection

    from cfn_upc_rules._template.resources import Resource

CONSTRUCT_PATH: Final = "aws:cdk:path"
_LONGEST: Final = 500
# The child of a construct that stands for itself; a nested stack's is longer.
_ITSELF: Final = r"(?:/(?:Resource|Default)|\.NestedStack/[^/]*\.NestedStackResource)$"


def construct_path(body: dict[str, Any]) -> str:
    """Return the path of the construct that a resource was made of, as its author knows it; "" where it isn't told.

    Args:
        body: the resource as it stands in the template, which is not trusted: a path holds what paths hold.
    """
    path = mapping(body.get("Metadata")).get(CONSTRUCT_PATH)
    if not isinstance(path, str) or not 0 < len(path) <= _LONGEST or "'" in path or not path.isprintable():
        return ""
    return re.sub(_ITSELF, "", path)


def name_by_constructs(resources: Collection[Resource]) -> None:
    """Let messages call each resource by its construct's path, where that is told, and of no other resource."""
    paths = [construct_path(resource.body) for resource in resources]
    counted = Counter(paths)
    for resource, path in zip(resources, paths, strict=True):
        if path and counted[path] == 1:
            resource.name = path
