"""Makes `cfn_upc_rules` importable when cfn-lint runs the files of this directory one by one.

That is what it does for `--append-rules=path/to/cfn_upc_rules`: it runs each `*.py` alone, this one before
those in the folders below, and the rules import the package by its name. So the package that this file
lies in takes the name, whatever the directory is called and whatever else is installed.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

_NAME = "cfn_upc_rules"
_HERE = Path(__file__).resolve().parent

if _NAME not in sys.modules:
    spec = importlib.util.spec_from_file_location(_NAME, _HERE / "__init__.py", submodule_search_locations=[str(_HERE)])
    if spec is not None and spec.loader is not None:
        module = importlib.util.module_from_spec(spec)
        sys.modules[_NAME] = module
        spec.loader.exec_module(module)
