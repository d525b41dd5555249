from cfn_upc_rules._cognito.types import OAUTH_SWITCH
from cfn_upc_rules._rule import DEPLOYED, UNSAFE, Findings, UpcRule, View, add_item, put, request, unsafe
from cfn_upc_rules._template.values import ABSENT, differ, parts_of


class DefaultRedirectUri(UpcRule):
    """DefaultRedirectURI must be one of CallbackURLs, character by character."""

    id = "E9635"
    shortdesc = "DefaultRedirectURI is not among the callback URLs"
    source_url = request("CreateUserPoolClient", "DefaultRedirectURI")
    answer = "The default redirect URI … is not in the callback URIs list."
    quote = "not in the callback URIs list"
    evidence = DEPLOYED
    fixes = (UNSAFE,)
    properties = ("DefaultRedirectURI",)

    def judge(self, subject: View) -> Findings:
        if subject[OAUTH_SWITCH].off:
            return
        default, callbacks = subject["DefaultRedirectURI"], subject["CallbackURLs"]
        if default.empty or not (callbacks.absent or isinstance(callbacks.raw, list)):
            return
        value = default.value
        if callbacks.find(lambda url: url is not ABSENT and not differ(url, value)) is None:
            what = f"DefaultRedirectURI of {subject} is not in CallbackURLs"
            add = put(callbacks, (value,)) if callbacks.absent else add_item(callbacks, value)
            edit = None if None in parts_of(value) or default.opaque else unsafe(add)
            yield self.found(default, what, "Add it there", edit=edit)
