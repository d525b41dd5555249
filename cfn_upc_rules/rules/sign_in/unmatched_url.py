from cfn_upc_rules._cognito.browsers import generated_host, has_wildcard, left_over
from cfn_upc_rules._cognito.redirect_urls import urls_of
from cfn_upc_rules._cognito.types import OAUTH_SWITCH
from cfn_upc_rules._rule import REPORTED, Findings, Node, UpcRule, View, developer_guide


class UnmatchedUrl(UpcRule):
    """Cognito compares a redirect URL with the list letter by letter: capitals count, and * is no wildcard."""

    id = "W9706"
    shortdesc = "Callback or logout URL that no browser sends"
    source_url = developer_guide("cognito-user-pools-app-idp-settings")
    answer = "redirect_mismatch"
    evidence = REPORTED
    properties = ("CallbackURLs", "LogoutURLs")

    def judge(self, subject: View) -> Findings:
        if subject[OAUTH_SWITCH].off:
            return
        for kind, node in urls_of(subject):
            wrong, instead = _wrong(subject, node)
            if wrong:
                yield self.found(node, f"A {kind} URL of {subject} {wrong}", instead)


def _wrong(subject: View, node: Node) -> tuple[str, str]:
    """Return what is wrong with a URL, and what to write instead; "" where nothing is known to be."""
    token = left_over(node)
    if token:
        return f"has the CDK's '{token}'", "Write the value"
    if has_wildcard(node.value):
        return "has a '*' in its host, which matches none", "List each host"
    balancer, key = generated_host(subject, node.value)
    if balancer:
        return f"has the capitals of '{balancer}'", f"Set its {key} in small letters, or write another host"
    return "", ""
