"""The edges of E9616 against the output of SAM's own translator; cfn-lint's E3004 is the judge of that."""

from __future__ import annotations

import copy
import importlib.util
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from cfnlint.template import Template
from support import fixtures, lint_data, rule_of

if TYPE_CHECKING:
    from pathlib import Path

BASE = """
Transform: AWS::Serverless-2016-10-31
Resources:
  Members: {Type: AWS::Cognito::UserPool}
  Portal:
    Type: AWS::Cognito::UserPoolClient
    Properties: {UserPoolId: !Ref Members}
  Handler:
    Type: AWS::Serverless::Function
    Properties: {Runtime: python3.12, Handler: index.handler, InlineCode: x}
"""
COGNITO = "Handler: {Events: {E: {Type: Cognito, Properties: {UserPool: !Ref Members, Trigger: PreSignUp}}}}"
ENVIRONMENT = "Handler: {Environment: {Variables: {USER_POOL_CLIENT_ID: !Ref Portal}}}"
REST = "Api: {Type: AWS::Serverless::Api, StageName: live}"
HTTP = "Api: {Type: AWS::Serverless::HttpApi}"
ON_REST = "Handler: {Events: {E: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /x, Method: get}}}}"
ON_HTTP = "Handler: {Events: {E: {Type: HttpApi, Properties: {ApiId: !Ref Api, Path: /x, Method: get}}}}"
IMPLICIT_REST = "Handler: {Events: {E: {Type: Api, Properties: {Path: /x, Method: get}}}}"
IMPLICIT_HTTP = "Handler: {Events: {E: {Type: HttpApi}}}"
FREE_REST = "Other: {Type: AWS::Serverless::Function, Runtime: python3.12, Handler: index.handler, InlineCode: x}"
URL = "Handler: {FunctionUrlConfig: {AuthType: NONE}}"
ROLE = 'Handler: {Role: "arn:aws:iam::123456789012:role/x"}'
LIVE = "Handler: {AutoPublishAlias: live}"
OWN = "{openapi: 3.0.1, info: {title: x}, paths: {}}"


def back_to(address: str) -> str:
    return f"Portal: {{CallbackURLs: [!Sub 'https://{address}/in']}}"


def policies(of: str) -> str:
    return f"Handler: {{Policies: [{{Statement: [{{Effect: Allow, Action: 'cognito-idp:*', Resource: {of}}}]}}]}}"


def destination(extra: str = "") -> list[str]:
    to = "{Type: Lambda, Destination: !GetAtt Failed.Arn}"
    return [
        f"Failed: {{Type: AWS::Serverless::Function, Runtime: python3.12, Handler: i.h, InlineCode: x {extra}}}",
        f"Handler: {{EventInvokeConfig: {{DestinationConfig: {{OnFailure: {to}}}}}}}",
    ]


FAILED_HOLDS = ", Environment: {Variables: {USER_POOL_CLIENT_ID: !Ref Portal}}"
JWT = "{IdentitySource: $request.header.Authorization, JwtConfiguration: {audience: [AUD], issuer: ISS}}"
AUDIENCE = f"Api: {{Auth: {{Authorizers: {{M: {JWT.replace('AUD', '!Ref Portal').replace('ISS', 'x')}}}}}}}"
ISSUER = (
    f"Api: {{Auth: {{Authorizers: {{M: {JWT.replace('AUD', 'x').replace('ISS', '!GetAtt Members.ProviderURL')}}}}}}}"
)
POOL_ARN = "Api: {Auth: {Authorizers: {M: {UserPoolArn: !GetAtt Members.Arn}}}}"
BY_FUNCTION = "Api: {Auth: {Authorizers: {M: {FunctionArn: !GetAtt Handler.Arn}}}}"
BY_FUNCTION_HTTP = (
    "Api: {Auth: {Authorizers: {M: {FunctionArn: !GetAtt Handler.Arn, AuthorizerPayloadFormatVersion: '2.0',"
    " Identity: {Headers: [A]}}}}}"
)
BODY = "{openapi: 3.0.1, info: {title: !Ref Portal}, paths: {}}"
INTEGRATION = "{type: http_proxy, httpMethod: GET, uri: 'https://example.com', payloadFormatVersion: '1.0'}"
HAS_PATH = OWN.replace("{}", f"{{/x: {{get: {{responses: {{}}, x-amazon-apigateway-integration: {INTEGRATION}}}}}}}")
LOGS = "Logs: {Type: AWS::Logs::LogGroup, LogGroupName: !Sub '/api/${Api}'}"

