"""Which files are templates."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfn_upc_rules._command import template_files


@pytest.mark.parametrize(
    ("text", "template"),
    [
        ("# A stack\n\n---\n# of ours\nDescription: a\nResources:\n  A: 1\n", True),
        ("'Resources':\n  A: 1\n", True),
        ("Resources: {A: 1}\n", True),
        ('{"Resources": {}}', True),
        (r'{"\x52esources": {}}', True),
        (r'{"\x52esource": {}}', False),
        ('{"name": "Resources"}', False),
        ("{name: Resources, Resources: {}}", True),
        ("a: 1\nb:\n  Resources: 1\n", False),
        ("a: |\n  x\nServices:\n  Resources:\n", False),
        ("a: 1\n---\nResources:\n  A: 1\n", False),
        ("Resources:\n  A: 1\n...\n---\nb: 1\n", False),
        ("|\nResources:\n  A: 1\n", True),
        ("--- |\nResources:\n  A: 1\n", True),
        ("- Resources:\n", False),
        ("Resources", False),
        ("", False),
        ("Resources:\n  A: [\n", True),
        ("\ufeffResources:\n  A: 1\n", True),
        ("Resources:\r\n  A: 1\r\n", True),
    ],
)
def test_what_is_one_template(text: str, template: bool, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(text.encode())
    assert template_files.is_template(str(path)) is template
