"""A template that is open in an editor: its text is the editor's, not the file's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Protocol

from cfnlint.conditions import Conditions
from cfnlint.context import create_context_for_template
from cfnlint.graph import Graph
from cfnlint.helpers import FUNCTION_FOR_EACH, TRANSFORM_SAM, ensure_list
from cfnlint.template import Template

try:
    from cfnlint.template.transforms._sam_globals import merge_globals
except ImportError:  # cfn-lint up to 1.53 translates SAM
    merge_globals = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class BaseVersion(Protocol):
    """What the base holds of a file (see `_history.base_version.base_version`)."""

    def __call__(self, revision: str, *, has_subject: bool) -> bytes | None:
        """Return the old text."""


class OpenTemplate(Template):
    """cfn-lint's template of a text that an editor holds, made anew at each edit.

    So what takes most of its time is put off until a rule asks: graph, conditions and context, which cfn-lint makes at
    once, and again after a transform. What it makes is the same; a test compares them on every fixture.

    Args:
        filename: the file that the editor shows.
        template: the text, decoded by cfn-lint.
        regions: the regions of cfn-lint's configuration.
        base: what the base holds of the file.
    """

    _has_one_walk = True
    _paths: dict[Any, list[Any]] | None = None

    def __init__(self, filename: str, template: dict[str, Any], regions: list[str], base: BaseVersion) -> None:
        """Take the template."""
        super().__init__(filename, {}, regions)
        self.base = base
        self.template = template
        self._search_anew()
        for name in ("Ref", "Fn::Sub", "Fn::If", "Fn::FindInMap"):
            self.transform_pre[name] = self.search_deep_keys(name)
        self.transform_pre["Fn::ForEach"] = self.search_deep_keys(FUNCTION_FOR_EACH)
        self.transform_pre["Transform"] = ensure_list(template.get("Transform", []))
        self.yaml_aliases = list(getattr(template, "yaml_aliases", []))
        self._put_off()

    def transform(self) -> list[Any]:
        """Return what is wrong with the template's transforms; put what SAM's Globals say into its resources."""
        transforms = self.transform_pre["Transform"]
        if not transforms:
            return []
        if transforms != [TRANSFORM_SAM] or merge_globals is None:
            self._has_one_walk = False  # cfn-lint changes the template between its searches
            return super().transform()
        # As `cfnlint.template.transforms.Transform` does, but for what is put off.
        merge_globals(self.template)
        self.transform_pre["Globals"] = self.template.get("Globals", {})
        self._search_anew()
        self._put_off()
        return []

    def search_deep_keys(self, searchText: Any, includeGlobals: bool = True) -> list[Any]:  # noqa: N803, FBT001, FBT002
        """Return where a key stands, with its value, as cfn-lint's template does: one walk finds all that it asks for.

        Args:
            searchText: the key, or a pattern of keys.
            includeGlobals: whether the Globals of before the transform are searched, too.
        """
        if not self._has_one_walk or searchText not in _SEARCHED:
            found: list[Any] = super().search_deep_keys(searchText, includeGlobals)
            return found
        if self._paths is None:
            self._paths = {name: [] for name in _SEARCHED}
            _collect(self.template, [], self._paths)
        found = list(self._paths[searchText])
        if includeGlobals:
            before = self._search_deep_keys(searchText, self.transform_pre.get("Globals"), [])
            found += [["Globals", *path] for path in before]
        return found

    def _search_anew(self) -> None:
        self.search_deep_keys.cache_clear()  # type: ignore[attr-defined]
        self._paths = None

    def _put_off(self) -> None:
        for name in _MAKERS:
            self.__dict__.pop(name, None)

    def __getattr__(self, name: str) -> Any:
        """Make what was put off.

        Raises:
            AttributeError: there is no such attribute.
        """
        if name not in _MAKERS:
            raise AttributeError(name)
        made = _MAKERS[name](self)
        setattr(self, name, made)
        if name == "context":  # cfn-lint has sorted what each condition compares
            self._search_anew()
        return made


def _collect(value: Any, path: list[Any], found: dict[Any, list[Any]]) -> None:
    """Add the path of each key that is searched for, with its value, in cfn-lint's order."""
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        path.append(key)
        if isinstance(key, str):
            if key in found:
                found[key].append([*path, item])
            elif FUNCTION_FOR_EACH.match(key):
                found[FUNCTION_FOR_EACH].append([*path, item])
        if isinstance(item, dict | list):
            _collect(item, path, found)
        path.pop()


def _graph(template: Template) -> Graph | None:
    try:
        return Graph(template)
    except Exception:  # noqa: BLE001 - as cfn-lint does: the template's form is wrong, which other rules say
        return None


# What a template and its graph search for.
_SEARCHED: Final = ("Ref", "Fn::Sub", "Fn::If", "Fn::FindInMap", "Fn::GetAtt", FUNCTION_FOR_EACH)
_MAKERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "conditions": Conditions,
    "context": create_context_for_template,
    "graph": _graph,
}
