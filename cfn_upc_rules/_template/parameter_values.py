"""The values of parameters that the user gives: `--parameters`, `--parameter-files`, `--deployment-files`.

Each set of values makes a template of its own, in which a parameter is what it is given, in conditions too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from cfnlint.decode.node import list_node, str_node
from cfnlint.template import Template

from cfn_upc_rules._template.functions import variables_in
from cfn_upc_rules._template.values import boolean, intrinsic, mapping, scalar_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_OPTION: Final = "--parameters"
_TEXTS: Final = ("String", "Number")


def with_values(template: Template, written: Template) -> Iterator[tuple[str, Template]]:
    """Yield the template with each set of values, and what that set is called.

    Args:
        template: cfn-lint's, which knows the sets.
        written: the same as it was written, whose paths count.
    """
    for given in template.context.parameter_sets or ():
        known = _known(mapping(written.template.get("Parameters")), mapping(given.parameters))
        changed = _Given(known).replaced(written.template)
        for name, value in known.items():
            if isinstance(value, str):
                changed["Parameters"][name] = {**changed["Parameters"][name], "AllowedValues": [value]}
        # Of a template with a file name cfn-lint opens what its nested stacks name.
        made = Template(None, changed, written.regions)
        made.transform_pre["Globals"] = written.transform_pre["Globals"]
        yield str(given.source or _OPTION), made


def _known(parameters: Mapping[str, Any], given: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """Return what `Ref` gives of each parameter that has a value; not the values that are secret, or a store's."""
    known: dict[str, str | list[str]] = {}
    for name, value in given.items():
        parameter = mapping(parameters.get(name))
        kind = str(parameter.get("Type"))
        text = ",".join(map(str, value)) if isinstance(value, list) else scalar_text(value)
        if text is None or boolean(parameter.get("NoEcho")):
            continue
        if kind in _TEXTS:
            known[name] = text
        elif kind == "CommaDelimitedList" or kind.startswith("List<"):
            known[name] = [item.strip() for item in text.split(",")]
    return known


class _Given:
    """Replaces references to parameters by their values; what was not written keeps its place in the file."""

    def __init__(self, known: Mapping[str, str | list[str]]) -> None:
        self._known = known

    def replaced(self, template: Mapping[str, Any]) -> dict[str, Any]:
        """Return a template; in its conditions texts stay parameters, since what they can be says all."""
        lists = _Given({name: value for name, value in self._known.items() if isinstance(value, list)})
        parts = {
            **dict.fromkeys(("Resources", "Outputs", "Globals"), self._raw),
            **dict.fromkeys(("Conditions", "Rules"), lists._raw),
        }
        return {key: parts[key](value) if key in parts else value for key, value in template.items()} | {
            "Parameters": dict(mapping(template.get("Parameters")))
        }

    def _raw(self, raw: Any) -> Any:
        if isinstance(raw, list):
            return _like(raw, [self._raw(item) for item in raw])
        if not isinstance(raw, dict):
            return raw
        name, argument = intrinsic(raw) or ("", None)
        if name == "Ref" and isinstance(argument, str) and argument in self._known:
            return _marked(self._known[argument], raw)
        if name == "Fn::ImportValue":  # other templates name a parameter in an export's name as this one does
            return raw
        if name == "Fn::Sub":
            return _like(raw, {name: self._sub(argument)})
        return _like(raw, {key: self._raw(value) for key, value in raw.items()})

    def _sub(self, argument: Any) -> Any:
        text, own = argument if isinstance(argument, list) and len(argument) == 2 else (argument, {})  # noqa: PLR2004
        if not isinstance(text, str) or not isinstance(own, dict):
            return argument
        texts = {name: value for name in variables_in(text) if isinstance(value := self._known.get(name), str)}
        names = {**texts, **{name: self._raw(value) for name, value in own.items()}}
        return [text, names] if names else text


def _marked(value: str | list[str], raw: Any) -> Any:
    """Return a value as if it stood in the place of another one."""
    begin, end = getattr(raw, "start_mark", None), getattr(raw, "end_mark", None)
    if isinstance(value, list):
        return list_node([str_node(item, begin, end) for item in value], begin, end)
    return str_node(value, begin, end)


def _like(raw: Any, changed: Any) -> Any:
    """Return a changed mapping or list with the place of the old one in the file."""
    begin = getattr(raw, "start_mark", None)
    return changed if begin is None else type(raw)(changed, begin, raw.end_mark)
