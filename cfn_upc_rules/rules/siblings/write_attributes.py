from typing import Any

from cfn_upc_rules._cognito.attributes import READ_ONLY_ATTRIBUTES, STANDARD_ATTRIBUTES, undefined
from cfn_upc_rules._cognito.siblings import sibling_pool
from cfn_upc_rules._rule import DEPLOYED, Findings, Node, UpcRule, View, developer_guide
from cfn_upc_rules._template.values import ABSENT


class WriteAttributes(UpcRule):
    """WriteAttributes lists writable attributes of the pool, and every one that its Schema requires."""

    id = "E9654"
    shortdesc = "User Pool Client has write attributes that Cognito rejects"
    source_url = developer_guide("user-pool-settings-attributes#user-pool-settings-attribute-permissions-and-scopes")
    answer = "Invalid write attributes specified while creating a client"
    evidence = DEPLOYED
    properties = ("WriteAttributes",)

    def judge(self, subject: View) -> Findings:
        attributes = subject["WriteAttributes"]
        if subject.scenario.choose(("look at", self.id), ("listed", "omitted")) == "omitted":
            yield from self._omitted(subject, attributes)
            return
        for item in attributes.each():
            if item.text in READ_ONLY_ATTRIBUTES:
                what = f"{subject} may write '{item.text}', which only Cognito itself writes"
                yield self.found(item, what, "Take it out of WriteAttributes")
            else:
                wrong, instead = undefined(subject, item)
                if wrong:
                    yield self.found(item, f"{subject} may write {wrong}", instead)

    def _omitted(self, subject: View, attributes: Node) -> Findings:
        pool = sibling_pool(subject)
        if pool is None or not isinstance(attributes.value, list) or attributes.find(_literal) is None:
            return
        for defined in pool["Schema"].each(_required):
            name = defined["Name"].text
            if name not in STANDARD_ATTRIBUTES or not defined["Required"].on:
                continue
            if attributes.find_text(name) is None and attributes.find(_unknown) is None:
                what = f"{subject} may not write '{name}', which {pool} requires"
                yield self.found(attributes, what, f"Add '{name}' to WriteAttributes")


def _required(attribute: Any) -> bool:
    return isinstance(attribute, dict) and attribute.get("Required", False) is not False


def _literal(value: Any) -> bool:
    return isinstance(value, str)


def _unknown(value: Any) -> bool:
    return value is not ABSENT and not _literal(value)
