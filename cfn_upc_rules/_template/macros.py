"""What a template's macros may still add to it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros.html
"""

from __future__ import annotations

from typing import Any, Final

from cfnlint.helpers import TRANSFORM_SAM, ensure_list

from cfn_upc_rules._template.values import mapping

# AWS's own that add nothing a rule would miss.
_KNOWN: Final = (TRANSFORM_SAM, "AWS::LanguageExtensions")


def rewrites_template(template: dict[str, Any]) -> bool:
    """Return whether a macro gets the whole template, so that it may add any resource and any property."""
    return any(name not in _KNOWN for name in ensure_list(template.get("Transform") or []))


def adds_resources(template: dict[str, Any]) -> bool:
    """Return whether a macro, or `AWS::Include`, may add resources."""
    return rewrites_template(template) or "Fn::Transform" in mapping(template.get("Resources"))
