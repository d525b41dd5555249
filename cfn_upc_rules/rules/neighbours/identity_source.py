from cfn_upc_rules._cognito.authorizers import audience
from cfn_upc_rules._cognito.slots import is_of_cognito
from cfn_upc_rules._cognito.types import CLIENT
from cfn_upc_rules._rule import REPORTED, UNSAFE, Findings, Node, UpcRule, View, rewrite, unsafe
from cfn_upc_rules._template.globals import SAM_HTTP_API
from cfn_upc_rules._template.values import Text, references

_WRONG, _RIGHT = "$request.headers.", "$request.header."


class IdentitySource(UpcRule):
    """The IdentitySource of an HTTP API's authorizer is $request.header.<name>, in the singular."""

    id = "E9713"
    shortdesc = "JWT authorizer reads its token from $request.headers"
    source_url = (
        "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/"
        "sam-property-httpapi-oauth2authorizer.html"
    )
    types = (SAM_HTTP_API,)
    evidence = REPORTED
    fixes = (UNSAFE,)

    def judge(self, subject: View) -> Findings:
        for authorizer in subject.at("Auth", "Authorizers").each_value():
            source = authorizer["IdentitySource"]
            start = source.value.start if isinstance(source.value, Text) else source.text or ""
            if start.lower().startswith(_WRONG) and _is_of_cognito(subject, authorizer):
                what = f"An authorizer of {subject} reads {start}: it is dropped, and its routes are open to all"
                changes = rewrite(source, lambda text: f"{_RIGHT}{text[len(_WRONG) :]}")
                edit = unsafe(*changes) if changes else None
                yield self.found(source, what, f"Write {_RIGHT}{start[len(_WRONG) :]}", edit=edit)


def _is_of_cognito(subject: View, authorizer: Node) -> bool:
    configuration, clients = authorizer["JwtConfiguration"], audience(authorizer)
    issuer = configuration["Issuer"] if configuration["issuer"].absent else configuration["issuer"]
    items = clients.items() if isinstance(clients.raw, list) else (clients,)
    targets = [subject.stack.resources.get(ref.target) for item in items for ref in references(item.value)]
    return is_of_cognito(subject.stack, issuer) or any(target and target.type == CLIENT for target in targets)
