from cfn_upc_rules._cognito.pool_forms import is_of_pool_and_client
from cfn_upc_rules._cognito.slots import pool_of
from cfn_upc_rules._cognito.types import CLIENT, CLIENT_IDS, IDENTITY_POOL
from cfn_upc_rules._cognito.words import written
from cfn_upc_rules._rule import DEPLOYED, SAFE, UNSAFE, Edit, Findings, Node, Resource, UpcRule, View, put
from cfn_upc_rules._template.values import Reference, Text, references

_INSTEAD = "Write <ProviderName>:<client ID>, as in the identity pool's CognitoIdentityProviders"


class RoleMapping(UpcRule):
    """RoleMappings name a User Pool as <ProviderName>:<client ID>, with a client of the identity pool."""

    id = "E9615"
    shortdesc = "Role mapping names its User Pool by something that is no provider of the identity pool"
    source_url = (
        "https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_SetIdentityPoolRoles.html"
        "#CognitoIdentity-SetIdentityPoolRoles-request-RoleMappings"
    )
    types = ("AWS::Cognito::IdentityPoolRoleAttachment",)
    answer = "(...) is not a valid RoleMapping ProviderName or is not a configured provider."
    quote = "is not a valid RoleMapping ProviderName"
    evidence = DEPLOYED
    fixes = (SAFE, UNSAFE)
    properties = ("RoleMappings",)

    def judge(self, subject: View) -> Findings:
        target = subject["IdentityPoolId"].target
        identities = subject.other(target) if target is not None and target.type == IDENTITY_POOL else None
        if identities is None:
            return
        mappings, configured = subject["RoleMappings"], identities["CognitoIdentityProviders"]
        for mapping in mappings.each_value():
            provider = mapping["IdentityProvider"]
            key = str(mapping.path[len(mappings.path)])
            is_named = not provider.absent
            value = provider.value if is_named else key
            owner = "IdentityProvider" if is_named else f"Key '{key}'"
            wrong = ""
            if is_of_pool_and_client(subject.stack, value) is False:
                wrong = "is not <ProviderName>:<client ID>"
            elif is_named:
                wrong = _wrong_client(subject, provider, configured)
            if wrong:
                meant = _meant(subject, provider, configured)
                instead = f"Write {written(subject.stack, meant[0])}" if meant else _INSTEAD
                edit = Edit((put(provider, meant[0]),), is_safe=len(meant) == 1) if meant else None
                at = provider if is_named else mapping
                yield self.found(at, f"{owner} {wrong}", instead, edit=edit)


def _wrong_client(subject: View, provider: Node, configured: Node) -> str:
    """Return what is wrong with the client behind the provider's name, "" where nothing is known to be."""
    client = next(iter(_clients(subject, provider)), None)
    other = None if client is None else subject.other(client)
    if client is None or other is None or configured.opaque:
        return ""
    own, named = pool_of(subject.stack, other["UserPoolId"]), pool_of(subject.stack, provider)
    if own is not None and named is not None and own is not named:
        return f"has client '{client.name}' of '{own.name}' beside pool '{named.name}'"
    ids = [item["ClientId"] for item in configured.items()]
    known = [_clients(subject, node) for node in ids]
    is_told = all(known) and not any(node.opaque for node in ids)
    if is_told and not any(client in found for found in known):
        return f"has client '{client.name}', which is none of the identity pool's"
    return ""


def _clients(subject: View, node: Node) -> list[Resource]:
    """Return the clients of the template whose ID a value holds, alone or within a text."""
    parts = (part for part in references(node.value) if part.attribute in CLIENT_IDS)
    named = [subject.stack.resources.get(part.target) for part in parts]
    return [resource for resource in named if resource is not None and resource.type == CLIENT]


def _meant(subject: View, provider: Node, configured: Node) -> list[Text]:
    """Return what may be meant: the pool that is named, with each client that the identity pool has of it."""
    named = pool_of(subject.stack, provider)
    return [
        Text((Reference(pool.id, "ProviderName"), ":", Reference(client.id)))
        for item in configured.items()
        for pool in [pool_of(subject.stack, item["ProviderName"])]
        for client in _clients(subject, item["ClientId"])
        if pool is not None and named in (None, pool)
    ]
