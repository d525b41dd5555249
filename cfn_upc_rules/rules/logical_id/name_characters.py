"""E9607: `ClientName` has only characters that Cognito takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cfn_upc_rules._rule import DEPLOYED, Finding, UpcRule
from cfn_upc_rules._values import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View

_REJECTED = r"(?a)[^\w\s+=,.@-]"


class NameCharacters(UpcRule):
    """Cognito matches the name against an ASCII pattern; cfn-lint's own check lets all of Unicode pass."""

    id = "E9607"
    shortdesc = "ClientName has characters that Cognito rejects"
    description = "A client's name consists of ASCII letters, digits, underscores, white space and + = , . @ -"
    source_url = (
        "https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/"
        "API_CreateUserPoolClient.html#CognitoUserPools-CreateUserPoolClient-request-ClientName"
    )
    answer = (
        r"Value at 'clientName' failed to satisfy constraint: must satisfy regular expression pattern: [\w\s+=,.@-]+"
    )
    evidence = DEPLOYED
    about = ("ClientName",)

    def judge(self, subject: View) -> Iterator[Finding]:
        """Look at what is known of the name."""
        name = subject["ClientName"]
        value = name.value
        known = "".join(p for p in value.parts if isinstance(p, str)) if isinstance(value, Text) else name.text or ""
        rejected = "".join(dict.fromkeys(re.findall(_REJECTED, known)))
        if rejected:
            what = f"The ClientName of {subject} has characters that are not allowed: {rejected}"
            yield self.found(name, what, "Use ASCII letters, digits, spaces and _ + = , . @ -")
