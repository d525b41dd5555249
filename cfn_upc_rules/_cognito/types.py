"""Resource types: clients and pools, what carries an environment, what hangs on a client."""

from __future__ import annotations

from typing import Final

from cfn_upc_rules._template.globals import SAM_FUNCTION

CLIENT: Final = "AWS::Cognito::UserPoolClient"
POOL: Final = "AWS::Cognito::UserPool"
IDENTITY_PROVIDER: Final = "AWS::Cognito::UserPoolIdentityProvider"
RESOURCE_SERVER: Final = "AWS::Cognito::UserPoolResourceServer"
DOMAIN: Final = "AWS::Cognito::UserPoolDomain"
BRANDING: Final = "AWS::Cognito::ManagedLoginBranding"
UI_CUSTOMIZATION: Final = "AWS::Cognito::UserPoolUICustomizationAttachment"
RISK_CONFIGURATION: Final = "AWS::Cognito::UserPoolRiskConfigurationAttachment"
TERMS: Final = "AWS::Cognito::Terms"
PERMISSION: Final = "AWS::Lambda::Permission"
IDENTITY_POOL: Final = "AWS::Cognito::IdentityPool"
DISTRIBUTION: Final = "AWS::CloudFront::Distribution"

FUNCTIONS: Final = frozenset({SAM_FUNCTION, "AWS::Lambda::Function"})
DOCKER_TASK: Final = "AWS::ECS::TaskDefinition"
EDGE_FUNCTIONS: Final = frozenset({"Custom::StackeryEdgeFunction", "Custom::EdgeFunction"})
# The builds of a website, and where each has its environment: a list of names and values.
BUILDS: Final[dict[str, tuple[str, ...]]] = {
    "AWS::CodeBuild::Project": ("Environment", "EnvironmentVariables"),
    "AWS::Amplify::App": ("EnvironmentVariables",),
    "AWS::Amplify::Branch": ("EnvironmentVariables",),
}

# What carries an environment, by the words the convention uses for it.
COMPUTES: Final[dict[str, str]] = {
    **dict.fromkeys(FUNCTIONS, "Function"),
    DOCKER_TASK: "Docker Task",
    **dict.fromkeys(EDGE_FUNCTIONS, "Edge Function"),
    **dict.fromkeys(BUILDS, "Build"),
}
# Those that may be asked to declare something: a build never is.
DECLARING: Final = tuple(kind for kind in COMPUTES if kind not in BUILDS)

# By this the CDK asks Cognito for a client's secret, and this attribute gives it.
CDK_LOOK_UP: Final = "Custom::DescribeCognitoUserPoolClient"
LOOKED_UP: Final = "UserPoolClient.ClientSecret"
# Custom resources of the CDK's own that may be given a pool, or could read a store, and do nothing to a pool.
CDK_HELPERS: Final = (
    CDK_LOOK_UP,
    "Custom::UserPoolCloudFrontDomainName",
    *("Custom::AWSCDKCfnJson", "Custom::AWSCDKCfnJsonStringify", "Custom::AWSCDKOpenIdConnectProvider"),
    *("Custom::CDKBucketDeployment", "Custom::S3AutoDeleteObjects", "Custom::S3BucketNotifications"),
    *("Custom::CrossRegionExportReader", "Custom::CrossRegionExportWriter", "Custom::CrossRegionStringParameterReader"),
    *("Custom::CloudwatchLogResourcePolicy", "Custom::LogRetention"),
    *("Custom::ECRAutoDeleteImages", "Custom::VpcRestrictDefaultSG"),
)

# Where a value is kept for whoever asks for it by name.
STORES: Final = ("AWS::SSM::Parameter", "AWS::SecretsManager::Secret")

# The variable that holds the client's ID, by the stack editor's convention, and those of the pool.
ACCEPTED_NAME: Final = "USER_POOL_CLIENT_ID"
POOL_NAMES: Final = ("USER_POOL_ID", "USER_POOL_ARN")

# The attributes that are a client's ID; "" for its Ref.
CLIENT_IDS: Final = ("", "ClientId")
# The attributes of a pool that tell which pool it is; the pieces of these (`POOL_FORMS`) don't.
POOL_IDENTIFIERS: Final = ("", "UserPoolId", "Arn", "ProviderName", "ProviderURL")

# The provider that is the pool's own users.
THE_POOL_ITSELF: Final = "COGNITO"

# Whether a client's OAuth settings have any effect.
OAUTH_SWITCH: Final = "AllowedOAuthFlowsUserPoolClient"

# Resources tied to exactly one client, with the property that names it.
SUB_RESOURCES: Final[dict[str, tuple[str, ...]]] = {
    UI_CUSTOMIZATION: ("ClientId",),
    RISK_CONFIGURATION: ("ClientId",),
    BRANDING: ("ClientId",),
    TERMS: ("ClientId",),
}

# What the attributes of a pool consist of: a text, then what stands behind it, and so on.
POOL_FORMS: Final[dict[str, tuple[str, ...]]] = {
    "Arn": ("arn:", "partition", ":cognito-idp:", "region", ":", "account", ":userpool/", "UserPoolId"),
    "ProviderName": ("", "host", "/", "UserPoolId"),
    "ProviderURL": ("https://", "ProviderName"),
}
