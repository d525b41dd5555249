"""Who wrote the template, and how: by a tool, so that nobody chose its names; as JSON or as YAML.

https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html#identifiers-logical-ids
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from cfn_upc_rules._template.values import mapping

if TYPE_CHECKING:
    from collections.abc import Collection

    from cfn_upc_rules._template.resources import Resource

# A hash behind a construct's path. The stack editor of 2018 put one behind a type in lower case: `functionC9099ADE`.
_HASHED = r"(?![a-z])\w*[0-9A-F]{8}"


def is_synthesised(template: dict[str, Any], resources: Collection[Resource]) -> bool:
    """Return whether the AWS CDK or Amplify wrote the template.

    (cfn-lint's `is_cdk_template` looks at `aws:cdk:path` alone, in its newer versions only; many have none.)

    Args:
        template: the template.
        resources: its resources.
    """
    if any(
        "aws:cdk:path" in mapping(resource.body.get("Metadata")) or resource.type == "AWS::CDK::Metadata"
        for resource in resources
    ):
        return True
    hashed = sum(re.fullmatch(_HASHED, resource.id) is not None for resource in resources)
    return (bool(hashed) and hashed * 2 >= len(resources)) or _is_of_amplify(template.get("Description"))


def _is_of_amplify(description: Any) -> bool:
    if not (isinstance(description, str) and "createdBy" in description):
        return False
    try:
        return bool(mapping(json.loads(description)).get("createdBy") == "Amplify")
    except (ValueError, RecursionError):
        return False


def is_json(template: dict[str, Any]) -> bool:
    """Return whether a template is written as JSON: its brace stands in front of its first key."""
    keys = list(template)
    begin, first = (getattr(part, "start_mark", None) for part in (template, keys[0] if keys else None))
    return begin is not None and first is not None and (begin.line, begin.column) != (first.line, first.column)
