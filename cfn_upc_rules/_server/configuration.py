"""cfn-lint's configuration for a document: of the nearest `.cfnlintrc`, of the home directory, and of the editor."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cfnlint.config import ConfigMixIn
from cfnlint.helpers import REGIONS

from cfn_upc_rules._command.files import CONFIGURATIONS
from cfn_upc_rules._template.values import mapping, under

if TYPE_CHECKING:
    from cfn_upc_rules._server.settings import Settings

# What chooses among rules and findings. The rest loads code or files of the folder, or is about a run of the command.
_TAKEN = {
    *("configure_rules", "ignore_bad_template", "ignore_checks", "include_checks", "include_experimental"),
    *("mandatory_checks", "merge_configs", "regions"),
}
_REGION = "us-east-1"  # as cfn-lint's
_LOADING = {"append_rules", "custom_rules", "override_spec", "registry_schemas"}


class FolderConfiguration(ConfigMixIn):
    """cfn-lint's configuration with the `.cfnlintrc` of a folder in the place of the working directory's.

    Args:
        file: the folder's configuration; None where it has none.
        settings: what the editor sets: it counts before the files.
        home: the user's configuration; None where there is none.

    Raises:
        ConfigFileError, yaml.YAMLError, OSError, UnicodeError: a configuration file can't be used.
    """

    def __init__(self, file: Path | None, settings: Settings, home: Path | None = None) -> None:
        """Read the configuration."""
        self._files = (home or "", file or "")
        super().__init__(
            [],
            ignore_checks=list(settings.ignore_checks),
            include_checks=list(settings.include_checks),
            configure_rules=dict(settings.configure_rules),
        )
        taken = _TAKEN | _LOADING if settings.trusted else _TAKEN
        self.file_args = {key: value for key, value in self.file_args.items() if key in taken}

    def _find_config(self) -> tuple[Path | str, Path | str]:
        """Return the user's file and the project's, as cfn-lint asks for them."""
        return self._files

    def set_template_args(self, template: Any) -> None:
        """Take what a template's Metadata says; cfn-lint fails where they are half typed."""
        said = under(mapping(template), ("Metadata", "cfn-lint", "config"))
        super().set_template_args({"Metadata": {"cfn-lint": {"config": said}}})  # type: ignore[no-untyped-call]

    @property
    def regions(self) -> list[str]:
        """Return the regions, but for those that cfn-lint does not know: it would lint nothing."""
        return [region for region in super().regions if region in REGIONS] or [_REGION]

    @property
    def has_unknown_regions(self) -> bool:
        """Return whether regions are passed over."""
        return any(region not in REGIONS for region in super().regions)


def at_home() -> Path | None:
    """Return the user's own `.cfnlintrc`."""
    return _configuration_in(Path(os.path.expanduser("~")))  # noqa: PTH111 - pathlib's raises where there is no home


def nearest(path: str, roots: list[str]) -> Path | None:
    """Return the `.cfnlintrc` of a document's nearest folder, up to the workspace's root.

    Args:
        path: the document's file.
        roots: the workspace's folders; a document outside them has no `.cfnlintrc`.
    """
    folder = Path(os.path.realpath(path)).parent
    above = [Path(os.path.realpath(root)) for root in roots]
    for place in (folder, *folder.parents):
        if not any(place == root or root in place.parents for root in above):
            return None
        found = _configuration_in(place)
        if found is not None:
            return found
    return None


def _configuration_in(folder: Path) -> Path | None:
    return next((folder / name for name in CONFIGURATIONS if (folder / name).is_file()), None)
