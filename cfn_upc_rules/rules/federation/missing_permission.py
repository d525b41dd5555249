from cfn_upc_rules._cognito.siblings import may_be_completed
from cfn_upc_rules._cognito.triggers import may_invoke, triggers
from cfn_upc_rules._cognito.types import POOL
from cfn_upc_rules._rule import REPORTED, Findings, UpcRule, View, developer_guide


class MissingPermission(UpcRule):
    """A pool invokes a trigger only where a Lambda permission lets cognito-idp.amazonaws.com do so."""

    id = "W9722"
    shortdesc = "Trigger that its User Pool may not invoke"
    source_url = developer_guide("cognito-user-pools-working-with-lambda-triggers")
    types = (POOL,)
    answer = "PreSignUp invocation failed due to error AccessDeniedException."
    quote = "AccessDeniedException"
    evidence = REPORTED
    properties = ("LambdaConfig",)

    def judge(self, subject: View) -> Findings:
        for name, arn, function in triggers(subject):
            if may_be_completed(subject.stack, subject.resource, function) or may_invoke(subject, function):
                continue
            what = f"{subject} may not invoke its {name} '{function.name}'"
            yield self.found(arn, what, "Add a Lambda Permission")
