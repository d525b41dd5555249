from cfn_upc_rules._cognito.authorizers import COGNITO_USER_POOLS, METHOD, REST_AUTHORIZER
from cfn_upc_rules._cognito.words import refs
from cfn_upc_rules._rule import REPORTED, UNSAFE, Findings, UpcRule, View, put, unsafe
from cfn_upc_rules._template.values import Reference


class MethodAuthorizer(UpcRule):
    """A method that Cognito authorizes names an authorizer of its API, not the pool and not a client."""

    id = "E9718"
    shortdesc = "Method of COGNITO_USER_POOLS without an authorizer"
    source_url = "https://docs.aws.amazon.com/apigateway/latest/api/API_PutMethod.html"
    types = (METHOD,)
    answer = (
        "Invalid authorizer ID specified. Setting the authorization type to CUSTOM or COGNITO_USER_POOLS "
        "requires a valid authorizer."
    )
    quote = "Invalid authorizer ID specified"
    evidence = REPORTED
    fixes = (UNSAFE,)
    properties = ("AuthorizationType",)

    def judge(self, subject: View) -> Findings:
        if subject["AuthorizationType"].text != COGNITO_USER_POOLS:
            return
        authorizer = subject["AuthorizerId"]
        target = authorizer.target
        if target is not None and target.type != REST_AUTHORIZER and not authorizer.opaque:
            wrong = f"has {target} as its authorizer"
        elif authorizer.absent:
            wrong = "has no AuthorizerId"
        else:
            return
        known = subject.stack.of_type(REST_AUTHORIZER)
        instead = f"Set AuthorizerId to {refs(subject.stack, known, 'an AWS::ApiGateway::Authorizer')}"
        edit = unsafe(put(authorizer, Reference(known[0].id))) if len(known) == 1 else None
        yield self.found(authorizer, f"{subject} {wrong}", instead, edit=edit)
