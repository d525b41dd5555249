from cfn_upc_rules._cognito.edge import associated, edge_functions
from cfn_upc_rules._cognito.environments import environments
from cfn_upc_rules._cognito.types import DISTRIBUTION
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
    evidence = REPORTED

    def subjects(self, stack: Stack) -> Sequence[Resource]:
        return [stack.resources[logical_id] for logical_id in edge_functions(stack)]

    def judge(self, subject: View) -> Findings:
        for distribution in subject.each_of(subject.stack.of_type(DISTRIBUTION)):
            for function, _ in associated(distribution):
                if function is not subject.resource:
                    continue
                [environment] = environments(subject)
                for _ in environment.node.each_value():
                    what = f"{subject} runs at the edge and declares environment variables"
                    instead = "Put what they hold into the code or a parameter store, and take them out"
                    yield self.found(environment.node, what, instead)
