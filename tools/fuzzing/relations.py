"""Relations: what may be changed in a template without a change of its findings."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections import Counter
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from fuzzing.judging import command
from fuzzing.templates import any_template, at, paths, put, section

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from fuzzing.judging import Desk
    from fuzzing.templates import Path_, Template

_COMMAND: Final = Path(sys.executable).parent / "cfn-upc-lint"
# Lists of sets: AWS takes them in any order.
_SETS: Final = {
    *("AllowedOAuthFlows", "AllowedOAuthScopes", "CallbackURLs", "LogoutURLs", "SupportedIdentityProviders"),
    *("ExplicitAuthFlows", "ReadAttributes", "WriteAttributes", "Schema", "DependsOn", "Tags", "AliasAttributes"),
    *(
        "UsernameAttributes",
        "AutoVerifiedAttributes",
        "Scopes",
        "Audience",
        "audience",
        "ProviderARNs",
        "ManagedPolicyArns",
    ),
    *("CognitoIdentityProviders", "AllowedValues", "RequiresCompatibilities", "AllowedClients", "AllowedAudience"),
}
# Where the text of a logical ID is what a rule judges.
_ABOUT_NAMES: Final = {"I9605"}
# Capital where the name is: whether a tool made it is told by its first letters, too.
_PREFIX: Final = "xyz"
_NAMED: Final = re.compile("'[^']*'")

Said = tuple[str, str]


class Difference(NamedTuple):
    """Findings that came, and that went.

    Attributes:
        more: only the changed template has these.
        fewer: only the template as it was has these.
        twin: the changed template, where there is one.
    """

    more: list[Said]
    fewer: list[Said]
    twin: Template | None

    def __bool__(self) -> bool:
        """Whether there is a difference."""
        return bool(self.more or self.fewer)


def _difference(before: list[Said], after: list[Said], twin: Template | None = None) -> Difference:
    one, other = Counter(before), Counter(after)
    return Difference(sorted((other - one).elements()), sorted((one - other).elements()), twin)


def _same_rules(desk: Desk, template: Template, twin: Template) -> Difference:
    """Compare which rules speak, and how often: of several a message may name the first."""
    before, after = ([(rule, "") for rule, _ in desk.findings(of)] for of in (template, twin))
    return _difference(before, after, twin)


# -- the template changed --------------------------------------------------------------------------------


def order_of_resources(rng: Random, template: Template, desk: Desk) -> Difference | None:
    """The entries of the sections in another order."""
    twin = deepcopy(template)
    for part in twin.values():
        _shuffle(rng, part)
    return _same_rules(desk, template, twin)


def order_of_keys(rng: Random, template: Template, desk: Desk) -> Difference | None:
    """All keys in another order."""
    twin = deepcopy(template)
    _shuffle(rng, twin)
    for path in paths(twin):
        _shuffle(rng, at(twin, path))
    return _same_rules(desk, template, twin)


def _shuffle(rng: Random, mapping: Any) -> None:
    if isinstance(mapping, dict):
        items = list(mapping.items())
        rng.shuffle(items)
        mapping.clear()
        mapping.update(items)


def order_of_lists(rng: Random, template: Template, desk: Desk) -> Difference | None:
    """Lists that are sets in another order."""
    twin = deepcopy(template)
    found = [at(twin, path) for path in paths(twin) if path[-1] in _SETS and isinstance(at(twin, path), list)]
    for items in found:
        rng.shuffle(items)
    return _same_rules(desk, template, twin) if found else None


def yaml_or_json(rng: Random, template: Template, desk: Desk) -> Difference | None:
    """The same template in YAML, of either style, and in JSON."""
    before, after = (
        # What to write instead is said in the language of the file.
        [(rule, message.partition(". ")[0]) for rule, message in desk.findings(template, style)]
        for style in ("json", rng.choice(("block", "flow")))
    )
    return _difference(before, after)


def other_logical_ids(_: Random, template: Template, desk: Desk) -> Difference | None:
    """Each resource by another name."""
    if "Fn::ForEach" in json.dumps(template):
        return None  # its body has names made of pieces
    kept = {str(name) for name in section(template, "Parameters")}
    if not kept.isdisjoint(section(template, "Resources")):
        return None  # which of both is meant?

    def other(name: str) -> str:
        is_any = name.isalnum() and name not in kept and not name.startswith("Serverless")
        prefix = _PREFIX.capitalize() if name[:1].isupper() else _PREFIX
        return f"{prefix}{name}" if is_any or ("." in name and not name.startswith("AWS::")) else name

    twin = _renamed(template, other)
    twin["Resources"] = {other(str(name)): body for name, body in section(twin, "Resources").items()}
    after = [(rule, re.sub(_PREFIX, "", message, flags=re.IGNORECASE)) for rule, message in desk.findings(twin)]
    before = desk.findings(template)
    kept_before, kept_after = ([said for said in those if said[0] not in _ABOUT_NAMES] for those in (before, after))
    return _difference(kept_before, kept_after, twin)


def _renamed(value: Any, name: Callable[[str], str]) -> Any:
    """Return a copy with other names of resources wherever they are referred to."""
    if isinstance(value, list):
        return [_renamed(item, name) for item in value]
    if not isinstance(value, dict):
        return value
    copy: dict[Any, Any] = {}
    for key, item in value.items():
        if key in ("Ref", "Fn::GetAtt", "DependsOn") and isinstance(item, str):
            copy[key] = name(item)
        elif key == "Fn::GetAtt" and isinstance(item, list) and item and isinstance(item[0], str):
            copy[key] = [name(item[0]), *item[1:]]
        elif key == "DependsOn" and isinstance(item, list):
            copy[key] = [name(one) if isinstance(one, str) else one for one in item]
        elif key == "Fn::Sub":
            copy[key] = _renamed_in_sub(item, name)
        else:
            copy[key] = _renamed(item, name)
    return copy


def _renamed_in_sub(argument: Any, name: Callable[[str], str]) -> Any:
    text, *rest = argument if isinstance(argument, list) and argument else [argument]
    if not isinstance(text, str):
        return _renamed(argument, name)
    own = rest[0] if rest and isinstance(rest[0], dict) else {}
    pieces = text.split("${")
    for index, piece in enumerate(pieces[1:], 1):
        inner, end, after = piece.partition("}")
        if end and not inner.startswith("!") and inner.strip() not in own:
            pieces[index] = name(inner.strip()) + end + after
    changed = "${".join(pieces)
    return [changed, *(_renamed(part, name) for part in rest)] if isinstance(argument, list) else changed


def unrelated_resource(rng: Random, template: Template, desk: Desk) -> Difference | None:
    """One more resource, or output, that has nothing to do with anything."""
    twin = deepcopy(template)
    if rng.random() < 0.5:  # noqa: PLR2004
        items = list(section(twin, "Resources").items())
        items.insert(rng.randrange(len(items) + 1), ("UnrelatedTopic", {"Type": "AWS::SNS::Topic"}))
        twin["Resources"] = dict(items)
    else:
        section(twin, "Outputs")["UnrelatedOutput"] = {"Value": "nothing"}
    return _difference(desk.findings(template), desk.findings(twin), twin)


def if_of_the_same(rng: Random, template: Template, desk: Desk) -> Difference | None:
    """`Fn::If` around a value, with the same in both branches."""
    places = [path for path in paths(template) if _takes_if(template, path)]
    # A condition that isn't there may have to do with any other: less is said of two.
    if not places or _lacks_condition(template):
        return None
    twin = deepcopy(template)
    path = rng.choice(places)
    section(twin, "Parameters")["IsEither"] = {"Type": "String"}
    section(twin, "Conditions")["Either"] = {"Fn::Equals": [{"Ref": "IsEither"}, "yes"]}
    value = at(twin, path)
    put(twin, path, {"Fn::If": ["Either", value, deepcopy(value)]})
    # Each branch has its own finding, and what a message adds may be less where it would have to decide something.
    before, after = (
        sorted({(rule, (_NAMED.findall(message) or [""])[0]) for rule, message in desk.findings(of)})
        for of in (template, twin)
    )
    return _difference(before, after, twin)


def _lacks_condition(template: Template) -> bool:
    """Return whether an `Fn::If` names a condition that the template doesn't have."""
    functions = (at(template, path) for path in paths(template) if path[-1] == "Fn::If")
    named = [branches[0] for branches in functions if isinstance(branches, list) and branches]
    known = template.get("Conditions")
    return any(not isinstance(known, dict) or not isinstance(name, str) or name not in known for name in named)


