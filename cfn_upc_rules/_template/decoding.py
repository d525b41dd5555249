"""Decodes a template that is at hand as a text, by cfn-lint's decoder and transforms."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import cfnlint.decode.cfn_json
import cfnlint.decode.cfn_yaml
from cfnlint.template import Template

from cfn_upc_rules._template.language_extensions import prevent_guesses

if TYPE_CHECKING:
    from collections.abc import Callable


def template_of(text: bytes, prepare: Callable[[dict[str, Any]], None] | None = None) -> Template | None:
    """Return the template that a text is, with its transforms applied; None where it is none that can be read.

    It has no file name: of one that has, cfn-lint opens what its nested stacks name.

    Args:
        text: the file.
        prepare: changes what is decoded before the transforms.
    """
    try:
        source = text.decode("utf-8")
        try:
            decoded = cfnlint.decode.cfn_yaml.loads(source)
        except Exception:  # noqa: BLE001 - as cfn-lint does: what is no YAML may be JSON
            decoded = cfnlint.decode.cfn_json.loads(source)
        if prepare is not None:
            prepare(decoded)
        template = Template(None, decoded)
        if template.has_language_extensions_transform():
            prevent_guesses(template.template)
        return None if template.transform() else template
    except Exception:  # noqa: BLE001 - whatever it is, it is nobody's fault here
        return None
