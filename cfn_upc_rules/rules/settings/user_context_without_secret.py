from cfn_upc_rules._cognito.words import entry
from cfn_upc_rules._rule import DEPLOYED, UNSAFE, Findings, UpcRule, View, put, request, unsafe


class UserContextWithoutSecret(UpcRule):
    """EnablePropagateAdditionalUserContextData is true, and GenerateSecret is not."""

    id = "E9646"
    shortdesc = "EnablePropagateAdditionalUserContextData without a secret"
    source_url = request("CreateUserPoolClient", "EnablePropagateAdditionalUserContextData")
    answer = "Client Secret is required to set EnablePropagateAdditionalUserContextData as true"
    quote = "Secret is required"
    evidence = DEPLOYED
    fixes = (UNSAFE,)
    properties = ("EnablePropagateAdditionalUserContextData",)

    def judge(self, subject: View) -> Findings:
        switch = subject["EnablePropagateAdditionalUserContextData"]
        if switch.on and subject["GenerateSecret"].off:
            what = f"{subject} propagates user context without a secret"
            instead = f"Set {entry(subject.stack, 'GenerateSecret', True)}"
            yield self.found(switch, what, instead, edit=unsafe(put(subject["GenerateSecret"], True)))
