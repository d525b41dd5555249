"""W9685: a client's secret is not for everyone who may read the stack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cfn_upc_rules._environment import environments, is_in_clear
from cfn_upc_rules._places import references_to
from cfn_upc_rules._rule import CONVENTION, Finding, UpcRule
from cfn_upc_rules._tables import COMPUTES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cfn_upc_rules._stack import View
    from cfn_upc_rules._values import Path


class SecretInClear(UpcRule):
    """The `ClientSecret` stays out of outputs, environments and plain parameters."""

    id = "W9685"
    shortdesc = "Client secret leaves the template in clear"
    description = "Outputs, environment variables and String parameters show their values to whoever may read them"
    source_url = "https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-settings-client-apps.html"
    evidence = CONVENTION

    def judge(self, subject: View) -> Iterator[Finding]:
        """Follow the secret to where it can be read."""
        for source, path in references_to(subject, "ClientSecret"):
            where = _in_clear(subject, path)
            if where:
                what = f"{subject} gives its secret away in clear to {where} of {source}"
                instead = "Read it at run time (DescribeUserPoolClient), or from an AWS::SecretsManager::Secret"
                yield self.found(path, what, instead)


def _in_clear(subject: View, path: Path) -> str:
    """Return what shows the value at a path to its readers, "" where nothing does."""
    if path[0] == "Outputs":
        return "the value" if path[2] == "Value" else ""
    view = subject.other(subject.stack.resources[str(path[1])])
    if view is None:
        return ""
    if view.of.type == "AWS::SSM::Parameter":
        is_value = _leads_into(path, view["Value"].path)
        return "the value" if is_value and view["Type"].text in ("String", "StringList") else ""
    return _variable(view, path) if view.of.type in COMPUTES else ""


def _variable(compute: View, path: Path) -> str:
    for environment in environments(compute):
        place = environment.node.path
        if _leads_into(path, place) and path != place:
            key = path[len(place)]
            if isinstance(key, str):
                return f"the variable '{key}'"
            item = environment.node.item(key)
            if is_in_clear(item):
                return f"the variable '{item['Name'].text or key}'"
    return ""


def _leads_into(path: Path, place: Path) -> bool:
    return path[: len(place)] == place