RINGS: dict[str, list[str]] = {
    "trigger, environment": [COGNITO, ENVIRONMENT],
    "trigger, environment, alias": [COGNITO, ENVIRONMENT, LIVE],
    "trigger, policies": [COGNITO, policies("!Sub '${Members.Arn}/${Portal}'")],
    "trigger, policies, pool": [COGNITO, policies("!GetAtt Members.Arn")],
    "trigger, tags": [COGNITO, "Handler: {Tags: {client: !Ref Portal}}"],
    "trigger, destination": [COGNITO, *destination(FAILED_HOLDS)],
    "trigger, pool in the environment": [COGNITO, "Handler: {Environment: {Variables: {P: !Ref Members}}}"],
    "REST, event": [REST, ON_REST, ENVIRONMENT, back_to("${Api}.example.com")],
    "REST, event, alias": [REST, ON_REST, ENVIRONMENT, LIVE, back_to("${Api}.example.com")],
    "REST, event, stage": [REST, ON_REST, ENVIRONMENT, back_to("example.com/${Api.Stage}")],
    "REST, event, implicit": [IMPLICIT_REST, ENVIRONMENT, back_to("${ServerlessRestApi}.example.com")],
    "REST, event, implicit stage": [IMPLICIT_REST, ENVIRONMENT, back_to("x.example.com/${ServerlessRestApiProdStage}")],
    "REST, authorizer's function": [REST, BY_FUNCTION, ENVIRONMENT, back_to("${Api}.example.com")],
    "REST, variables, stage": [REST, "Api: {Variables: {C: !Ref Portal}}", back_to("example.com/${Api.Stage}")],
    "REST, body": [REST, f"Api: {{DefinitionBody: {BODY}}}", back_to("${Api}.example.com")],
    "HTTP, audience": [HTTP, AUDIENCE, back_to("${Api}.example.com")],
    "HTTP, audience, endpoint": [HTTP, AUDIENCE, back_to("${Api.ApiEndpoint}")],
    "HTTP, body": [HTTP, f"Api: {{DefinitionBody: {BODY}}}", back_to("${Api}.example.com")],
    "HTTP, tags": [HTTP, "Api: {Tags: {client: !Ref Portal}}", back_to("${Api}.example.com")],
    "HTTP, event": [HTTP, ON_HTTP, ENVIRONMENT, back_to("${Api}.example.com")],
    "HTTP, event, own body": [HTTP, f"Api: {{DefinitionBody: {OWN}}}", ON_HTTP, ENVIRONMENT, back_to("${Api}.x.com")],
    "HTTP, event, implicit": [IMPLICIT_HTTP, ENVIRONMENT, back_to("${ServerlessHttpApi}.example.com")],
    "HTTP, authorizer's function": [HTTP, BY_FUNCTION_HTTP, ENVIRONMENT, back_to("${Api}.example.com")],
    "HTTP, variables, stage": [HTTP, "Api: {StageVariables: {C: !Ref Portal}}", back_to("example.com/${Api.Stage}")],
    "URL": [URL, ENVIRONMENT, back_to("${HandlerUrl.FunctionUrl}")],
    "URL, alias": [URL, LIVE, ENVIRONMENT, back_to("${HandlerUrl.FunctionUrl}")],
    "bucket": [
        "Files: {Type: AWS::S3::Bucket}",
        "Handler: {Events: {E: {Type: S3, Properties: {Bucket: !Ref Files, Events: 's3:ObjectCreated:*'}}}}",
        ENVIRONMENT,
        back_to("${Files.RegionalDomainName}"),
    ],
}
NO_RINGS: dict[str, list[str]] = {
    "trigger": [COGNITO],
    "trigger, policies beside a role": [COGNITO, ROLE, policies("!Sub '${Members.Arn}/${Portal}'")],
    "trigger, destination": [COGNITO, *destination()],
    "trigger, destination, beside a role": [COGNITO, ROLE, *destination(FAILED_HOLDS)],
    "trigger, address": [
        COGNITO,
        "Handler: {FunctionUrlConfig: {AuthType: NONE, Cors: {AllowOrigins: [!Ref Portal]}}}",
    ],
    "trigger, events": [
        COGNITO,
        "Handler: {Events: {S: {Type: Schedule, Properties: {Schedule: 'rate(1 day)', Input: !Ref Portal}}}}",
    ],
    "environment, own API": [REST, ON_REST, ENVIRONMENT],
    "REST, pool's authorizer": [REST, ON_REST, POOL_ARN, back_to("${Api}.example.com")],
    "REST, own body": [
        REST,
        f"Api: {{DefinitionBody: {OWN.replace('openapi: 3.0.1', 'swagger: 2.0')}}}",
        ON_REST,
        ENVIRONMENT,
        back_to("${Api}.example.com"),
    ],
    "REST, variables": [REST, "Api: {Variables: {C: !Ref Portal}}", back_to("${Api}.example.com")],
    "REST, tags": [REST, "Api: {Tags: {client: !Ref Portal}}", back_to("${Api}.example.com")],
    "REST, logs": [
        REST,
        LOGS,
        "Api: {AccessLogSetting: {DestinationArn: !GetAtt Logs.Arn, Format: x}}",
        back_to("${Api}.example.com"),
    ],
    "REST, function needs its own API": [
        REST,
        "Handler: {Environment: {Variables: {A: !Ref Api}}}",
        back_to("${Api}.example.com"),
    ],
    "HTTP, issuer": [HTTP, ISSUER, back_to("${Api}.example.com")],
    "HTTP, variables": [HTTP, "Api: {StageVariables: {C: !Ref Portal}}", back_to("${Api}.example.com")],
    "HTTP, path in the body": [
        HTTP,
        f"Api: {{DefinitionBody: {HAS_PATH}}}",
        ON_HTTP,
        ENVIRONMENT,
        back_to("${Api}.x.com"),
    ],
    "HTTP, logs": [
        HTTP,
        LOGS,
        "Api: {AccessLogSettings: {DestinationArn: !GetAtt Logs.Arn, Format: x}}",
        back_to("${Api}.example.com"),
    ],
    "URL": [URL, back_to("${HandlerUrl.FunctionUrl}")],
    "other function": [
        FREE_REST,
        REST,
        ON_REST,
        "Other: {Environment: {Variables: {C: !Ref Portal}}}",
        back_to("${Api}.example.com"),
    ],
}


