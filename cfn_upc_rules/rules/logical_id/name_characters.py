import re

from cfn_upc_rules._rule import DEPLOYED, Findings, Iterator, Stack, UpcRule, View, request
from cfn_upc_rules._template.values import Reference, Value, parts_of, scalar_text

_REJECTED = r"(?a)[^\w\s+=,.@-]"


class NameCharacters(UpcRule):
    """A client's name consists of ASCII letters, digits, underscores, white space and + = , . @ -."""

    id = "E9607"
    shortdesc = "ClientName has characters that Cognito rejects"
    source_url = request("CreateUserPoolClient", "ClientName")
    answer = (
        r"Value at 'clientName' failed to satisfy constraint: must satisfy regular expression pattern: [\w\s+=,.@-]+"
    )
    quote = "satisfy constraint"
    evidence = DEPLOYED
    properties = ("ClientName",)

    def judge(self, subject: View) -> Findings:
        name = subject["ClientName"]
        known = "".join(_known(subject.stack, name.value))
        rejected = "".join(dict.fromkeys(re.findall(_REJECTED, known)))
        if rejected:
            what = f"ClientName of {subject} has what Cognito rejects: {rejected}"
            yield self.found(name, what, "Use ASCII letters, digits, spaces, _+=,.@-")


def _known(stack: Stack, value: Value) -> Iterator[str]:
    """Yield what a text is known to hold, an attribute's own characters among it."""
    for part in parts_of(value):
        if isinstance(part, Reference):
            form = stack.form_of(part)
            target = stack.resources.get(part.target)
            is_arn = part.attribute.endswith("Arn") and target is not None and not target.gives_anything(part.attribute)
            yield from _known(stack, form) if form is not None else ()
            yield ":" if is_arn or part.target == "AWS::StackId" else ""
        else:
            yield scalar_text(part) or ""
