"""Data: resource types, the places of a client's ID, what a part of an attribute is worth."""

from __future__ import annotations

from typing import Final

CLIENT: Final = "AWS::Cognito::UserPoolClient"
POOL: Final = "AWS::Cognito::UserPool"
SAM_FUNCTION: Final = "AWS::Serverless::Function"

FUNCTIONS: Final = frozenset({SAM_FUNCTION, "AWS::Lambda::Function"})
DOCKER_TASK: Final = "AWS::ECS::TaskDefinition"
EDGE_FUNCTIONS: Final = frozenset({"Custom::StackeryEdgeFunction", "Custom::EdgeFunction"})
BUILD: Final = "AWS::CodeBuild::Project"

# What carries an environment, by the words the convention uses for it.
COMPUTES: Final[dict[str, str]] = {
    **dict.fromkeys(FUNCTIONS, "Function"),
    DOCKER_TASK: "Docker Task",
    **dict.fromkeys(EDGE_FUNCTIONS, "Edge Function"),
    BUILD: "Build",
}

# The variable that holds the client's ID, by the stack editor's convention, and those of the pool.
ACCEPTED_NAME: Final = "USER_POOL_CLIENT_ID"
POOL_NAMES: Final = ("USER_POOL_ID", "USER_POOL_ARN")

# Resources tied to exactly one client, with the property that names it.
SUB_RESOURCES: Final[dict[str, tuple[str, ...]]] = {
    "AWS::Cognito::UserPoolUICustomizationAttachment": ("ClientId",),
    "AWS::Cognito::UserPoolRiskConfigurationAttachment": ("ClientId",),
    "AWS::Cognito::ManagedLoginBranding": ("ClientId",),
    "AWS::Cognito::Terms": ("ClientId",),
}

# The sections of SAM's Globals, by the type they are merged into.
# https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
GLOBALS_SECTIONS: Final[dict[str, str]] = {
    SAM_FUNCTION: "Function",
    "AWS::Serverless::Api": "Api",
    "AWS::Serverless::HttpApi": "HttpApi",
    "AWS::Serverless::SimpleTable": "SimpleTable",
    "AWS::Serverless::StateMachine": "StateMachine",
}

# (attribute of a pool, delimiter, index) of Select/Split -> the attribute that the piece equals.
# Arn: arn:aws:cognito-idp:REGION:ACCOUNT:userpool/ID. ProviderName: cognito-idp.REGION.amazonaws.com/ID.
PIECES_OF_ATTRIBUTES: Final[dict[tuple[str, str, int], str]] = {
    ("Arn", "/", 1): "UserPoolId",
    ("ProviderName", "/", 1): "UserPoolId",
    ("ProviderURL", "/", 3): "UserPoolId",
    ("ProviderURL", "//", 1): "ProviderName",
}

# Types whose Ref or attributes can be anything, a client's ID or a pool's ID among it.
OPAQUE_PREFIXES: Final = ("Custom::", "AWS::CloudFormation::", "AWS::Serverless::Application")
# Attributes that pass on a value from elsewhere.
OPAQUE_ATTRIBUTES: Final = frozenset({("AWS::SSM::Parameter", "Value")})
