from cfn_upc_rules._cognito.words import entry
from cfn_upc_rules._rule import REFERENCE, UNSAFE, Findings, UpcRule, View, developer_guide, put, unsafe


class UserExistenceErrors(UpcRule):
    """Without PreventUserExistenceErrors: ENABLED, answers tell which usernames exist."""

    id = "I9680"
    shortdesc = "PreventUserExistenceErrors is not ENABLED"
    source_url = developer_guide("cognito-user-pool-managing-errors")
    evidence = REFERENCE
    fixes = (UNSAFE,)

    def judge(self, subject: View) -> Findings:
        setting = subject["PreventUserExistenceErrors"]
        if setting.empty or setting.text not in (None, "ENABLED"):
            what = f"{subject} tells by its answers which users exist"
            instead = f"Set {entry(subject.stack, 'PreventUserExistenceErrors', 'ENABLED')}"
            yield self.found(setting, what, instead, edit=unsafe(put(setting, "ENABLED")))
