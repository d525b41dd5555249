from cfn_upc_rules._cognito.providers import SOCIAL
from cfn_upc_rules._cognito.types import CLIENT, IDENTITY_PROVIDER
from cfn_upc_rules._cognito.words import entry, ref
from cfn_upc_rules._rule import DEPLOYED, Findings, UpcRule, View, request
from cfn_upc_rules._template.values import mapping


class SocialName(UpcRule):
    """The name of a social provider is its type: Google, Facebook, LoginWithAmazon, SignInWithApple."""

    id = "E9726"
    shortdesc = "Social identity provider with a name of its own"
    source_url = request("CreateIdentityProvider", "ProviderName")
    types = (IDENTITY_PROVIDER,)
    answer = "Provider … cannot be of type Google."
    quote = "cannot be of type"
    evidence = DEPLOYED
    properties = ("ProviderType",)

    def judge(self, subject: View) -> Findings:
        kind, name = subject["ProviderType"].text, subject["ProviderName"]
        if kind in SOCIAL and name.text not in (None, kind):
            what = f"{subject} is of type {kind} and is named '{name.text}'"
            users = "".join(
                f", and {ref(subject.stack, subject.id)} in '{user}'" for user in _users(subject, name.text)
            )
            yield self.found(name, what, f"Write {entry(subject.stack, 'ProviderName', kind)}{users}")


def _users(subject: View, name: str | None) -> list[str]:
    """Return the first client that names the provider by a literal, which the new name would break."""
    stack = subject.stack
    lists = {
        client.id: mapping(client.properties).get("SupportedIdentityProviders") for client in stack.of_type(CLIENT)
    }
    return [
        client
        for client, providers in lists.items()
        if isinstance(providers, list) and any(name in stack.values(item) for item in providers)
    ][:1]