class _Loader(yaml.SafeLoader):
    """Reads CloudFormation's short forms."""


def _short(loader: yaml.SafeLoader, tag: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.SequenceNode):
        value: Any = loader.construct_sequence(node, deep=True)
    else:
        value = node.value
    if tag == "GetAtt":
        return {"Fn::GetAtt": str(value).split(".", 1)}
    return {tag if tag == "Ref" else f"Fn::{tag}": value}


_Loader.add_multi_constructor("!", _short)


def template(changes: list[str]) -> dict[str, Any]:
    made: dict[str, Any] = yaml.load(BASE, _Loader)
    for change in changes:
        for name, given in yaml.load(change, _Loader).items():
            kind = given.pop("Type", "")
            resource = made["Resources"].setdefault(name, {"Type": kind})
            properties = resource.setdefault("Properties", {})
            for key, value in given.items():
                if isinstance(value, dict) and key in ("Events", "Auth"):
                    properties[key] = {**properties.get(key, {}), **value}
                else:
                    properties[key] = value
    return made


def has_ring_in_sams_output(written: dict[str, Any]) -> bool:
    from samtranslator.translator.transform import transform

    class NoPolicies:
        def load(self) -> dict[str, Any]:
            return {}

    translated = transform(copy.deepcopy(written), {}, NoPolicies())
    made = Template("template.json", translated, ["us-east-1"])
    assert made.graph is not None
    return bool(made.graph.get_cycles(made))


has_sam = pytest.mark.skipif(
    importlib.util.find_spec("samtranslator") is None, reason="needs aws-sam-translator (extra `dev`)"
)
EVERY = [
    *(pytest.param(changes, True, id=f"ring: {name}") for name, changes in RINGS.items()),
    *(pytest.param(changes, False, id=f"none: {name}") for name, changes in NO_RINGS.items()),
]


@pytest.mark.second_tier
@has_sam
@pytest.mark.parametrize(("changes", "is_ring"), EVERY)
def test_sam_makes_a_ring_of_it_or_not(monkeypatch: pytest.MonkeyPatch, changes: list[str], is_ring: bool) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    assert has_ring_in_sams_output(template(changes)) is is_ring


@pytest.mark.parametrize(("changes", "is_ring"), EVERY)
def test_the_rule_says_so(tmp_path: Path, changes: list[str], is_ring: bool) -> None:
    found = lint_data(tmp_path, template(changes))
    assert ("E9616" in {finding.id for finding in found}) is is_ring


@has_sam
@pytest.mark.parametrize(
    "path", [p for kind in ("fail", "pass") for p in fixtures(kind) if rule_of(p) == "E9616"], ids=lambda p: p.name
)
def test_a_fixture_has_a_ring_in_sams_output_or_not(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    written = yaml.load(path.read_text(encoding="utf-8"), _Loader)
    assert has_ring_in_sams_output(written) is (".fail." in path.name)


def test_of_a_ring_of_core_only_core_speaks(tmp_path: Path) -> None:
    trigger = "Members: {LambdaConfig: {PreSignUp: !GetAtt Handler.Arn}}"
    found = {finding.id for finding in lint_data(tmp_path, template([trigger, ENVIRONMENT]), core=True)}
    assert "E3004" in found
    assert "E9616" not in found


def test_a_client_that_its_own_api_needs_is_not_asked_into_the_environment(tmp_path: Path) -> None:
    wired = "Handler: {Tags: {client: !Ref Portal}}"
    assert "W9620" in {finding.id for finding in lint_data(tmp_path, template([wired]))}
    own_role = "Handler: {Role: 'arn:aws:iam::123456789012:role/x', Policies: [!Ref Portal]}"
    changes = [own_role, REST, ON_REST, back_to("${Api}.example.com")]
    assert "W9620" not in {finding.id for finding in lint_data(tmp_path, template(changes))}
    assert "W9620" in {finding.id for finding in lint_data(tmp_path, template(changes[:3]))}
