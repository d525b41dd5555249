from cfn_upc_rules._cognito.words import entry
from cfn_upc_rules._rule import REPORTED, UNSAFE, Findings, UpcRule, View, put, unsafe
from cfn_upc_rules._template.globals import SAM_API

_SWITCH = "AddDefaultAuthorizerToCorsPreflight"


class Preflight(UpcRule):
    """SAM puts an API's DefaultAuthorizer on OPTIONS too, and a browser sends no token with its preflight."""

    id = "W9717"
    shortdesc = "Preflight of a browser needs a token"
    source_url = (
        "https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-api-apiauth.html"
    )
    types = (SAM_API,)
    evidence = REPORTED
    fixes = (UNSAFE,)
    properties = ("Auth",)

    def judge(self, subject: View) -> Findings:
        cors, auth = subject["Cors"], subject["Auth"]
        name = auth["DefaultAuthorizer"].text
        if cors.empty or cors.opaque or name is None or auth["Authorizers"][name]["UserPoolArn"].empty:
            return
        switch = auth[_SWITCH]
        if switch.absent or switch.on:
            what = f"{subject} puts '{name}' on OPTIONS too: preflights get 401, and the browser gives up"
            instead = f"Set {entry(subject.stack, _SWITCH, False)} in Auth"
            yield self.found(switch, what, instead, edit=unsafe(put(switch, False)))
