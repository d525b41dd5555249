from cfn_upc_rules._cognito.rings import ring_through
from cfn_upc_rules._cognito.types import CLIENT, POOL
from cfn_upc_rules._rule import DEPLOYED, Findings, UpcRule, View

_STORE = "Let the function read it from a parameter store at run time"


class Circular(UpcRule):
    """What SAM makes of a template waits for itself, through a client or its pool."""

    id = "E9616"
    shortdesc = "Circular dependency through a SAM resource and a User Pool Client or its pool"
    source_url = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html"
    types = (CLIENT, POOL)
    answer = "Circular dependency between resources: [...]"
    evidence = DEPLOYED

    def judge(self, subject: View) -> Findings:
        ring = ring_through(subject)
        if ring is not None:
            opened = "set the trigger by a custom resource" if ring.has_trigger else "call back to a custom domain name"
            yield self.found(ring.path, f"{ring}", f"{_STORE}, or {opened}")
