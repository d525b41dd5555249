"""Which files are templates: told by their text, so that cfn-lint is loaded for no others."""

from __future__ import annotations

import json
import re
from contextlib import suppress

import yaml

from cfn_upc_rules._command.files import read_bytes


def is_template(name: str) -> bool:
    """Return whether a file is one template, or so broken that only cfn-lint can tell.

    Args:
        name: the file; what is no regular file (a pipe) is not read.
    """
    text = read_bytes(name)
    return text is None or is_template_text(text)


def is_template_text(text: bytes) -> bool:
    """Return whether a text is one template, or so broken that only cfn-lint can tell."""
    try:
        lines = text.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
        if lines.lstrip().startswith("{"):
            with suppress(ValueError):  # else it is YAML's flow style
                return "Resources" in json.loads(lines)
        if _is_plain(lines):
            return True
        documents = list(yaml.compose_all(lines, Loader=_LOADER))
    except (ValueError, yaml.YAMLError, RecursionError):
        return b"Resources" in text
    # A mark at the end begins an empty document: to cfn-lint that is a broken template.
    roots = [root for root in documents if root is not None and root.value != ""]
    [root] = roots if len(roots) == 1 else [None]
    return isinstance(root, yaml.MappingNode) and any(key.value in ("Resources", "<<") for key, _ in root.value)


def _is_plain(text: str) -> bool:
    """Return whether a YAML file is a template in the usual style; its first key tells that it is a block mapping.

    cfn-lint parses the file anyway, and twice would double the time of a large one.
    """
    begin = _BEGIN.match(text)
    return bool(begin and _RESOURCES.search(text, begin.start(1)) and not _MARK.search(text, begin.start(1)))


# Comments and at most one mark of a document, then the first key.
_BEGIN = re.compile(r"(?:[ \t]*(?:#.*)?\n)*(?:---[ \t]*\n(?:[ \t]*(?:#.*)?\n)*)?(\w+:\s)")
_RESOURCES = re.compile(r"^Resources:\s", re.MULTILINE)
_MARK = re.compile(r"^(?:---|\.\.\.)", re.MULTILINE)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
