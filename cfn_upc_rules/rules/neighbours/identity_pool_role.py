from cfn_upc_rules._cognito.siblings import may_be_completed
from cfn_upc_rules._cognito.trust import why_not
from cfn_upc_rules._cognito.types import IDENTITY_POOL
from cfn_upc_rules._rule import REPORTED, Findings, Iterator, Node, UpcRule, View, developer_guide

_ROLE = "AWS::IAM::Role"


class IdentityPoolRole(UpcRule):
    """A role of an identity pool trusts cognito-identity.amazonaws.com, for that identity pool."""

    id = "W9719"
    shortdesc = "Identity pool can't take the role it is given"
    source_url = developer_guide("role-trust-and-permissions")
    types = ("AWS::Cognito::IdentityPoolRoleAttachment",)
    answer = "Invalid identity pool configuration. Check assigned IAM roles for this pool."
    quote = "Check assigned IAM roles"
    evidence = REPORTED

    def judge(self, subject: View) -> Findings:
        pool = subject["IdentityPoolId"].target
        is_known = pool is not None and pool.type == IDENTITY_POOL
        for slot in _roles(subject):
            target = slot.target
            role = subject.other(target) if target is not None and target.type == _ROLE else None
            if role is None or slot.attribute != "Arn" or may_be_completed(subject.stack, role.resource):
                continue
            why = why_not(role, pool if is_known else None)
            if why:
                whose = f"'{pool.name}'" if pool is not None and is_known else "its identity pool"
                what = f"{role} can't be taken by {whose}: {why}"
                yield self.found(slot, what, "Mend its trust policy")


def _roles(subject: View) -> Iterator[Node]:
    yield from subject["Roles"].each_value()
    for mapping in subject["RoleMappings"].each_value():
        for rule in mapping.at("RulesConfiguration", "Rules").each():
            yield rule["RoleARN"]