def _takes_if(template: Template, path: Path_) -> bool:
    """Return whether CloudFormation takes an `Fn::If` at a path: below properties, and in no other function."""
    if not (len(path) > 3 and path[0] == "Resources" and path[2] == "Properties"):  # noqa: PLR2004
        return False
    resource = at(template, path[:2])
    if not isinstance(resource, dict) or str(resource.get("Type")).startswith("AWS::Serverless"):
        return False  # SAM looks at values before CloudFormation knows of functions
    if path[-1] == "Name" and "EnvironmentVariables" in path:
        return False  # a variable that may have another name may hold what W9707 waits for
    if path[3] == "Schema":
        return False  # what an attribute was when the pool was made can't be told under a condition
    return not any(isinstance(key, str) and (key.startswith("Fn::") or key in ("Ref", "Condition")) for key in path)


def default_for_a_literal(rng: Random, template: Template, desk: Desk) -> Difference | None:
    """A parameter with a default in place of a text: findings may go, none may come."""
    places = [path for path in paths(template) if _takes_if(template, path) and isinstance(at(template, path), str)]
    if not places:
        return None
    twin = deepcopy(template)
    path = rng.choice(places)
    section(twin, "Parameters")["Instead"] = {"Type": "String", "Default": at(twin, path)}
    put(twin, path, {"Ref": "Instead"})
    return _same_rules(desk, template, twin)._replace(fewer=[])


