from cfn_upc_rules._cognito.words import entry
from cfn_upc_rules._rule import SCHEMA, UNSAFE, Findings, UpcRule, View, property_page, put, unsafe
from cfn_upc_rules._template.uses import uses_of


class MissingSecret(UpcRule):
    """A client has a secret only where GenerateSecret is true."""

    id = "W9656"
    shortdesc = "ClientSecret of a User Pool Client without a secret"
    source_url = property_page("cfn-cognito-userpoolclient-generatesecret")
    evidence = SCHEMA
    fixes = (UNSAFE,)

    def judge(self, subject: View) -> Findings:
        if subject["GenerateSecret"].off:
            for use in uses_of(subject, "ClientSecret"):
                owner = subject.stack.owner(use.path, use.by)
                what = f"{owner} takes the ClientSecret of {subject}, which has none"
                instead = f"Set {entry(subject.stack, 'GenerateSecret', True)}"
                yield self.found(use.path, what, instead, edit=unsafe(put(subject["GenerateSecret"], True)))
