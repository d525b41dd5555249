"""Makes the templates that the benchmark lints: mixed ones like those people publish, and hard ones.

Every template comes out the same on every run, and cfn-lint's own rules find nothing wrong with it.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Template = dict[str, Any]
Body = dict[str, Any]

_CLIENT = "AWS::Cognito::UserPoolClient"
_NO_VALUE = {"Ref": "AWS::NoValue"}
_KEPT = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Retain"}
_CODE = {"ZipFile": "def handler(event, context): return event"}


def ref(name: str) -> Body:
    """Return a reference to a resource or parameter."""
    return {"Ref": name}


def att(name: str, attribute: str) -> Body:
    """Return an attribute of a resource."""
    return {"Fn::GetAtt": [name, attribute]}


def sub(text: str) -> Body:
    """Return a text with variables."""
    return {"Fn::Sub": text}


def when(condition: str, value: Any, otherwise: Any = None) -> Body:
    """Return one value where the condition holds, else the other (by default none)."""
    return {"Fn::If": [condition, value, _NO_VALUE if otherwise is None else otherwise]}


def mixed(count: int) -> Template:
    """Return a SAM template with the mix of resources that published ones have.

    Of 25 resources 3 are clients, 5 functions with the settings of Globals, one is a container and one an identity
    pool; each 25 bring a condition of their own, and a client's ID in clear under one of them.

    Args:
        count: how many resources.
    """
    every = itertools.chain.from_iterable(_service(number) for number in itertools.count(1))
    resources = dict(itertools.islice(every, count))
    services = range(1, (count + 24) // 25 + 1)
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Transform": "AWS::Serverless-2016-10-31",
        "Description": f"{count} resources in the mix of published templates",
        "Parameters": {
            "Stage": {"Type": "String", "AllowedValues": ["dev", "test", "prod"], "Default": "dev"},
            "Domain": {"Type": "String"},
            **{
                f"Sso{number}": {"Type": "String", "AllowedValues": ["on", "off"], "Default": "off"}
                for number in services
            },
        },
        "Conditions": {
            "IsProd": {"Fn::Equals": [ref("Stage"), "prod"]},
            "IsDev": {"Fn::Equals": [ref("Stage"), "dev"]},
            **{f"HasSso{number}": {"Fn::Equals": [ref(f"Sso{number}"), "on"]} for number in services},
        },
        "Globals": {
            "Function": {
                "Runtime": "python3.13",
                "Handler": "app.handler",
                "Timeout": 10,
                "Environment": {"Variables": {"STAGE": ref("Stage"), "DOMAIN": ref("Domain")}},
            }
        },
        "Resources": resources,
    }


def _service(number: int) -> Iterator[tuple[str, Body]]:
    """Yield the 25 resources of a service by logical ID; each refers to those before it only."""
    yield from _sign_in(number)
    yield from _workers(number)


def _sign_in(n: int) -> Iterator[tuple[str, Body]]:
    pool, domain, api, sso = f"Users{n}", f"Users{n}Domain", f"Orders{n}", f"Sso{n}Provider"
    yield f"Log{n}", {"Type": "AWS::Logs::LogGroup", **_KEPT, "Properties": {"RetentionInDays": 30}}
    yield pool, {"Type": "AWS::Cognito::UserPool", **_KEPT, "Properties": _pool(f"users-{n}")}
    yield (
        f"Web{n}",
        {
            "Type": _CLIENT,
            **_KEPT,
            "Properties": {
                "ClientName": f"web {n}",
                "UserPoolId": ref(pool),
                "PreventUserExistenceErrors": "ENABLED",
                "ExplicitAuthFlows": ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
                "AllowedOAuthFlowsUserPoolClient": True,
                "AllowedOAuthFlows": ["code"],
                "AllowedOAuthScopes": ["openid", "email", "profile"],
                "SupportedIdentityProviders": ["COGNITO"],
                "CallbackURLs": [sub("https://${Domain}/in"), when("IsDev", "http://localhost:3000/in")],
                "LogoutURLs": [sub("https://${Domain}/out")],
                "AccessTokenValidity": 60,
                "IdTokenValidity": 60,
                "RefreshTokenValidity": 30,
                "TokenValidityUnits": {"AccessToken": "minutes", "IdToken": "minutes", "RefreshToken": "days"},
            },
        },
    )
    yield domain, {"Type": "AWS::Cognito::UserPoolDomain", "Properties": _of(pool, Domain=sub(f"users-{n}-${{Stage}}"))}
    yield (
        api,
        {
            "Type": "AWS::Cognito::UserPoolResourceServer",
            "Properties": _of(
                pool,
                Identifier=f"orders-{n}",
                Name="Orders",
                Scopes=[{"ScopeName": "read", "ScopeDescription": "Read orders"}],
            ),
        },
    )
    yield (
        sso,
        {
            "Type": "AWS::Cognito::UserPoolIdentityProvider",
            "Condition": f"HasSso{n}",
            "Properties": _of(
                pool,
                ProviderName="Google",
                ProviderType="Google",
                ProviderDetails={
                    "client_id": f"{{{{resolve:ssm:/google/{n}/id}}}}",
                    "client_secret": f"{{{{resolve:secretsmanager:google-{n}:SecretString:secret}}}}",
                    "authorize_scopes": "openid email",
                },
            ),
        },
    )
    yield (
        f"Office{n}",
        {
            "Type": _CLIENT,
            **_KEPT,
            "Properties": {
                "ClientName": f"office {n}",
                "UserPoolId": ref(pool),
                "GenerateSecret": True,
                "PreventUserExistenceErrors": "ENABLED",
                "AllowedOAuthFlowsUserPoolClient": True,
                "AllowedOAuthFlows": ["code"],
                "AllowedOAuthScopes": ["openid", sub(f"${{{api}}}/read")],
                "SupportedIdentityProviders": ["COGNITO", when(f"HasSso{n}", ref(sso))],
                "CallbackURLs": [when("IsProd", sub("https://${Domain}/office"), sub("https://${Stage}.${Domain}/"))],
            },
        },
    )
    yield (
        f"Machine{n}",
        {
            "Type": _CLIENT,
            **_KEPT,
            "Condition": "IsProd",
            "Properties": {
                "ClientName": f"machine {n}",
                "UserPoolId": att(pool, "UserPoolId"),
                "GenerateSecret": True,
                "PreventUserExistenceErrors": "ENABLED",
                "AllowedOAuthFlowsUserPoolClient": True,
                "AllowedOAuthFlows": ["client_credentials"],
                "AllowedOAuthScopes": [sub(f"${{{api}}}/read")],
            },
        },
    )
    for group in ("Admins", "Editors"):
        yield f"{group}{n}", {"Type": "AWS::Cognito::UserPoolGroup", "Properties": _of(pool, GroupName=group.lower())}
    guests = f"Guests{n}"
    provider = {"ClientId": ref(f"Web{n}"), "ProviderName": att(pool, "ProviderName")}
    yield (
        guests,
        {
            "Type": "AWS::Cognito::IdentityPool",
            "Properties": {"AllowUnauthenticatedIdentities": False, "CognitoIdentityProviders": [provider]},
        },
    )
    trust = {
        "Effect": "Allow",
        "Principal": {"Federated": "cognito-identity.amazonaws.com"},
        "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {"cognito-identity.amazonaws.com:aud": ref(guests)}},
    }
    yield f"GuestRole{n}", _role(trust, "mobileanalytics:PutEvents", "*")
    yield (
        f"GuestRoles{n}",
        {
            "Type": "AWS::Cognito::IdentityPoolRoleAttachment",
            "Properties": {"IdentityPoolId": ref(guests), "Roles": {"authenticated": att(f"GuestRole{n}", "Arn")}},
        },
    )


def _workers(n: int) -> Iterator[tuple[str, Body]]:
    pool, web = f"Users{n}", f"Web{n}"
    yield (
        f"Table{n}",
        {
            "Type": "AWS::DynamoDB::Table",
            **_KEPT,
            "Properties": {
                "BillingMode": "PAY_PER_REQUEST",
                "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                "SSESpecification": {"SSEEnabled": True},
            },
        },
    )
    yield f"Files{n}", {"Type": "AWS::S3::Bucket", **_KEPT, "Properties": {"BucketName": sub(f"files-{n}-${{Stage}}")}}
    yield f"Queue{n}", {"Type": "AWS::SQS::Queue", **_KEPT, "Properties": {"VisibilityTimeout": 60}}
    trust = {"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}
    yield f"TaskRole{n}", _role(trust, "dynamodb:GetItem", att(f"Table{n}", "Arn"))
    yield (
        f"Api{n}",
        {
            "Type": "AWS::Serverless::HttpApi",
            "Properties": {
                "Auth": {
                    "DefaultAuthorizer": "Users",
                    "Authorizers": {
                        "Users": {
                            "IdentitySource": "$request.header.Authorization",
                            "JwtConfiguration": {
                                "audience": [ref(web)],
                                "issuer": sub(f"https://cognito-idp.${{AWS::Region}}.amazonaws.com/${{{pool}}}"),
                            },
                        }
                    },
                }
            },
        },
    )
    for verb in ("Get", "List", "Create", "Change", "Remove"):
        event = {"ApiId": ref(f"Api{n}"), "Path": f"/{verb.lower()}", "Method": "post"}
        # One mistake a service, as in published templates.
        client = when("IsDev", f"3n4b5urk1ft4fl3mg5e62d9{n:03}", ref(web)) if verb == "Change" else ref(web)
        variables = {"USER_POOL_ID": ref(pool), "USER_POOL_CLIENT_ID": client, "TABLE_NAME": ref(f"Table{n}")}
        yield (
            f"{verb}Order{n}",
            {
                "Type": "AWS::Serverless::Function",
                "Properties": {
                    "CodeUri": f"src/{verb.lower()}/",
                    "Environment": {"Variables": variables},
                    "Policies": [{"DynamoDBCrudPolicy": {"TableName": ref(f"Table{n}")}}],
                    "Events": {"Call": {"Type": "HttpApi", "Properties": event}},
                },
            },
        )
    yield (
        f"OfficeTask{n}",
        {
            "Type": "AWS::ECS::TaskDefinition",
            "Properties": {
                "RequiresCompatibilities": ["FARGATE"],
                "NetworkMode": "awsvpc",
                "Cpu": "256",
                "Memory": "512",
                "TaskRoleArn": att(f"TaskRole{n}", "Arn"),
                "ContainerDefinitions": [
                    {
                        "Name": "office",
                        "Image": "office:1",
                        "Environment": [
                            {"Name": "USER_POOL_ID", "Value": ref(pool)},
                            {"Name": "USER_POOL_CLIENT_ID", "Value": ref(f"Office{n}")},
                        ],
                    }
                ],
            },
        },
    )
    value = {"Type": "String", "Name": sub(f"/${{Stage}}/web/{n}"), "Value": ref(web)}
    yield f"WebId{n}", {"Type": "AWS::SSM::Parameter", "Properties": value}


def _pool(name: str) -> Body:
    return {
        "UserPoolName": name,
        "UsernameAttributes": ["email"],
        "AutoVerifiedAttributes": ["email"],
        "Policies": {"PasswordPolicy": {"MinimumLength": 12, "RequireNumbers": True}},
        "Schema": [{"Name": "email", "AttributeDataType": "String", "Required": True, "Mutable": True}],
    }


def _of(pool: str, **properties: Any) -> Body:
    return {"UserPoolId": ref(pool), **properties}


def _role(trust: Body, action: str, resource: Any) -> Body:
    statement = {"Effect": "Allow", "Action": [action], "Resource": resource}
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [trust]},
            "Policies": [{"PolicyName": "use", "PolicyDocument": {"Version": "2012-10-17", "Statement": [statement]}}],
        },
    }


# -- the hard ones -------------------------------------------------------------------------------------


def _plain(description: str, resources: Body, **sections: Any) -> Template:
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Description": description,
        **{name: section for name, section in sections.items() if section},
        "Resources": resources,
    }


def _client(number: int | str, **properties: Any) -> Body:
    """Return a client of the pool `Users` that signs people in, with some properties set otherwise."""
    return {
        "Type": _CLIENT,
        **_KEPT,
        "Properties": {
            "ClientName": f"client {number}",
            "UserPoolId": ref("Users"),
            "PreventUserExistenceErrors": "ENABLED",
            "AllowedOAuthFlowsUserPoolClient": True,
            "AllowedOAuthFlows": ["code"],
            "AllowedOAuthScopes": ["openid", "email"],
            "SupportedIdentityProviders": ["COGNITO"],
            "CallbackURLs": [f"https://app-{number}.example.com/in"],
            **properties,
        },
    }


def _users() -> Body:
    return {"Users": {"Type": "AWS::Cognito::UserPool", **_KEPT, "Properties": _pool("users")}}


def _function(**variables: Any) -> Body:
    return {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "Runtime": "python3.13",
            "Handler": "index.handler",
            "Role": sub("arn:aws:iam::${AWS::AccountId}:role/worker"),
            "Code": _CODE,
            "Environment": {"Variables": variables},
        },
    }


def clients() -> Template:
    """Return a pool with as many clients as a template holds: 499, since the pool is a resource too."""
    named = {f"Client{n}": _client(n) for n in range(1, 500)}
    return _plain("As many clients as there can be on one pool", _users() | named)


def conditions() -> Template:
    """Return 99 clients on a pool, whose properties depend on 200 conditions."""
    switches = {
        f"Switch{n}": {"Type": "String", "AllowedValues": ["on", "off"], "Default": "off"} for n in range(1, 101)
    }
    single: Body = {f"Is{n}": {"Fn::Equals": [ref(f"Switch{n}"), "on"]} for n in range(1, 101)}
    double: Body = {
        f"Both{n}": {"Fn::And": [{"Condition": f"Is{n}"}, {"Condition": f"Is{n % 100 + 1}"}]} for n in range(1, 101)
    }
    named = {
        f"Client{n}": _client(
            n,
            CallbackURLs=[f"https://app-{n}.example.com/in", when(f"Both{n}", f"https://beta-{n}.example.com/in")],
            GenerateSecret=when(f"Is{n}", True, False),
        )
        for n in range(1, 100)
    }
    named["Client99"]["Condition"] = "Is100"
    named["Client98"]["Condition"] = "Both100"
    return _plain("200 conditions", _users() | named, Parameters=switches, Conditions=single | double)


def ten_conditions(count: int) -> Template:
    """Return a mixed template in which a third of the resources are there under one of ten conditions."""
    template = mixed(count)
    for n in range(10):
        template["Parameters"][f"Flag{n}"] = {"Type": "String", "AllowedValues": ["true", "false"], "Default": "true"}
        template["Conditions"][f"Is{n}"] = {"Fn::Equals": [ref(f"Flag{n}"), "true"]}
    for n, body in enumerate(itertools.islice(template["Resources"].values(), None, None, 3)):
        body.setdefault("Condition", f"Is{n % 10}")
    return template


def conditional_client() -> Template:
    """Return a mixed template of 25 resources, with 12 independent conditions in one client's properties."""
    template = mixed(25)
    for n in range(1, 13):
        template["Parameters"][f"Switch{n}"] = {"Type": "String", "AllowedValues": ["on", "off"], "Default": "off"}
        template["Conditions"][f"Is{n}"] = {"Fn::Equals": [ref(f"Switch{n}"), "on"]}
    template["Resources"]["Office1"]["Properties"] |= {
        "GenerateSecret": when("Is1", True, False),
        "PreventUserExistenceErrors": when("Is2", "ENABLED"),
        "ExplicitAuthFlows": [
            "ALLOW_REFRESH_TOKEN_AUTH",
            when("Is3", "ALLOW_USER_SRP_AUTH", "ALLOW_USER_AUTH"),
            when("Is4", "ALLOW_CUSTOM_AUTH"),
        ],
        "AllowedOAuthScopes": ["openid", when("Is5", "email"), when("Is6", "profile")],
        "CallbackURLs": [
            "https://example.com/in",
            when("Is7", "https://seven.example.com/in"),
            when("Is8", "https://eight.example.com/in"),
        ],
        "LogoutURLs": when("Is9", ["https://example.com/out"], ["https://nine.example.com/out"]),
        "DefaultRedirectURI": when("Is10", "https://example.com/in"),
        "EnableTokenRevocation": when("Is11", True),
        "AccessTokenValidity": when("Is12", 1, 2),
    }
    return template


