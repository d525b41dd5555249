"""Which functions run at the edge: those a CloudFront distribution of the same template is associated with.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-the-edge.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cfn_upc_rules._cognito.types import DISTRIBUTION, FUNCTIONS
from cfn_upc_rules._template.globals import SAM_FUNCTION
from cfn_upc_rules._template.nodes import View
from cfn_upc_rules._template.scenarios import explore
from cfn_upc_rules._template.values import references

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._template.nodes import Node
    from cfn_upc_rules._template.resources import Resource
    from cfn_upc_rules._template.scenarios import Scenario
    from cfn_upc_rules._template.stack import Stack
    from cfn_upc_rules._template.values import Value

_VERSION: Final = "AWS::Lambda::Version"
# SAM makes a version of a function with AutoPublishAlias, and lets it be named as `!Ref Function.Version`.
_SAM_VERSION: Final = ".Version"


def edge_functions(stack: Stack) -> dict[str, str]:
    """Return the functions that run at the edge in some scenario: logical ID -> that of a distribution."""
    return stack.once(_edge_functions)


def _edge_functions(stack: Stack) -> dict[str, str]:
    found: dict[str, str] = {}
    for distribution in stack.of_type(DISTRIBUTION):

        def judge(scenario: Scenario, distribution: Resource = distribution) -> Iterator[str]:
            return (function.id for function, _ in associated(View(stack, scenario, distribution)))

        for function, _ in explore(distribution.given, stack.possible, judge):
            found.setdefault(function, distribution.id)
    return found


def associated(distribution: View) -> Iterator[tuple[Resource, Node]]:
    """Yield a function that the distribution is associated with, and its ARN; each in its own scenario."""
    config = distribution["DistributionConfig"]
    behaviors = iter((config["DefaultCacheBehavior"],))
    if distribution.scenario.choose(("behaviors", config.path), ("default", "others")) == "others":
        behaviors = config["CacheBehaviors"].each()
    for behavior in behaviors:
        for association in behavior["LambdaFunctionAssociations"].each():
            arn = association["LambdaFunctionARN"]
            function = _function(distribution, arn.value)
            if function is not None:
                yield function, arn


def _function(distribution: View, arn: Value) -> Resource | None:
    """Return the function of this template whose version, made with the stack, an ARN names.

    A version's number is an old version, which keeps the configuration that it was published with; so may be whatever
    a parameter names.
    """
    for reference in references(arn):
        target = distribution.stack.resources.get(reference.target.removesuffix(_SAM_VERSION))
        if target is None:
            continue
        if target.type == _VERSION:
            version = distribution.other(target)
            function = None if version is None else version["FunctionName"].target
            return function if function is not None and function.type in FUNCTIONS else None
        is_version = reference.target.endswith(_SAM_VERSION) or reference.attribute == _SAM_VERSION[1:]
        if target.type == SAM_FUNCTION and is_version:
            view = distribution.other(target)
            return target if view is not None and not view["AutoPublishAlias"].empty else None
    return None
