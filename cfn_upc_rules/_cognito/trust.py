"""Whether an identity pool can take a role: what the role's trust policy says of it.

https://docs.aws.amazon.com/cognito/latest/developerguide/role-trust-and-permissions.html
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from cfn_upc_rules._cognito.types import IDENTITY_POOL
from cfn_upc_rules._template.values import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._template.nodes import Node, View
    from cfn_upc_rules._template.resources import Resource

_ACTION: Final = "sts:assumerolewithwebidentity"
# Other partitions have their own: cognito-identity-us-gov.amazonaws.com.
_SERVICE: Final = "cognito-identity"
_AUDIENCE: Final = ":aud"


def why_not(role: View, pool: Resource | None) -> str:
    """Say why an identity pool can't take a role; "" where it can, or nobody can tell.

    Args:
        role: the role.
        pool: the identity pool; None where it is not known.
    """
    statements = role.at("AssumeRolePolicyDocument", "Statement")
    if statements.opaque or not isinstance(statements.raw, (list, dict)):
        return ""
    trusting = []
    for statement in _listed(statements):
        if not isinstance(statement.raw, dict) or statement.opaque:
            return ""
        if _may_trust(statement):
            trusting.append(statement)
    if not trusting:
        return f"it allows {_SERVICE}.amazonaws.com no sts:AssumeRoleWithWebIdentity"
    others = [_other_audience(statement, pool) for statement in trusting]
    return f"it is for '{others[0]}' (aud)" if all(others) else ""


def _may_trust(statement: Node) -> bool:
    """Return whether a statement allows, or may allow, Cognito to take the role by a token."""
    effect = statement["Effect"].text
    if effect is not None and effect.lower() != "allow":
        return False
    if statement["NotAction"].absent and not any(map(_may_be_action, _listed(statement["Action"]))):
        return False
    principal = statement["Principal"]
    if not statement["NotPrincipal"].absent or principal.opaque or principal.text == "*":
        return True
    return principal["AWS"].text == "*" or any(map(_may_be_service, _listed(principal["Federated"])))


def _may_be_action(action: Node) -> bool:
    value = action.value
    if isinstance(value, str):
        return fnmatchcase(_ACTION, value.lower())
    return not isinstance(value, Text) or _ACTION.startswith(value.start.lower())


def _may_be_service(principal: Node) -> bool:
    value = principal.value
    if isinstance(value, str):
        return value == "*" or value.lower().startswith(_SERVICE)
    return not isinstance(value, Text) or _may_begin(value.start.lower())


def _may_begin(start: str) -> bool:
    return start.startswith(_SERVICE) or _SERVICE.startswith(start)


def _other_audience(statement: Node, pool: Resource | None) -> str:
    """Return another identity pool that a statement is for; "" where it may be this one."""
    conditions = statement["Condition"]
    if pool is None or conditions.opaque:
        return ""
    for operator in conditions.keys():  # noqa: SIM118 - a node, no mapping
        if not _is_equality(operator):
            continue
        for key in conditions[operator].keys():  # noqa: SIM118
            if key.lower().startswith(_SERVICE) and key.lower().endswith(_AUDIENCE):
                pools = [_identity_pool(item) for item in _listed(conditions[operator][key])]
                if pools and None not in pools and pool not in pools:
                    return str(pools[0].id) if pools[0] else ""
    return ""


def _is_equality(operator: str) -> bool:
    name = operator.lower().rpartition(":")[2]
    return name.startswith(("stringequals", "stringlike"))


def _identity_pool(item: Node) -> Resource | None:
    target = item.target
    return target if target is not None and target.type == IDENTITY_POOL and item.attribute in ("", "Id") else None


def _listed(node: Node) -> Iterator[Node]:
    """Yield the items of a list, or the one that stands instead of it."""
    if isinstance(node.raw, list):
        yield from node.items()
    elif not node.absent:
        yield node