def substitutions() -> Template:
    """Return 49 clients and 50 functions with 100 `Fn::Sub` of 50 variables each."""
    given: Body = {f"Part{n}": {"Type": "String", "Default": "a"} for n in range(1, 51)}
    path = "/".join(f"${{Part{n}}}" for n in range(1, 51))
    longer = "/".join(f"${{v{n}}}" for n in range(1, 51))
    # Half of the variables are told beside the text, half of those are attributes of the pool.
    told = {f"v{n}": ref(f"Part{n}") if n % 2 else att("Users", "ProviderName") for n in range(1, 51)}
    resources = _users()
    for n in range(1, 50):
        resources[f"Client{n}"] = _client(n, CallbackURLs=[sub(f"https://app-{n}.example.com/{path}")])
    for n in range(1, 51):
        resources[f"Worker{n}"] = _function(
            USER_POOL_ID=ref("Users"),
            USER_POOL_CLIENT_ID=ref(f"Client{min(n, 49)}"),
            RETURN_TO={"Fn::Sub": [longer, told]},
        )
    resources["Worker50"]["Properties"]["Environment"]["Variables"]["PLACE"] = sub(path)
    return _plain("100 texts of 50 variables", resources, Parameters=given)


def loop() -> Template:
    """Return a pool and an `Fn::ForEach` that makes 100 clients."""
    client = _client(0, ClientName=sub("client ${Name}"), CallbackURLs=[sub("https://${Name}.example.com/in")])
    names = [f"App{n}" for n in range(1, 101)]
    resources = {**_users(), "Fn::ForEach::Clients": ["Name", names, {"Client${Name}": client}]}
    return _plain("A loop over 100 clients", resources, Transform="AWS::LanguageExtensions")


