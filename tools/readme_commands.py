"""Print the two commands with which the README lets a newcomer begin, one a line: `.ci/run` runs them as they stand.

usage: readme_commands.py [README]
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
_BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def commands(text: str) -> list[str]:
    """Return the commands of the block that has `make lint` and `make test`.

    Raises:
        SystemExit: there is no such block, or more than one, or it holds anything else.
    """
    blocks = [block.splitlines() for block in _BLOCK.findall(text)]
    found = [block for block in blocks if "make test" in block]
    if len(found) != 1:
        message = f"README.md has {len(found)} sh blocks with the line `make test`, not one"
        raise SystemExit(message)
    lines = [line for line in found[0] if line.strip()]
    if len(lines) != 2 or not lines[0].startswith("make lint TEMPLATE="):  # noqa: PLR2004 - "two commands"
        message = f"README.md does not begin with `make lint TEMPLATE=...` and `make test` alone, but with {lines}"
        raise SystemExit(message)
    return lines


if __name__ == "__main__":
    print("\n".join(commands(Path(sys.argv[1] if len(sys.argv) > 1 else README).read_text(encoding="utf-8"))))
