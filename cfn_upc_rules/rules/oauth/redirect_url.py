from cfn_upc_rules._cognito.redirect_urls import RedirectUrl, urls_of
from cfn_upc_rules._cognito.types import OAUTH_SWITCH
from cfn_upc_rules._rule import DEPLOYED, UNSAFE, Findings, UpcRule, View, request, rewrite, unsafe


class RejectedRedirectUrl(UpcRule):
    """http is for localhost, 127.0.0.1 and [::1] only; a callback URL is absolute and has no fragment."""

    id = "E9636"
    shortdesc = "Callback or logout URL that Cognito rejects"
    source_url = request("CreateUserPoolClient", "CallbackURLs")
    answer = "… cannot use the HTTP protocol."
    quote = "cannot use the HTTP protocol"
    evidence = DEPLOYED
    fixes = (UNSAFE,)
    properties = ("CallbackURLs", "LogoutURLs")

    def judge(self, subject: View) -> Findings:
        if subject[OAUTH_SWITCH].off:
            return
        for kind, node in urls_of(subject):
            url = RedirectUrl(node.value, subject.stack.resources)
            what = f"{kind.capitalize()} URL '{url}'"
            if url.insecure:
                edit = unsafe(*rewrite(node, lambda text: f"https{text[len('http') :]}"))
                yield self.found(node, f"{what} uses http", "Use https", edit=edit if edit.changes else None)
            if kind == "callback" and url.has_fragment:
                answer = "cannot use fragment"
                edit = unsafe(*rewrite(node, lambda text: text.partition("#")[0]))
                yield self.found(
                    node, f"{what} has a fragment", "Leave it out", answer, edit=edit if edit.changes else None
                )
            if kind == "callback" and url.relative:
                yield self.found(node, f"{what} is not absolute", "Begin it with a scheme and a host", "")
