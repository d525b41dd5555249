from cfn_upc_rules._cognito.providers import SOCIAL
from cfn_upc_rules._cognito.types import CLIENT, IDENTITY_PROVIDER
from cfn_upc_rules._cognito.words import entry, ref
from cfn_upc_rules._rule import DEPLOYED, SAFE, Findings, Path, UpcRule, View, put, request, safe
from cfn_upc_rules._template.values import Reference, mapping


class SocialName(UpcRule):
    """The name of a social provider is its type: Google, Facebook, LoginWithAmazon, SignInWithApple."""

    id = "E9726"
    shortdesc = "Social identity provider with a name of its own"
    source_url = request("CreateIdentityProvider", "ProviderName")
    types = (IDENTITY_PROVIDER,)
    answer = "Provider … cannot be of type Google."
    quote = "cannot be of type"
    evidence = DEPLOYED
    fixes = (SAFE,)
    properties = ("ProviderType",)

    def judge(self, subject: View) -> Findings:
        kind, name = subject["ProviderType"].text, subject["ProviderName"]
        if kind in SOCIAL and name.text not in (None, kind):
            what = f"{subject} is of type {kind} and is named '{name.text}'"
            users = _users(subject, name.text)
            more = f", and {ref(subject.stack, subject.id)} in '{users[0][1]}'" if users else ""
            changes = [put(name, kind), *(put(path, Reference(subject.id)) for path in users)]
            instead = f"Write {entry(subject.stack, 'ProviderName', kind)}{more}"
            yield self.found(name, what, instead, edit=safe(*changes))


def _users(subject: View, name: str | None) -> list[Path]:
    """Return where clients name the provider by a literal, which the new name would break."""
    stack = subject.stack
    lists = {
        (*client.path, "Properties", "SupportedIdentityProviders"): mapping(client.properties).get(
            "SupportedIdentityProviders"
        )
        for client in stack.of_type(CLIENT)
    }
    return [
        (*path, index)
        for path, providers in lists.items()
        if isinstance(providers, list)
        for index, item in enumerate(providers)
        if name in stack.values(item)
    ]
