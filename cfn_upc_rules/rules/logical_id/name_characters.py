import re

from cfn_upc_rules._rule import DEPLOYED, Findings, UpcRule, View, request
from cfn_upc_rules._template.values import Text

_REJECTED = r"(?a)[^\w\s+=,.@-]"


class NameCharacters(UpcRule):
    """A client's name consists of ASCII letters, digits, underscores, white space and + = , . @ -."""

    id = "E9607"
    shortdesc = "ClientName has characters that Cognito rejects"
    source_url = request("CreateUserPoolClient", "ClientName")
    answer = (
        r"Value at 'clientName' failed to satisfy constraint: must satisfy regular expression pattern: [\w\s+=,.@-]+"
    )
    evidence = DEPLOYED
    properties = ("ClientName",)

    def judge(self, subject: View) -> Findings:
        name = subject["ClientName"]
        value = name.value
        known = "".join(p for p in value.parts if isinstance(p, str)) if isinstance(value, Text) else name.text or ""
        rejected = "".join(dict.fromkeys(re.findall(_REJECTED, known)))
        if rejected:
            what = f"The ClientName of {subject} has characters that are not allowed: {rejected}"
            yield self.found(name, what, "Use ASCII letters, digits, spaces and _ + = , . @ -")
