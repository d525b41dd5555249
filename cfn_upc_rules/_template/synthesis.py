"""Who wrote the template, and how: by a tool, so that nobody chose its names or edits it; as JSON or as YAML.

https://docs.aws.amazon.com/cdk/v2/guide/identifiers.html#identifiers-logical-ids
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cfn_upc_rules._template.construct_paths import CONSTRUCT_PATH
from cfn_upc_rules._template.values import mapping

if TYPE_CHECKING:
    from collections.abc import Collection

    from cfn_upc_rules._template.resources import Resource

# A hash behind a construct's path. The stack editor of 2018 put one behind a type in lower case: `functionC9099ADE`.
_HASHED = r"(?![a-z])\w*[0-9A-F]{8}"
# The CDK writes a file of this name into each directory of templates.
_ASSEMBLY = "cdk.out"
# `sam build` writes into this directory, and its key into the Metadata of what it built.
_BUILD = ".aws-sam"
_OF_BUILD = "SamResourceId"
# The Serverless Framework has a bucket for its packages in each template, whether that is made or named.
_OF_SERVERLESS = ("ServerlessDeploymentBucket", "ServerlessDeploymentBucketName")


def is_synthesised(template: dict[str, Any], resources: Collection[Resource], filename: str | None) -> bool:
    """Return whether the AWS CDK or Amplify wrote the template.

    (cfn-lint's `is_cdk_template` looks at `aws:cdk:path` alone, in its newer versions only; many have none.)

    Args:
        template: the template.
        resources: its resources.
        filename: its file, None where it is none.
    """
    if any(
        CONSTRUCT_PATH in mapping(resource.body.get("Metadata")) or resource.type == "AWS::CDK::Metadata"
        for resource in resources
    ):
        return True
    if filename and filename.endswith(".template.json") and _is_in_assembly(filename):
        return True
    hashed = sum(re.fullmatch(_HASHED, resource.id) is not None for resource in resources)
    return (bool(hashed) and hashed * 2 >= len(resources)) or _is_of_amplify(template.get("Description"))


def is_built(template: dict[str, Any], resources: Collection[Resource], filename: str | None) -> bool:
    """Return whether `sam build` or the Serverless Framework wrote the template, with names that its author chose.

    Args:
        template: the template.
        resources: its resources.
        filename: its file, None where it is none.
    """
    if any(name in mapping(template.get(section)) for name in _OF_SERVERLESS for section in ("Resources", "Outputs")):
        return True
    if filename and _BUILD in Path(filename).absolute().parts:
        return True
    return any(mapping(resource.body.get("Metadata")).get(_OF_BUILD) == resource.id for resource in resources)


def _is_in_assembly(filename: str) -> bool:
    """Return whether a file lies in what the CDK wrote; without its command line it writes no paths of constructs."""
    return Path(filename).with_name(_ASSEMBLY).is_file()


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
