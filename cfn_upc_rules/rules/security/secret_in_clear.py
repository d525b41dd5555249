from cfn_upc_rules._cognito.environments import environments, is_in_clear
from cfn_upc_rules._cognito.types import CDK_LOOK_UP, COMPUTES, LOOKED_UP
from cfn_upc_rules._rule import CONVENTION, Findings, Iterator, Output, Path, UpcRule, Use, View, developer_guide
from cfn_upc_rules._template.uses import uses_of


class SecretInClear(UpcRule):
    """Outputs, environment variables and String parameters show their values to whoever may read them."""

    id = "W9685"
    shortdesc = "Client secret leaves the template in clear"
    source_url = developer_guide("user-pool-settings-client-apps")
    evidence = CONVENTION

    def judge(self, subject: View) -> Findings:
        for use in _uses_of_secret(subject):
            where = _in_clear(subject, use)
            if where:
                owner = subject.stack.owner(use.path, use.by)
                what = f"The secret of {subject} stands in clear in {where} of {owner}"
                instead = "Read it at run time"
                yield self.found(use.path, what, instead)


def _uses_of_secret(client: View) -> Iterator[Use]:
    """Yield where a client's secret is taken, of the client or of the CDK's look-up; each use in its own scenario."""
    yield from uses_of(client, "ClientSecret")
    for resource in client.stack.referring(client.resource, CDK_LOOK_UP):
        look_up = client.other(resource)
        if look_up is not None:
            yield from uses_of(look_up, LOOKED_UP)


def _in_clear(subject: View, use: Use) -> str:
    """Return what shows the value to its readers, "" where nothing does."""
    if isinstance(use.by, Output):
        return "the value" if use.below[0] == "Value" else ""
    view, path = subject.other(use.by), use.path
    if view is None:
        return ""
    if view.resource.type == "AWS::SSM::Parameter":
        is_value = _leads_into(path, view["Value"].path)
        return "the value" if is_value and view["Type"].text in ("String", "StringList") else ""
    return _variable(view, path) if view.resource.type in COMPUTES else ""


def _variable(compute: View, path: Path) -> str:
    for environment in environments(compute):
        variables = environment.node.path
        if _leads_into(path, variables) and path != variables:
            key = path[len(variables)]
            if isinstance(key, str):
                return f"the variable '{key}'"
            item = environment.node.item(key)
            if is_in_clear(item):
                return f"the variable '{item['Name'].text or key}'"
    return ""


def _leads_into(path: Path, other: Path) -> bool:
    return path[: len(other)] == other
