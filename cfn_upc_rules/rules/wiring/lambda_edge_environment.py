from cfn_upc_rules._cognito.edge import associated, edge_functions
from cfn_upc_rules._cognito.environments import client_variables, environments
from cfn_upc_rules._cognito.types import CLIENT, DISTRIBUTION, FUNCTIONS, POOL
from cfn_upc_rules._rule import REPORTED, Findings, Resource, Sequence, Stack, UpcRule, View


class LambdaEdgeEnvironment(UpcRule):
    """CloudFront refuses a function version that has environment variables."""

    id = "E9626"
    shortdesc = "Lambda@Edge function declares environment variables"
    source_url = (
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/"
        "edge-function-restrictions-all.html#lambda-at-edge-function-restrictions"
    )
    answer = "The function cannot have environment variables."
    quote = "cannot have environment variables"
    evidence = REPORTED
    types = tuple(FUNCTIONS)

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        return [stack.resources[logical_id] for logical_id in edge_functions(stack)]

    def judge(self, subject: View) -> Findings:
        if not _is_about_a_pool(subject):
            return
        for distribution in subject.each_of(subject.stack.of_type(DISTRIBUTION)):
            for function, _ in associated(distribution):
                if function is not subject.resource:
                    continue
                [environment] = environments(subject)
                for _ in environment.node.each_value():
                    what = f"{subject} runs at the edge and declares variables"
                    instead = "Put what they hold into the code"
                    yield self.found(environment.node, what, instead)


def _is_about_a_pool(subject: View) -> bool:
    """Return whether the function has to do with a user pool: other functions at the edge are not our subject."""
    named = (subject.stack.resources.get(name) for name in subject.stack.references(subject.resource))
    if any(target is not None and target.type in (CLIENT, POOL) for target in named):
        return True
    return bool(client_variables(subject))
