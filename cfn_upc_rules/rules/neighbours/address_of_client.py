from collections.abc import Iterable

from cfn_upc_rules._cognito.addresses import Address, Written, addresses, written_in
from cfn_upc_rules._cognito.siblings import may_be_completed
from cfn_upc_rules._cognito.types import CLIENT, CLIENT_IDS, DOMAIN, POOL
from cfn_upc_rules._rule import (
    REPORTED,
    Finding,
    Findings,
    Iterator,
    Node,
    Resource,
    Stack,
    UpcRule,
    View,
    developer_guide,
)
from cfn_upc_rules._template.scenarios import Scenario, explore
from cfn_upc_rules._template.uses import is_in_branch
from cfn_upc_rules._template.values import Reference, differ, under

_HOSTS = ("amazoncognito.com", "cognito-idp.")
# Cognito lets their port be any.
_LOOPBACK = ("http://127.0.0.1", "http://[::1]")
# How much of a URL a message shows.
_SHOWN = 60
# What may end the sentence, or the bracket, that an address stands in.
_BEHIND = ").,;:]}|*!"


class AddressOfClient(UpcRule):
    """The client_id of a sign-in address is a client's, and its redirect_uri one of that client's URLs."""

    id = "W9716"
    shortdesc = "Sign-in address with another client_id or redirect_uri than the User Pool Client has"
    source_url = developer_guide("authorization-endpoint")
    answer = "redirect_mismatch; unauthorized_client"
    evidence = REPORTED

    def findings(self, stack: Stack) -> Iterator[tuple[Finding, str]]:
        """Judge each address, wherever it stands."""
        for address in addresses(stack):
            condition = address.by.condition

            def judge(scenario: Scenario, address: Address = address) -> Iterable[Finding]:
                return self._judge(stack, scenario, address)

            yield from explore({condition: True} if condition else {}, stack.possible, judge)

    def _judge(self, stack: Stack, scenario: Scenario, address: Address) -> Findings:
        if not is_in_branch(scenario, stack.template, address.path):
            return
        node = Node(stack, scenario, under(stack.template, address.path), address.path)
        where = stack.owner(address.path, address.by)
        for written in written_in(node.value):
            target = stack.resources.get(written.client.target) if written.client else None
            if target is None or written.client is None:
                continue
            if target.type == CLIENT and written.client.attribute in CLIENT_IDS:
                view = View(stack, scenario, target)
                if not target.condition or scenario.assume(target.condition):
                    yield from self._judge_redirects(node, where, view, written)
            elif not target.gives_anything(written.client.attribute) and _is_of_cognito(stack, written, target):
                what = f"{where} has client_id={_shown(written.client)}, which is no client's ID"
                yield self.found(node, what, "Write a client's ID", "unauthorized_client")

    def _judge_redirects(self, node: Node, where: str, client: View, written: Written) -> Findings:
        for name, url in written.redirects:
            if url.startswith(_LOOPBACK) or may_be_completed(client.stack, client.resource):
                continue
            lists = [client["CallbackURLs"], client["LogoutURLs"]]
            if not any(_may_hold(urls, url) for urls in lists):
                kind = "callbacks" if name == "redirect_uri" else "logout URLs"
                shown = url if len(url) <= _SHOWN else f"{url[:_SHOWN]}…"
                what = f"{where} has {name}={shown}, none of the {kind} of {client}"
                yield self.found(node, what, "Write one of them, or add it", "redirect_mismatch")


def _may_hold(urls: Node, url: str) -> bool:
    if urls.opaque or not (urls.absent or isinstance(urls.raw, list)):
        return True
    texts = (url, url.rstrip(_BEHIND))
    return urls.find(lambda item: any(not differ(item, text) for text in texts)) is not None


def _is_of_cognito(stack: Stack, written: Written, target: Resource) -> bool:
    """Return whether an address has to do with a user pool."""
    named = {part.target for part in written.parts if isinstance(part, Reference)} - {target.id}
    types = {stack.resources[name].type for name in named if name in stack.resources} | {target.type}
    host = any(isinstance(part, str) and known in part for part in written.parts for known in _HOSTS)
    return host or not types.isdisjoint((POOL, CLIENT, DOMAIN))


def _shown(reference: Reference) -> str:
    return "${" + ".".join(filter(None, reference)) + "}"
