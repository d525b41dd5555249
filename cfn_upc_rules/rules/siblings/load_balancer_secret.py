from cfn_upc_rules._cognito.actions import LISTENERS, cognito_actions
from cfn_upc_rules._cognito.types import CLIENT
from cfn_upc_rules._cognito.words import entry
from cfn_upc_rules._rule import REPORTED, UNSAFE, Findings, UpcRule, View, put, unsafe


class LoadBalancerSecret(UpcRule):
    """AuthenticateCognitoConfig needs a client with GenerateSecret: true."""

    id = "E9657"
    shortdesc = "Load balancer uses a User Pool Client without a secret"
    source_url = "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html"
    types = LISTENERS
    answer = "The user pool client must have a client secret"
    quote = "must have a client secret"
    evidence = REPORTED
    fixes = (UNSAFE,)

    def judge(self, subject: View) -> Findings:
        for config in cognito_actions(subject):
            used = config["UserPoolClientId"]
            if used.target is None or used.target.type != CLIENT:
                continue
            client = subject.other(used.target)
            if client is not None and client["GenerateSecret"].off:
                what = f"{subject} signs in with {client}, which has no secret"
                instead = f"Set {entry(subject.stack, 'GenerateSecret', True)}"
                yield self.found(used, what, instead, edit=unsafe(put(client["GenerateSecret"], True)))
