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

    def __init__(self, filename: str, template: dict[str, Any], regions: list[str], base: BaseVersion) -> None:
        """Take the template."""
        super().__init__(filename, {}, regions)
        self.base = base
        self.template = template
        self.search_deep_keys.cache_clear()  # type: ignore[attr-defined]
        for name in ("Ref", "Fn::Sub", "Fn::If", "Fn::FindInMap", FUNCTION_FOR_EACH):
            self.transform_pre[name] = self.search_deep_keys(name)
        self.transform_pre["Transform"] = ensure_list(template.get("Transform", []))
        self.yaml_aliases = list(getattr(template, "yaml_aliases", []))
        self._put_off()

    def transform(self) -> list[Any]:
        """Return what is wrong with the template's transforms; put what SAM's Globals say into its resources."""
        transforms = self.transform_pre["Transform"]
        if not transforms:
            return []
        if transforms != [TRANSFORM_SAM] or merge_globals is None:
            return super().transform()
        # As `cfnlint.template.transforms.Transform` does, but for what is put off.
        merge_globals(self.template)
        self.transform_pre["Globals"] = self.template.get("Globals", {})
        self.search_deep_keys.cache_clear()  # type: ignore[attr-defined]
        self._put_off()
        return []

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
        return made


def _graph(template: Template) -> Graph | None:
    try:
        return Graph(template)
    except Exception:  # noqa: BLE001 - as cfn-lint does: the template's form is wrong, which other rules say
        return None


_MAKERS: Final[Mapping[str, Callable[[Any], Any]]] = {
    "conditions": Conditions,
    "context": create_context_for_template,
    "graph": _graph,
}