def chain() -> Template:
    """Return 400 resources, each of which needs the one before it; every fortieth is a client."""
    resources = _users()
    before = "Users"
    for n in range(2, 401):
        name = f"Step{n}"
        if n % 40 == 0:
            resources[name] = _client(n)
        else:
            resources[name] = {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": str(n)}}
        resources[name]["DependsOn"] = before
        before = name
    return _plain("A chain of 400 resources", resources)


# The hard templates by name, with how many resources each has.
HARD: dict[str, tuple[int, Callable[[], Template]]] = {
    "499 clients on one pool": (500, clients),
    "200 conditions": (100, conditions),
    "a client with 12 conditions": (25, conditional_client),
    "100 Fn::Sub of 50 variables": (100, substitutions),
    "Fn::ForEach over 100": (101, loop),
    "a chain of 400 resources": (400, chain),
}


def without_client(count: int) -> Template:
    """Return a mixed template without anything that has to do with users."""
    every = (
        (name, body)
        for number in itertools.count(1)
        for name, body in _service(number)
        if body["Type"] in ("AWS::Logs::LogGroup", "AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::SQS::Queue")
    )
    template = mixed(0)
    del template["Globals"], template["Conditions"], template["Parameters"]["Domain"]
    template["Resources"] = dict(itertools.islice(every, count))
    return template


class _Dumper(yaml.SafeDumper):
    """Writes everything out: CloudFormation knows aliases, but people don't write them."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        """Say of everything that it is not to be shared."""
        return True


def text(template: Template) -> str:
    """Return a template as YAML."""
    return yaml.dump(template, Dumper=_Dumper, sort_keys=False, width=1000)
