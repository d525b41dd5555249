from cfn_upc_rules._cognito.browsers import PREFIXES
from cfn_upc_rules._cognito.environments import Environment, environments, wired_clients
from cfn_upc_rules._cognito.types import COMPUTES, OAUTH_SWITCH
from cfn_upc_rules._rule import REPORTED, Findings, UpcRule, View, developer_guide

# What a library in the browser signs in with; each needs the hash of a secret, where there is one.
_SDK_FLOWS = (
    "ALLOW_CUSTOM_AUTH",
    "ALLOW_USER_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
    "CUSTOM_AUTH_FLOW_ONLY",
    "USER_PASSWORD_AUTH",
)


class SecretInBrowser(UpcRule):
    """A browser can't keep a secret, so a client that has one refuses what is sent from there."""

    id = "W9707"
    shortdesc = "Browser code gets a User Pool Client that has a secret"
    source_url = developer_guide("user-pool-settings-client-apps")
    types = tuple(COMPUTES)
    answer = "Unable to verify secret hash for client …"
    quote = "verify secret hash"
    evidence = REPORTED

    def judge(self, subject: View) -> Findings:
        for resource in wired_clients(subject.stack, subject.resource):
            client = subject.other(resource)
            if client is None or not client["GenerateSecret"].on or not _signs_in_by_library(client):
                continue
            for environment in environments(subject):
                yield from self._variables(environment, client)

    def _variables(self, environment: Environment, client: View) -> Findings:
        held = [v for v in environment.holding(client.resource) if v.name.startswith(tuple(PREFIXES))]
        if held and not environment.unknown and not environment.may_hold_secret_of(client.resource):
            for variable in held:
                what = f"'{variable.name}' gives browsers {client} with its secret"
                yield self.found(variable.value, what, "Take one without")


def _signs_in_by_library(client: View) -> bool:
    """Return whether a client is known to serve more than the sign-in pages, of which a server redeems the code."""
    return client[OAUTH_SWITCH].off or client["ExplicitAuthFlows"].find_text(*_SDK_FLOWS) is not None
