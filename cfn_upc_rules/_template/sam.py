"""SAM: its Globals, and a template as it was before cfn-lint translated it.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
"""

from __future__ import annotations

import logging
from typing import Any

from cfnlint.helpers import TRANSFORM_SAM, ensure_list
from cfnlint.template import Template

from cfn_upc_rules._template.language_extensions import prevent_guesses
from cfn_upc_rules._template.opened import Opened

_LOGGER = logging.getLogger(__name__)


def before_translation(template: Template) -> Template | None:
    """Return a SAM template as it was before cfn-lint up to 1.53 translated it; None in other cases.

    From 1.54 on cfn-lint leaves SAM's resources as they are, with Globals merged. For the same findings
    on older versions the file is decoded again, and Globals are merged by the SAM translator itself,
    which those versions depend on.
    """
    transforms = template.transform_pre["Transform"]
    declared = ensure_list(template.template.get("Transform", []))
    if TRANSFORM_SAM not in transforms or TRANSFORM_SAM in declared or not template.filename:
        return None
    return _decoded_again(template, transforms)


def _decoded_again(template: Template, transforms: list[Any]) -> Template | None:  # pragma: no cover
    """Return the SAM template of a file with its Globals merged (`make matrix` runs this)."""
    try:
        import cfnlint.decode  # noqa: PLC0415
        from samtranslator.plugins.globals.globals_plugin import GlobalsPlugin  # noqa: PLC0415

        opened = Opened.of(template)
        decoded, _ = cfnlint.decode.decode_str(opened.text) if opened else cfnlint.decode.decode(template.filename)
        if decoded is None:
            return None
        decoded["Transform"] = [name for name in transforms if name != TRANSFORM_SAM]
        if template.has_language_extensions_transform():
            prevent_guesses(decoded)
        expanded = Template(template.filename, decoded, template.regions)
        expanded.transform()
        sections = expanded.template.get("Globals")
        GlobalsPlugin().on_before_transform_template(expanded.template)
        source = Template(template.filename, expanded.template, template.regions)
    except Exception as error:  # noqa: BLE001 - whatever it is, the translated template is still there
        _LOGGER.info("Can't read %s before its translation: %s", template.filename, error)
        return None
    source.transform_pre["Globals"] = source.template["Globals"] = sections or {}
    return source