# -- another way to lint it ---------------------------------------------------------------------------


def both_commands(rng: Random, template: Template, desk: Desk) -> Difference | None:
    """cfn-lint with these rules, and cfn-upc-lint with these alone."""
    style = rng.choice(("block", "json"))
    within = desk.findings(template, style, core=True)
    return _difference(within, _by_command(desk.write(template, style)))


def one_file_or_many(rng: Random, template: Template, desk: Desk) -> Difference | None:
    """Several files by one command, and each by its own; exports are known among the files of a run only."""
    files = _files(rng, template, desk)
    alone, together = [said for file in files for said in _by_command(file)], _by_command(*files)
    return _difference(_without_exports(alone), _without_exports(together))


def _without_exports(found: list[Said]) -> list[Said]:
    return [(rule, message) for rule, message in found if rule not in _OF_EXPORTS]


def any_jobs(rng: Random, template: Template, desk: Desk) -> Difference | None:
    """Several files by one process, and by two or three."""
    files = _files(rng, template, desk)
    runs = []
    for jobs in ("1", rng.choice(("2", "3"))):
        arguments = [str(_COMMAND), *_ARGUMENTS, "--jobs", jobs, "--", *map(str, files)]
        done = subprocess.run(arguments, capture_output=True, text=True, check=False)
        runs.append(_said(done.stdout))
    return _difference(runs[0], runs[1])


_OF_EXPORTS: Final = ("E9731", "W9732")
_ARGUMENTS: Final = ("--plugin-only", "-f", "json", "-c", "I", "-x", "W9670:base=")


def _files(rng: Random, template: Template, desk: Desk) -> list[Path]:
    templates = [template, *(any_template(rng) for _ in range(rng.randrange(1, 6)))]
    return [desk.write(other, rng.choice(("block", "json")), f"template{n}") for n, other in enumerate(templates)]


def _by_command(*files: Path) -> list[Said]:
    return _said(command(*_ARGUMENTS, "--", *map(str, files)))


def _said(report: str) -> list[Said]:
    """Return what a report in JSON says, of our rules."""
    found = json.loads(report or "[]")
    ours = [(match["Rule"]["Id"], match["Message"]) for match in found if match["Rule"]["Id"][1:3] in ("96", "97")]
    return sorted(ours + [("E0002", match["Message"]) for match in found if match["Rule"]["Id"] == "E0002"])


# With how often each is taken: the last ones start processes or run cfn-lint's own rules.
RELATIONS: Final[dict[str, tuple[Callable[[Random, Template, Desk], Difference | None], int]]] = {
    "order of resources": (order_of_resources, 10),
    "order of keys": (order_of_keys, 10),
    "order of lists": (order_of_lists, 10),
    "YAML or JSON": (yaml_or_json, 8),
    "other logical IDs": (other_logical_ids, 12),
    "an unrelated resource": (unrelated_resource, 10),
    "Fn::If of the same": (if_of_the_same, 16),
    "a default for a literal": (default_for_a_literal, 12),
    "both commands": (both_commands, 4),
    "one file or many": (one_file_or_many, 5),
    "any --jobs": (any_jobs, 1),
}
